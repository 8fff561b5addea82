"""Who bridges groups that don't know each other: Burt's constraint and effective size."""

from typing import Final

import numpy as np
import polars as pl

from transforms.ledger.shapes import Schema, in_shape

BRIDGE: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "burt_constraint": pl.Float64,
    "effective_size": pl.Float64,
    "circles": pl.Int32,
    "ties": pl.Int32,
}
"""One row per owner and person who is tied to others: see `bridges`.

burt_constraint  how much of what they could hear comes from people who know each other: low for who bridges
effective_size  how many of those they are tied to don't repeat one another
circles         in how many circles they are, or those whom they are tied to
ties            to how many others they are tied
"""

_NODE: Final = ("owner", "person_id")


def bridges(ties: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Burt's measures of everybody who is tied to others, in the shape of `BRIDGE`.

    R. S. Burt, Structural Holes (1992), chapter 2, as `networkx.constraint` and `networkx.effective_size` compute them
    with weights: with p_ij the share of j in the weights of i, and m_jq the weight of j and q over the largest of j,

        constraint(i)     = sum over j of (p_ij + sum over q of p_iq * p_qj) ** 2
        effective_size(i) = sum over j of (1 - sum over q of p_iq * m_jq)

    where j and q are tied to i. Only triangles matter in the inner sums; each is found once, from its node with the
    fewest ties, so that a person who is tied to everybody costs no more than others.

    In: `ties.TIE` and `circles.MEMBER`.
    """
    if ties.is_empty():
        return pl.DataFrame(schema=BRIDGE)
    edges = _directed(ties)
    inner = _inner_sums(edges)
    told = (
        edges.join(inner, on=("i", "j"), how="left")
        .group_by("i")
        .agg(
            burt_constraint=((pl.col("p") + pl.col("indirect").fill_null(0.0)) ** 2).sum(),
            effective_size=(1 - pl.col("redundant").fill_null(0.0)).sum(),
            ties=pl.len(),
        )
    )
    nodes = edges.select(node="i", owner="owner", person_id="person_id").unique()
    rows = told.join(nodes, left_on="i", right_on="node").join(_circles(edges, members), on=_NODE, how="left")
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


def _inner_sums(edges: pl.DataFrame) -> pl.DataFrame:
    """For each i and j that are tied and share a third, q: i, j, indirect (p_iq * p_qj) and redundant (p_iq * m_jq)."""
    triangles = _triangles(edges)
    numbers = edges.select("i", "j", "p", "m").with_row_index("at")
    ways = []
    for one, other, third in (("x", "y", "z"), ("x", "z", "y"), ("y", "z", "x")):
        # Both directions of an edge with the same third: i, j and q; then j, i and q.
        ways.append(triangles.select(i=one, j=other, q=third))
        ways.append(triangles.select(i=other, j=one, q=third))
    told = pl.concat(ways)
    p, m = numbers["p"].to_numpy(), numbers["m"].to_numpy()
    find = _Places(numbers["i"].to_numpy(), numbers["j"].to_numpy())
    i, j, q = (told[name].to_numpy() for name in ("i", "j", "q"))
    p_iq, p_qj, m_jq = p[find.of(i, q)], p[find.of(q, j)], m[find.of(j, q)]
    return (
        pl.DataFrame({"i": i, "j": j, "indirect": p_iq * p_qj, "redundant": p_iq * m_jq})
        .group_by("i", "j")
        .agg(pl.col("indirect").sum(), pl.col("redundant").sum())
    )


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


def _triangles(edges: pl.DataFrame) -> pl.DataFrame:
    """Every three who are tied to each other, once: x, y, z, in the order of how many ties they have."""
    degrees = edges.group_by("i").agg(degree=pl.len()).sort("degree", "i").with_row_index("rank").select("i", "rank")
    ranked = (
        edges.select("i", "j")
        .join(degrees, on="i")
        .join(degrees.rename({"i": "j", "rank": "rank_j"}), on="j")
        .filter(pl.col("rank") < pl.col("rank_j"))
        .select("i", "j", "rank_j")
    )
    legs = ranked.select(x="i", y="j", rank_y="rank_j")
    corners = legs.join(ranked.select(x="i", z="j", rank_z="rank_j"), on="x").filter(
        pl.col("rank_y") < pl.col("rank_z")
    )
    return corners.join(ranked.select(y="i", z="j"), on=("y", "z"), how="semi").select("x", "y", "z")


def _circles(edges: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """In how many circles each person is, or those whom they are tied to: owner, person_id, circles."""
    own = members.select("owner", "person_id", "circle_id")
    theirs = edges.select("owner", "person_id", "other").join(own.rename({"person_id": "other"}), on=("owner", "other"))
    rows = pl.concat([own, theirs.select(own.columns)])
    counted = rows.group_by(_NODE).agg(circles=pl.col("circle_id").n_unique())
    return edges.select(_NODE).unique().join(counted, on=_NODE, how="left").with_columns(pl.col("circles").fill_null(0))
