"""The ways in which you know people: what you say yourself, and what labels, groups, cards and events say."""

from typing import Final

import polars as pl

from configs.words import word_list
from transforms.acquaintance.attendance import Ground
from transforms.acquaintance.coding import DIGITS
from transforms.acquaintance.events import by_concept, by_own_title, met_at, titled
from transforms.acquaintance.inferred import inferred
from transforms.acquaintance.naming import concept_names, label_keys, owners_languages, template_names
from transforms.acquaintance.provenance import EVIDENCE
from transforms.acquaintance.stated import stated
from transforms.acquaintance.words import Titles, concepts, read_titles
from transforms.ledger.shapes import Schema, in_shape
from transforms.tidy import Tidy
from transforms.values import folded

CONTEXT: Final[Schema] = {
    "person_id": pl.String,
    "owner": pl.String,
    "context": pl.String,
    "kind": pl.String,
    "sphere": pl.String,
    "interactions": pl.Int32,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "weight": pl.Float64,
    "evidence": EVIDENCE,
}
"""One row per person, owner, context and kind of evidence for it.

context       what it is called: the same for all kinds of evidence and all people of an owner
kind          said, label, group, event, relation, organisation, domain or linkedin
sphere        professional, personal, or null where it may be either
interactions  how many say so; 0 where it isn't said by interactions
weight        how much it says: see `weights` in `configs/words/contexts.toml`; of events log2(1 + their weights)
evidence      source, record_id and raw; of events the newest: source "interaction", record_id its id, raw its title
"""

_MOST_EVIDENCE: Final = 10
_ROW: Final[Schema] = {"key": pl.String, **CONTEXT}


def contexts(tidy: Tidy, ground: Ground, met: pl.DataFrame, *, contexts_said: pl.DataFrame) -> pl.DataFrame:
    """Every context of every person but the owners themselves, in the shape of `CONTEXT`, the user's own words first.

    Args:
        tidy: The normalised records.
        ground: What is known of people (`attendance.ground`).
        met: How they met (`how_we_met.HOW_WE_MET`): where it was at an event that doesn't list them, that is a context.
        contexts_said: `transforms.said.CONTEXTS_SAID`; what is denied there isn't in the answer in any spelling.
    """
    told = stated(tidy, ground.frames["source_record"], contexts_said)
    cards = inferred(ground)
    texts = [told["text"], contexts_said["context"], met["title"], _relatives(cards), *_titles(ground.together)]
    titles = read_titles(pl.concat(texts))
    done = pl.concat([titled(ground.together, titles), met_at(met, ground.together)])
    used = _used(told, done)
    languages = owners_languages(used, titles)
    rows = pl.concat(
        [
            _of_statements(told, titles),
            _of_events(done, titles, ground),
            _of_cards(cards, titles, languages),
        ]
    )
    if rows.is_empty():
        return pl.DataFrame(schema=CONTEXT)
    named = rows.join(ground.selves, on=("owner", "person_id"), how="anti").pipe(
        _named, _given_names(told, titles), concept_names(used, titles, languages)
    )
    return named.pipe(_as_said, contexts_said, label_keys(contexts_said["context"], titles)).pipe(_in_order)


def _relatives(cards: pl.DataFrame) -> pl.Series:
    """What relatives are called, which may be what a label says, too ("Friend")."""
    return cards.filter((pl.col("kind") == "relation") & pl.col("template").is_null())["name"]


