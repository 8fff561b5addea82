"""From weighed pairs to groups: agglomeration within components, with a guard against chains.

Two groups are joined by their best link, weakened by half of the strongest contradiction between any two of their
records: a weak bridge between two groups that contradict each other isn't crossed, and none at all where the user
called two of their records different. Each round joins the groups that are each other's best choice. Nothing depends on
the order or the places of the records, and nothing outside of a component bears on it, so that a part of the records
can be grouped again alone.
"""

from typing import Final

import numpy as np
import polars as pl

from transforms.components import components

CONTRADICTION: Final = 0.5
"""Share of the strongest contradiction between two groups that their best link has to outweigh."""

LARGEST_COMPONENT: Final = 60
"""Records that are compared all with all; a larger component has its weaker links cut until it falls apart."""

MUST: Final = 1000.0
"""The weight of a link that the user made; one that he refused weighs as much against."""

_STEP: Final = 2.0

LINK_SCHEMA: Final = {"node_a": pl.UInt32, "node_b": pl.UInt32, "weight": pl.Float32, "against": pl.Float32}


def compact_components(links: pl.DataFrame, nodes: int, threshold: float) -> np.ndarray:
    """Components over links of at least `threshold` bits; of those that are too large the weaker links are cut.

    links: node_a, node_b, weight. Returns the smallest node that each node is connected with.
    """
    strong = links.filter(pl.col("weight") >= threshold)
    labels = components(nodes, strong)
    least = threshold
    while least < MUST:
        is_large = np.bincount(labels, minlength=nodes)[labels] > LARGEST_COMPONENT
        members = np.flatnonzero(is_large)
        if not len(members):
            break
        least = min(least + _STEP, MUST)  # what the user joined is never cut
        strong = strong.filter(pl.Series(is_large).gather(strong["node_a"]) & (pl.col("weight") >= least))
        place = pl.Series(members)
        inside = strong.select(pl.Series(name, place.search_sorted(strong[name])) for name in ("node_a", "node_b"))
        labels[members] = members[components(len(members), inside)]
    return labels


def pairs_within(labels: np.ndarray) -> pl.DataFrame:
    """All pairs of nodes with the same label: node_a < node_b."""
    members = pl.DataFrame({"label": labels}).with_row_index("node").filter(pl.len().over("label") > 1)
    pairs = members.join(members, on="label", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return pairs.select(node_a="node", node_b="node_b")


def agglomerated(
    links: pl.DataFrame, *, ranks: np.ndarray, start: np.ndarray, threshold: float
) -> tuple[np.ndarray, np.ndarray]:
    """Join groups, best links first.

    Args:
        links: node_a, node_b, weight, against (bits ≤ 0): every two nodes that may end in one group.
        ranks: A number for each node that doesn't depend on its place (a hash of its key): ties go by it.
        start: A node of the group that each node begins in.
        threshold: Bits that a link needs.

    Returns:
        For each node the node of its group with the smallest rank, and the strength (bits) of the weakest link that
        was needed to put its group together (infinite where none was).
    """
    labels = _lowest(start, ranks)
    weakest = np.full(len(labels), np.inf, np.float32)
    while True:
        best = _best_links(links, labels, ranks, threshold)
        mutual = best.join(best, left_on=("group", "other"), right_on=("other", "group"))
        if mutual.is_empty():
            return labels, weakest[labels]
        one, other = mutual["group"].to_numpy(), mutual["other"].to_numpy()
        strength = np.minimum(mutual["strength"].to_numpy(), np.minimum(weakest[one], weakest[other]))
        into = np.arange(len(labels))
        is_first = ranks[one] < ranks[other]
        into[other[is_first]] = one[is_first]
        weakest[one] = strength
        labels = into[labels]


def _lowest(labels: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """Each group named by its node with the smallest rank."""
    nodes = np.argsort(ranks, kind="stable")[::-1]
    first = np.zeros(len(labels), np.int64)
    first[labels[nodes]] = nodes  # the last to be written is the one with the smallest rank
    return np.asarray(first[labels])


def _best_links(links: pl.DataFrame, labels: np.ndarray, ranks: np.ndarray, threshold: float) -> pl.DataFrame:
    """For each group the other one that it goes with best: group, other, strength (bits)."""
    one, other = labels[links["node_a"].to_numpy()], labels[links["node_b"].to_numpy()]
    found = (
        links.select("weight", "against")
        .with_columns(group=pl.Series(np.minimum(one, other)), other=pl.Series(np.maximum(one, other)))
        .filter(pl.col("group") != pl.col("other"))
        .group_by("group", "other")
        .agg(best=pl.col("weight").max(), against=pl.col("against").min())
        .with_columns(strength=(pl.col("best") + CONTRADICTION * pl.col("against")).round(3))
        .filter((pl.col("strength") >= threshold) & (pl.col("best") >= threshold) & (pl.col("against") > -MUST))
    )
    both = pl.concat(
        [found.select("group", "other", "strength"), found.select(group="other", other="group", strength="strength")]
    )
    return (
        both.with_columns(rank=pl.Series(ranks[both["other"].to_numpy()]))
        .sort("strength", "rank", descending=[True, False])
        .unique("group", keep="first", maintain_order=True)
        .select("group", "other", "strength")
    )
