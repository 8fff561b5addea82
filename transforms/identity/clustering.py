"""From weighed pairs to groups: agglomeration within components, with a guard against chains.

Two groups are joined by their best link, weakened by half of the strongest contradiction between any two of their
records. So a weak bridge between two groups that contradict each other isn't crossed. Each round joins the groups that are
each other's best choice; nothing depends on the order or the numbers of the records, and nothing outside of a component
bears on it, so that a part of the records can be grouped again alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from transforms.components import components

CONTRADICTION: Final = 0.5
"""Share of the strongest contradiction between two groups that their best link has to outweigh."""

LARGEST_GROUP: Final = 60
"""Records that are compared all with all; a larger component has its weaker links cut until it falls apart."""

MUST: Final = 1000.0
"""The weight of a link that the user made."""

_STEP: Final = 2.0


@dataclass(frozen=True, slots=True)
class Links:
    """node_a, node_b, weight (bits), against (the sum of the negative weights, ≤ 0), a row a pair."""

    pairs: pl.DataFrame
    nodes: int


def firm_components(links: pl.DataFrame, nodes: int, threshold: float) -> np.ndarray:
    """Components over links of at least `threshold`; of those that are too large the weaker links are cut first.

    links: node_a, node_b, weight. Returns a label for each node.
    """
    strong = links.filter(pl.col("weight") >= threshold)
    labels = components(nodes, strong)
    least = threshold
    while True:
        sizes = np.bincount(labels, minlength=nodes)
        is_large = sizes[labels] > LARGEST_GROUP
        inside = pl.Series(is_large)[strong["node_a"]]
        if not inside.any() or least >= MUST:
            return labels
        least += _STEP
        strong = strong.filter(~inside | (pl.col("weight") >= least))
        labels = components(nodes, strong)


def pairs_within(labels: np.ndarray, nodes: np.ndarray | None = None) -> pl.DataFrame:
    """All pairs of nodes with the same label: node_a, node_b."""
    members = pl.DataFrame({"label": labels}).with_row_index("node")
    if nodes is not None:
        members = members[nodes]
    members = members.filter(pl.len().over("label") > 1)
    pairs = members.join(members, on="label", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return pairs.select(node_a="node", node_b="node_b")


def agglomerated(pairs: pl.DataFrame, ranks: np.ndarray, start: np.ndarray, threshold: float) -> np.ndarray:
    """Join groups, best links first.

    Args:
        pairs: node_a, node_b, weight, against: every two nodes that may end in one group.
        ranks: A number for each node that doesn't depend on its place (a hash of its key): ties go by it.
        start: The group that each node begins in (must-links): numbers of nodes.
        threshold: Bits that a link needs.

    Returns:
        For each node the number of a node in its group, the one with the smallest rank.
    """
    labels = _lowest(start, ranks)
    while True:
        best = _best_links(pairs, labels, ranks, threshold)
        if best.is_empty():
            return labels
        mutual = best.join(best, left_on=("group", "other"), right_on=("other", "group"))
        into = np.arange(len(labels))
        one, other = mutual["group"].to_numpy(), mutual["other"].to_numpy()
        lower = ranks[one] <= ranks[other]
        into[other[lower]] = one[lower]
        labels = into[labels]


def _lowest(labels: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """Each group named by its member with the smallest rank."""
    members = pl.DataFrame({"label": labels, "rank": ranks}).with_row_index("node")
    first = members.sort("rank").unique("label", keep="first", maintain_order=True).select("label", first="node")
    return members.join(first, on="label", how="left", maintain_order="left")["first"].to_numpy().astype(np.int64)


def _best_links(pairs: pl.DataFrame, labels: np.ndarray, ranks: np.ndarray, threshold: float) -> pl.DataFrame:
    """For each group the other one that it goes with best: group, other."""
    one, other = labels[pairs["node_a"].to_numpy()], labels[pairs["node_b"].to_numpy()]
    links = (
        pairs.select("weight", "against")
        .with_columns(group=pl.Series(np.minimum(one, other)), other=pl.Series(np.maximum(one, other)))
        .filter(pl.col("group") != pl.col("other"))
        .group_by("group", "other")
        .agg(best=pl.col("weight").max(), against=pl.col("against").min())
        .with_columns(strength=(pl.col("best") + CONTRADICTION * pl.col("against")).round(3))
        .filter((pl.col("strength") >= threshold) & (pl.col("best") >= threshold))
    )
    both = pl.concat(
        [links.select("group", "other", "strength"), links.select(group="other", other="group", strength="strength")]
    )
    return (
        both.with_columns(rank=pl.Series(ranks[both["other"].to_numpy()]))
        .sort("strength", "rank", descending=[True, False])
        .unique("group", keep="first", maintain_order=True)
        .select("group", "other")
    )