def _titles(together: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The distinct titles and categories of what people did together."""
    categories = together["categories"].list.explode(keep_nulls=False, empty_as_null=False)
    return together["title"].unique(), categories.unique()


def _used(told: pl.DataFrame, done: pl.DataFrame) -> pl.DataFrame:
    """How often each owner uses each text: owner, title, interactions."""
    rows = [told.select("owner", title="text", interactions=pl.lit(1)), done.select("owner", "title", "interactions")]
    return pl.concat(rows, how="vertical_relaxed").group_by("owner", "title").agg(pl.col("interactions").sum())


def _of_statements(told: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """Labels, groups and the user's own words; a row per key and kind."""
    weights = word_list("contexts")["weights"]
    keys = label_keys(told["text"], titles).rename({"sphere": "sphere_of_words"})
    rows = told.join(keys, on="text").sort("owner", "person_id", "key", "kind", "source", "record_id")
    return (
        rows.group_by("owner", "person_id", "key", "kind", maintain_order=True)
        .agg(
            context=pl.col("text").first(),
            sphere=pl.coalesce(pl.col("sphere").drop_nulls().first(), pl.col("sphere_of_words").drop_nulls().first()),
            evidence=pl.struct("source", "record_id", "raw"),
        )
        .with_columns(
            interactions=pl.lit(0),
            first_on=pl.lit(None, pl.Date),
            last_on=pl.lit(None, pl.Date),
            weight=pl.col("kind").replace_strict(weights, return_dtype=pl.Float64),
        )
        .pipe(_in_rows)
    )


def _of_events(done: pl.DataFrame, titles: Titles, ground: Ground) -> pl.DataFrame:
    """What people do together: a row per concept, or own title."""
    if done.is_empty():
        return pl.DataFrame(schema=_ROW)
    spheres = {name: said["sphere"] for name, said in concepts().items() if "sphere" in said}
    known = by_concept(done, titles).with_columns(
        key=pl.format("concept:{}", "concept"),
        sphere=pl.col("concept").replace_strict(spheres, default=None, return_dtype=pl.String),
    )
    own = by_own_title(done, titles, ground).with_columns(
        key=pl.format("text:{}", "key"), sphere=pl.lit(None, pl.String)
    )
    shown = pl.col("interactions").sum().over("owner", "key", "title")
    rows = (
        pl.concat([known.drop("concept"), own], how="diagonal")
        .with_columns(shown=shown, sphere=pl.when("is_professional").then(pl.lit("professional")).otherwise("sphere"))
        .sort("owner", "key", "shown", "title", descending=[False, False, True, False])
        .with_columns(context=pl.col("title").first().over("owner", "key"))
        .sort("owner", "person_id", "key", "last_on", "title", descending=[False, False, False, True, False])
    )
    heaviest = pl.col("sphere").sort_by("weight", maintain_order=True, descending=True).first()
    latest = pl.struct("title", "latest").head(_MOST_EVIDENCE)
    return (
        rows.group_by("owner", "person_id", "key", maintain_order=True)
        .agg(
            pl.col("context").first(),
            pl.col("interactions").sum(),
            pl.col("first_on").min(),
            pl.col("last_on").max(),
            sphere=heaviest,
            weight=(1 + pl.col("weight").sum()).log(2).round(DIGITS),
            latest=latest,
        )
        .with_columns(kind=pl.lit("event"))
        .pipe(_with_latest)
        .pipe(_in_rows)
    )


def _with_latest(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds the newest interactions as evidence, each once with its title."""
    key = ("owner", "person_id", "key")
    each = (
        rows.select(*key, "latest")
        .explode("latest")
        .unnest("latest")
        .explode("latest")
        .with_columns(place=pl.int_range(pl.len()).over(key))
        .filter(pl.col("place") < _MOST_EVIDENCE)
        .group_by(key, maintain_order=True)
        .agg(evidence=pl.struct(source=pl.lit("interaction"), record_id="latest", raw="title"))
    )
    return rows.drop("latest").join(each, on=key, how="left", maintain_order="left")


def _of_cards(rows: pl.DataFrame, titles: Titles, languages: pl.DataFrame) -> pl.DataFrame:
    """What is inferred from cards: a row each, relatives under the key of what they are called."""
    weights = word_list("contexts")["weights"]
    keys = label_keys(_relatives(rows), titles).select(name="text", template=pl.lit(None, pl.String), key_of_name="key")
    return (
        rows.join(keys, on=("name", "template"), how="left", nulls_equal=True, maintain_order="left")
        .with_columns(key=pl.coalesce("key_of_name", "key"))
        .pipe(template_names, languages)
        .rename({"name": "context"})
        .with_columns(weight=pl.col("kind").replace_strict(weights, return_dtype=pl.Float64))
        .pipe(_in_rows)
    )


def _in_rows(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.pipe(in_shape, _ROW)


def _given_names(told: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """What each owner calls a thing: owner, key, given; by their own word for it, else by most of their labels."""
    keys = label_keys(told["text"], titles)
    return (
        told.join(keys, on="text")
        .group_by("owner", "key", "text")
        .agg(is_said=(pl.col("kind") == "said").any(), uses=pl.len())
        .sort("owner", "key", "is_said", "uses", "text", descending=[False, False, True, True, False])
        .unique(("owner", "key"), keep="first", maintain_order=True)
        .select("owner", "key", given="text")
    )


def _named(rows: pl.DataFrame, given: pl.DataFrame, by_concept: pl.DataFrame) -> pl.DataFrame:
    """Rows with one name for each thing: the user's, that of its concept, or its own."""
    of_concepts = by_concept.select("owner", "name", key=pl.format("concept:{}", "concept"))
    return (
        rows.join(given, on=("owner", "key"), how="left")
        .join(of_concepts, on=("owner", "key"), how="left")
        .with_columns(context=pl.coalesce("given", "name", "context"))
        .drop("given", "name")
    )


def _as_said(rows: pl.DataFrame, said: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Rows without what the user denies, by what it is about or what it is called; the sphere is the one they say."""
    if said.is_empty():
        return rows
    words = said.join(keys.select(context="text", key="key"), on="context").select(
        "owner", "person_id", "key", "is_denied", name=folded(pl.col("context")), said="sphere"
    )
    denied = words.filter("is_denied")
    spheres = (
        words.filter(~pl.col("is_denied"))
        .drop_nulls("said")
        .unique(("owner", "person_id", "key"), keep="last", maintain_order=True)
    )
    return (
        rows.with_columns(name=folded(pl.col("context")))
        .join(denied, on=("owner", "person_id", "key"), how="anti")
        .join(denied, on=("owner", "person_id", "name"), how="anti", nulls_equal=False)
        .join(spheres.select("owner", "person_id", "key", "said"), on=("owner", "person_id", "key"), how="left")
        .with_columns(sphere=pl.coalesce("said", "sphere"))
    )


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    is_said = pl.col("kind") == "said"
    return (
        rows.with_columns(is_said=is_said.any().over("owner", "person_id", "key"))
        .sort(
            "person_id",
            "owner",
            "is_said",
            is_said,
            "weight",
            "context",
            "kind",
            descending=[False, False, True, True, True, False, False],
        )
        .select(CONTEXT.keys())
    )
