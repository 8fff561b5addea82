"""Circles: groups of people who know each other, found in who is tied to whom, with names that last."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from transforms.acquaintance.cliques import cliques_apart, is_met
from transforms.acquaintance.coding import DIGITS, code_of
from transforms.ledger.shapes import Schema, in_shape

CIRCLE: Final[Schema] = {
    "circle_id": pl.String,
    "owner": pl.String,
    "name": pl.String,
    "named_by": pl.String,
    "people": pl.Int32,
    "ties": pl.Int32,
    "weight": pl.Float64,
    "first_on": pl.Date,
    "last_on": pl.Date,
}
"""One row per circle.

circle_id  made of owner and name, so that it lasts while members come and go
name       the context, title or organisation that most of its members share, else their names; each only once
named_by   context, shared (what ties them) or members
"""

MEMBER: Final[Schema] = {"circle_id": pl.String, "owner": pl.String, "person_id": pl.String, "weight": pl.Float64}
"""One row per circle and member; weight is how much ties them to the others of it. Nobody is in two circles."""

_FEWEST: Final = 3
_MOST_TIES: Final = 60_000
"""Ties of an owner among which circles are looked for, the heaviest ones: more would take minutes."""

_SEED: Final = 4
_MOST: Final = 0.5
"""Which part of the members a name must be true of."""

_NAMED: Final = 2
_KEY: Final = ("owner", "person_id")


def circles(ties: pl.DataFrame, contexts: pl.DataFrame, people: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The circles of each owner and their members, in the shapes of `CIRCLE` and `MEMBER`.

    Those who are all tied to each other and to nobody else; and, of those who are tied by interactions too, the
    communities of Louvain's method (Blondel et al. 2008) in the weighted graph of ties, with a fixed seed. Where
    nothing but address books is known, communities would be no more than the organisations in them. Three people and
    more are a circle.

    In: `ties.TIE`, `contexts.CONTEXT`, person_id and full_name.
    """
    members = _communities(ties)
    if members.is_empty():
        return pl.DataFrame(schema=CIRCLE), pl.DataFrame(schema=MEMBER)
    inner = _inner_ties(ties, members)
    weights = pl.concat(
        [inner.select("number", "owner", "weight", person_id=f"person_id_{side}") for side in ("a", "b")]
    )
    weighed = (
        weights.group_by("number", *_KEY)
        .agg(pl.col("weight").sum().round(DIGITS))
        .sort("number", "weight", "person_id", descending=[False, True, False])
    )
    names = _named(weighed, inner, contexts, people)
    told = (
        inner.group_by("number")
        .agg(
            pl.col("owner").first(),
            pl.col("weight").sum().round(DIGITS),
            pl.col("first_on").min(),
            pl.col("last_on").max(),
            ties=pl.len(),
        )
        .join(weighed.group_by("number").agg(people=pl.len()), on="number")
        .join(names, on="number")
    )
    found = told.pipe(in_shape, CIRCLE).sort("owner", "name")
    rows = weighed.join(names.select("number", "circle_id"), on="number")
    return found, rows.pipe(in_shape, MEMBER).sort("circle_id", "person_id")


def _communities(ties: pl.DataFrame) -> pl.DataFrame:
    """Who is in which community: number, owner, person_id."""
    rows = [
        (f"{owner}/{number}", owner, person)
        for owner, graph in _graphs(ties)
        for number, found in enumerate(graph)
        for person in found
    ]
    return pl.DataFrame(rows, schema={"number": pl.String, "owner": pl.String, "person_id": pl.String}, orient="row")


def _graphs(ties: pl.DataFrame) -> Iterator[tuple[str, list[list[str]]]]:
    """The communities of each owner."""
    for (owner,), rows in ties.sort("owner").group_by("owner", maintain_order=True):
        heaviest = rows.sort("weight", "person_id_a", "person_id_b", descending=[True, False, False]).head(_MOST_TIES)
        cliques, rest = cliques_apart(heaviest)
        found = [*cliques, *_louvain(rest)] if is_met(rest) else cliques
        yield str(owner), sorted(sorted(each) for each in found if len(each) >= _FEWEST)


def _louvain(ties: pl.DataFrame) -> list[set[str]]:
    import networkx as nx  # noqa: PLC0415 - it takes 0.3 s to import, and most address books need none of it

    graph: Any = nx.Graph()
    code = code_of(ties["person_id_a"], ties["person_id_b"])
    edges = ties.sort("person_id_a", "person_id_b").select(
        pl.col("person_id_a", "person_id_b").cast(code).to_physical(), "weight"
    )
    # Numbers for nodes: sets of texts have another order in every process.
    graph.add_weighted_edges_from(edges.iter_rows())
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return [{code.categories[number] for number in community} for community in found]


