"""What the user said that can't all be true: two records that are different, and yet the same by way of others."""

from collections import deque
from typing import Final

import polars as pl

from transforms.components import components
from transforms.identity.state import JUDGED_SCHEMA

_ENDS: Final = {
    "a": {"source_a": "source", "record_id_a": "record_id"},
    "b": {"source_b": "source", "record_id_b": "record_id"},
}


def contradictions(judged: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are different as the user says, and one person's by what else he says.

    In: what he says of pairs of records (columns of `JUDGED_SCHEMA` and any others). Out: the rows that are different
    whose records a chain of rows that are the same connects.
    """
    numbered = _numbered(judged)
    same = numbered.filter(pl.col("verdict") == "same")
    label_of = pl.Series(components(2 * numbered.height, same))
    apart = numbered.filter(pl.col("verdict") == "different")
    is_torn = label_of.gather(apart["node_a"]) == label_of.gather(apart["node_b"])
    return apart.filter(is_torn).select(judged.columns)


def chain(judged: pl.DataFrame, different: pl.DataFrame) -> pl.DataFrame:
    """The shortest chain of rows that are the same between the two records of a row.

    In: the rows that `contradictions` was given, and one that it gave. Out: rows of the former, from the one record to
    the other.
    """
    numbered = _numbered(pl.concat([judged, different]))
    one, other = numbered.select("node_a", "node_b").row(-1)
    nearby: dict[int, list[tuple[int, int]]] = {}
    is_same = pl.col("verdict") == "same"
    for row, node_a, node_b in numbered.with_row_index("row").filter(is_same).select("row", "node_a", "node_b").rows():
        nearby.setdefault(node_a, []).append((node_b, row))
        nearby.setdefault(node_b, []).append((node_a, row))
    came_by: dict[int, tuple[int, int]] = {one: (one, -1)}
    waiting = deque([one])
    while other not in came_by:
        at = waiting.popleft()
        for node, row in nearby[at]:
            if node not in came_by:
                came_by[node] = (at, row)
                waiting.append(node)
    rows: list[int] = []
    while other != one:
        other, row = came_by[other]
        rows.append(row)
    return judged[rows[::-1]]


def _numbered(judged: pl.DataFrame) -> pl.DataFrame:
    """Adds node_a, node_b: a number for each record."""
    keyed = judged.cast({name: of for name, of in JUDGED_SCHEMA.items() if name in judged.columns})
    ends = [keyed.select(pl.col(name).alias(alias) for name, alias in names.items()) for names in _ENDS.values()]
    nodes = pl.concat(ends).unique().sort("source", "record_id").with_row_index("node")
    for end, names in _ENDS.items():
        found = nodes.rename({alias: name for name, alias in names.items()} | {"node": f"node_{end}"})
        keyed = keyed.join(found, on=list(names), how="left", maintain_order="left")
    return keyed
