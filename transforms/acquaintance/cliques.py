"""Those who are all tied to each other and to nobody else: a household, a firm whose people have no other ties."""

from typing import Final, NamedTuple

import polars as pl

from transforms.components import components

_OF_INTERACTIONS: Final = ("event", "thread")


class Parts(NamedTuple):
    """The ties of an owner in two parts.

    cliques  the people of each connected part in which everybody is tied to everybody: they need no looking into
    rest     the ties of all others, in the columns of the ties given
    """

    cliques: list[list[str]]
    rest: pl.DataFrame


def cliques_apart(ties: pl.DataFrame) -> Parts:
    """The cliques, and the ties of all others. In: person_id_a and person_id_b of one owner's ties, each once."""
    people = pl.concat([ties["person_id_a"], ties["person_id_b"]]).unique().sort()
    numbers = pl.DataFrame({"person_id": people}).with_row_index("node")
    edges = ties.join(numbers.rename({"node": "node_a"}), left_on="person_id_a", right_on="person_id").join(
        numbers.rename({"node": "node_b"}), left_on="person_id_b", right_on="person_id"
    )
    component = pl.Series("component", components(len(people), edges))
    sizes = numbers.with_columns(component).group_by("component").agg("person_id", size=pl.len().cast(pl.Int64))
    counted = edges.with_columns(component=component.gather(edges["node_a"]))
    cliques = (
        counted.group_by("component")
        .agg(ties=pl.len().cast(pl.Int64))
        .join(sizes, on="component")
        .filter(2 * pl.col("ties") == pl.col("size") * (pl.col("size") - 1))
    )
    rest = counted.join(cliques, on="component", how="anti").select(ties.columns)
    return Parts(cliques["person_id"].to_list(), rest)


def is_met(ties: pl.DataFrame) -> bool:
    """Whether any tie is of interactions. Else nothing is known but address books, and their groups are the firms."""
    return bool(ties.select((pl.col("kinds").list.set_intersection(_OF_INTERACTIONS).list.len() > 0).any()).item())