def _inner_ties(ties: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The ties between members of the same circle, with its number."""
    one = members.rename({"person_id": "person_id_a"})
    other = members.rename({"person_id": "person_id_b"})
    return ties.join(one, on=("owner", "person_id_a")).join(other, on=("owner", "person_id_b", "number"))


def _named(weighed: pl.DataFrame, inner: pl.DataFrame, contexts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """What each circle is called: number, name, named_by, circle_id."""
    sizes = weighed.group_by("number", "owner").agg(people=pl.len())
    by_members = _by_members(weighed, people)
    chosen = (
        sizes.join(_by_contexts(weighed, sizes, contexts), on="number", how="left")
        .join(_by_what_ties(inner, sizes), on="number", how="left")
        .join(by_members, on="number", how="left")
        .with_columns(
            name=pl.coalesce("context", "what", "members"),
            named_by=pl.when(pl.col("context").is_not_null())
            .then(pl.lit("context"))
            .when(pl.col("what").is_not_null())
            .then(pl.lit("shared"))
            .otherwise(pl.lit("members")),
        )
        .sort("owner", "name", "people", "strongest", "number", descending=[False, False, True, False, False])
        .with_columns(place=pl.int_range(pl.len()).over("owner", "name"))
    )
    again = pl.format("{} ({})", "name", "strongest")
    unique = chosen.with_columns(name=pl.when(pl.col("place") == 0).then("name").otherwise(again)).with_columns(
        place=pl.int_range(pl.len()).over("owner", "name")
    )
    numbered = pl.when(pl.col("place") == 0).then("name").otherwise(pl.format("{} {}", "name", pl.col("place") + 1))
    return unique.select("number", "owner", "named_by", name=numbered).with_columns(
        circle_id=pl.struct("owner", "name").map_elements(_id, return_dtype=pl.String)
    )


def _id(named: dict[str, str]) -> str:
    text = f"{named['owner']}\x1f{named['name']}"
    return "g" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _by_contexts(weighed: pl.DataFrame, sizes: pl.DataFrame, contexts: pl.DataFrame) -> pl.DataFrame:
    """The context that says most of each circle: number, context. LinkedIn says nothing.

    Most of its members have it; of several the one that is rarest among the others.
    """
    had = contexts.filter(pl.col("kind") != "linkedin").select(*_KEY, "context").unique()
    everywhere = had.group_by("owner", "context").agg(all=pl.len())
    share = pl.col("with") / pl.col("people")
    return (
        weighed.join(had, on=_KEY)
        .group_by("number", "owner", "context")
        .agg(**{"with": pl.len()})
        .join(sizes, on=("number", "owner"))
        .join(everywhere, on=("owner", "context"))
        .filter(share >= _MOST)
        .with_columns(score=share + pl.col("with") / pl.col("all"))
        .sort("number", "score", "context", descending=[False, True, False])
        .unique("number", keep="first", maintain_order=True)
        .select("number", "context")
    )


def _by_what_ties(inner: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """The title or organisation that ties most members of each circle: number, what."""
    said = (
        inner.select("number", "person_id_a", "person_id_b", "evidence")
        .explode("evidence")
        .with_columns(kind=pl.col("evidence").struct.field("kind"), what=pl.col("evidence").struct.field("what"))
        .filter(pl.col("kind").is_in(["event", "organisation"]) & pl.col("what").is_not_null())
    )
    both = pl.concat([said.select("number", "what", person_id=f"person_id_{side}") for side in ("a", "b")])
    return (
        both.group_by("number", "what")
        .agg(tied=pl.col("person_id").n_unique())
        .join(sizes, on="number")
        .filter(pl.col("tied") / pl.col("people") >= _MOST)
        .sort("number", "tied", "what", descending=[False, True, False])
        .unique("number", keep="first", maintain_order=True)
        .select("number", "what")
    )


def _by_members(weighed: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The names of the first members of each circle: number, members ("Ada, Ben and 3 others"), strongest."""
    named = weighed.join(people.select("person_id", "full_name"), on="person_id", how="left", maintain_order="left")
    names = named.group_by("number", maintain_order=True).agg(
        first=pl.col("full_name").head(_NAMED), strongest=pl.col("full_name").first(), others=pl.len() - _NAMED
    )
    more = pl.when(pl.col("others") == 1).then(pl.lit("other")).otherwise(pl.lit("others"))
    return names.select(
        "number", "strongest", members=pl.format("{} and {} {}", pl.col("first").list.join(", "), "others", more)
    )
