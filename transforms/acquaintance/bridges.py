"""Who bridges groups that don't know each other: Burt's constraint and effective size."""

from collections.abc import Iterator
from itertools import permutations
from typing import Final

import numpy as np
import polars as pl

from transforms.acquaintance.cliques import cliques_apart, is_met
from transforms.acquaintance.coding import DIGITS
from transforms.ledger.shapes import Schema, in_shape

BRIDGE: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "burt_constraint": pl.Float64,
    "effective_size": pl.Float64,
    "circles": pl.Int32,
    "ties": pl.Int32,
}
"""One row per owner and person who is tied to people who aren't all tied to each other: see `bridges`.

burt_constraint  how much of what they could hear comes from people who know each other: low for who bridges
effective_size  how many of those they are tied to don't repeat one another
circles         in how many circles they are, or those whom they are tied to
ties            to how many others they are tied
"""

_AT_ONCE: Final = 50_000
"""Ties of which triangles are looked for in one step: what bounds memory."""

_NODE: Final = ("owner", "person_id")


def bridges(ties: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Burt's measures of everybody who is tied to others, in the shape of `BRIDGE`.

    R. S. Burt, Structural Holes (1992), chapter 2, as `networkx.constraint` and `networkx.effective_size` compute them
    with weights: with p_ij the share of j in the weights of i, and m_jq the weight of j and q over the largest of j,

        constraint(i)     = sum over j of (p_ij + sum over q of p_iq * p_qj) ** 2
        effective_size(i) = sum over j of (1 - sum over q of p_iq * m_jq)

    where j and q are tied to i. Whoever is tied only to people who are all tied to each other and to nobody else
    bridges nothing, and has no row; nor has anybody where nothing but address books is known. Only triangles matter in
    the inner sums; each is found once, from its node with the fewest ties, so that a person who is tied to everybody
    costs no more than others.

    In: `ties.TIE` and `circles.MEMBER`.
    """
    of_owners = [cliques_apart(rows).rest for rows in ties.partition_by("owner")]
    edges = _directed(pl.concat([ties.clear(), *(rest for rest in of_owners if is_met(rest))]))
    if edges.is_empty():
        return pl.DataFrame(schema=BRIDGE)
    indirect, redundant = _inner_sums(edges)
    told = (
        edges.with_columns(indirect=pl.Series(indirect), redundant=pl.Series(redundant))
        .group_by(_NODE)
        .agg(
            burt_constraint=((pl.col("p") + pl.col("indirect")) ** 2).sum().round(DIGITS),
            effective_size=(1 - pl.col("redundant")).sum().round(DIGITS),
            ties=pl.len(),
        )
    )
    rows = told.join(_circles(edges, members), on=_NODE)
    return rows.pipe(in_shape, BRIDGE).sort(_NODE)


def _directed(ties: pl.DataFrame) -> pl.DataFrame:
    """Each tie in both directions: i, j (numbers), owner, person_id (of i), other (of j), w, p, m."""
    both = pl.concat(
        [
            ties.select("owner", "weight", person_id="person_id_a", other="person_id_b"),
            ties.select("owner", "weight", person_id="person_id_b", other="person_id_a"),
        ]
    )
    nodes = both.select(_NODE).unique().sort(_NODE).with_row_index("i")
    return (
        both.join(nodes, on=_NODE)
        .join(nodes.rename({"person_id": "other", "i": "j"}), on=("owner", "other"))
        .sort("i", "j")
        .with_columns(
            p=pl.col("weight") / pl.col("weight").sum().over("i"), m=pl.col("weight") / pl.col("weight").max().over("i")
        )
    )


def _inner_sums(edges: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each directed edge, i to j, over those whom both are tied to: the sums of p_iq * p_qj and of p_iq * m_jq."""
    p, m = edges["p"].to_numpy(), edges["m"].to_numpy()
    find = _Places(edges["i"].to_numpy(), edges["j"].to_numpy())
    indirect, redundant = np.zeros(len(p)), np.zeros(len(p))
    for triangles in _triangles(edges):
        corners = {name: triangles[name].to_numpy() for name in "xyz"}
        at = {(one, other): find.of(corners[one], corners[other]) for one, other in permutations("xyz", 2)}
        for i, j, q in permutations("xyz", 3):
            here, over = at[i, j], p[at[i, q]]
            indirect += np.bincount(here, weights=over * p[at[q, j]], minlength=len(p))
            redundant += np.bincount(here, weights=over * m[at[j, q]], minlength=len(p))
    return indirect, redundant


class _Places:
    """Where in the sorted list of directed edges an edge stands."""

    def __init__(self, i: np.ndarray, j: np.ndarray) -> None:
        self._nodes = int(i.max()) + 1
        self._keys = self._key(i, j)

    def of(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """The places of edges that there are."""
        return np.searchsorted(self._keys, self._key(i, j))

    def _key(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return i.astype(np.int64) * self._nodes + j.astype(np.int64)


def _triangles(edges: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Every three who are tied to each other, once: x, y, z, in the order of how many ties they have; in parts."""
    degrees = edges.group_by("i").agg(degree=pl.len()).sort("degree", "i").with_row_index("rank").select("i", "rank")
    ranked = (
        edges.select("i", "j")
        .join(degrees, on="i")
        .join(degrees.rename({"i": "j", "rank": "rank_j"}), on="j")
        .filter(pl.col("rank") < pl.col("rank_j"))
        .select("i", "j", "rank_j")
    )
    corner = ranked.select(x="i", z="j", rank_z="rank_j")
    for legs in ranked.select(x="i", y="j", rank_y="rank_j").iter_slices(_AT_ONCE):
        corners = legs.join(corner, on="x").filter(pl.col("rank_y") < pl.col("rank_z"))
        yield corners.join(ranked.select(y="i", z="j"), on=("y", "z"), how="semi").select("x", "y", "z")


def _circles(edges: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """In how many circles each person is, or those whom they are tied to: owner, person_id, circles."""
    own = members.select("owner", "person_id", "circle_id")
    theirs = edges.select("owner", "person_id", "other").join(own.rename({"person_id": "other"}), on=("owner", "other"))
    rows = pl.concat([own, theirs.select(own.columns)])
    counted = rows.group_by(_NODE).agg(circles=pl.col("circle_id").n_unique())
    return edges.select(_NODE).unique().join(counted, on=_NODE, how="left").with_columns(pl.col("circles").fill_null(0))
