"""Takes in what changed: it is compared with everything, and only the groups that it touches are formed anew.

The result is what comparing all anew with the same model gives; a test holds it (`test_state.py`).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from transforms.identity.blocking import blocks_of, candidates
from transforms.identity.coding import coded
from transforms.identity.features import SLOTS, Features
from transforms.identity.keys import KINDS, block_keys, kind_of
from transforms.identity.state import NONE_APART, PAIR, State, keyed_nodes, nodes_of, of_nodes, regrouped, weighed_pairs

_BEARS_ON_OTHERS: Final = ("email", "phone", "handle", "address_name", "address_and_organisation")
"""Kinds of keys where it matters to a pair how many others have the value that it shares."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not as it was.

    current  the versions of all records of today
    known    the features of the records that are new, or not as they were
    versions their versions, in order
    """

    current: np.ndarray
    known: Features
    versions: np.ndarray


def changes_compared(
    state: State, changes: Changes, *, judged: pl.DataFrame, ever: pl.DataFrame, apart: pl.DataFrame = NONE_APART
) -> State:
    """The state after comparing what changed with everything.

    Its groups are those that comparing all anew with the same model gives.

    Args:
        state: What was known before.
        changes: What is not as it was.
        judged: What the user says today (columns of `JUDGED_SCHEMA`).
        ever: source, record_id of every record that he ever said something of.
        apart: Pairs that were seen side by side (columns of `APART_SCHEMA`), all of them.
    """
    grown, was_alive = _grown(state, changes)
    moved = _moved(grown, was_alive)
    turn = state.turn + 1
    rescored = replace(
        grown,
        scored=_rescored(grown, moved).with_columns(pl.col("turn").fill_null(turn)),
        since=np.where(moved, turn, grown.since).astype(np.uint16),
        turn=turn,
    )
    spoken_of = nodes_of(rescored, ever)
    touched = moved | (was_alive & ~grown.is_alive)
    touched[spoken_of] = True
    seen = keyed_nodes(rescored, apart).select(PAIR)
    for one, other in ((seen, rescored.apart), (rescored.apart, seen)):
        differing = one.join(other, on=PAIR, how="anti")
        touched[pl.concat([differing["node_a"], differing["node_b"]]).to_numpy()] = True
    rescored = replace(rescored, apart=seen)
    return regrouped(rescored, touched, judged)


def _grown(state: State, changes: Changes) -> tuple[State, np.ndarray]:
    """The state with the new nodes at its end, each a group of its own, and which nodes lived before."""
    before, more = len(state.versions), len(changes.versions)
    own = np.arange(before, before + more)
    keys = block_keys(changes.known, coded(changes.known, state.model.frequencies))
    new_keys = keys.select("key", node=pl.col("node") + pl.lit(before, pl.UInt32))
    is_current = pl.Series(state.versions).is_in(pl.Series(changes.current).implode())  # numpy would sort a million
    is_alive = state.is_alive & is_current.to_numpy()
    grown = replace(
        state,
        known=state.known.and_then(changes.known),
        versions=np.concatenate([state.versions, changes.versions]),
        is_alive=np.concatenate([is_alive, np.ones(more, bool)]),
        index=pl.concat([state.index, new_keys], rechunk=False),
        component=np.concatenate([state.component, own]),
        group=np.concatenate([state.group, own]),
        weakest=np.concatenate([state.weakest, np.full(more, np.inf, np.float32)]),
        since=np.concatenate([state.since, np.zeros(more, np.uint16)]),
    )
    return grown, np.concatenate([state.is_alive, np.zeros(more, bool)])


def _with_most(blocks: pl.DataFrame) -> pl.DataFrame:
    """Adds the kind of each key and the most records that may share one."""
    kinds = pl.DataFrame(
        {"kind": range(len(KINDS)), "name": list(KINDS), "most": [kind.most for kind in KINDS.values()]},
        schema={"kind": pl.UInt8, "name": pl.String, "most": pl.UInt32},
    )
    return blocks.with_columns(kind=kind_of(blocks["key"])).join(kinds, on="kind")


def _moved(state: State, was_alive: np.ndarray) -> np.ndarray:
    """Which living nodes have other evidence than before.

    They are the new ones; those that share an address, a number or a handle with one that came or went, since it counts
    how many use it, and under which names; and those of a block that became too large, or small enough. A record that
    came in the place of one that said the same there counts as if nothing had happened.
    """
    comes_or_goes = state.is_alive != was_alive
    keys = state.index.filter(of_nodes(comes_or_goes, state.index["node"])).select("key").unique()
    members = state.index.join(keys, on="key", how="semi")
    members = members.with_columns(
        now=of_nodes(state.is_alive, members["node"]), before=of_nodes(was_alive, members["node"])
    )
    said = members.filter(pl.col("now") != pl.col("before")).join(_sayings(state, comes_or_goes), on="node", how="left")
    balance = said.group_by("key", "said").agg(more=pl.col("now").sum().cast(pl.Int64) - pl.col("before").sum())
    others = balance.filter(pl.col("more") != 0).select("key").unique().with_columns(is_other=pl.lit(value=True))
    blocks = members.group_by("key").agg(pl.col("now", "before").sum()).pipe(_with_most)
    blocks = blocks.join(others, on="key", how="left")
    is_small, was_small = pl.col("now") <= pl.col("most"), pl.col("before") <= pl.col("most")
    bears = pl.col("name").is_in(_BEARS_ON_OTHERS) & (is_small | was_small) & pl.col("is_other").fill_null(value=False)
    bearing = blocks.filter(bears | (is_small != was_small))
    moved = state.is_alive & ~was_alive
    moved[members.join(bearing, on="key", how="semi")["node"].to_numpy()] = True
    return np.asarray(moved & state.is_alive)


def _sayings(state: State, chosen: np.ndarray) -> pl.DataFrame:
    """What some nodes' keys are made of, as far as it counts for others: node, said (a hash)."""
    nodes = pl.Series(np.flatnonzero(chosen)).cast(pl.UInt32).alias("node")
    told = (
        state.known.values.filter(pl.col("kind").is_in(("email", "handle")))
        .join(nodes.to_frame(), on="node", how="semi")
        .group_by("node")
        .agg(handles=pl.struct("kind", "value", "detail").sort())
    )
    names = state.known.records.select("given", "family", *(f"org_{slot}" for slot in range(SLOTS)))[nodes]
    records = names.with_columns(nodes).join(told, on="node", how="left")
    return records.select("node", said=pl.struct(pl.exclude("node")).hash())


def _rescored(state: State, moved: np.ndarray) -> pl.DataFrame:
    """The weighed pairs: those of nodes that moved are weighed anew."""
    scored = state.scored
    stays = state.is_alive & ~moved
    kept = scored.filter(of_nodes(stays, scored["node_a"]) & of_nodes(stays, scored["node_b"]))
    keys = state.index.filter(of_nodes(moved, state.index["node"])).select("key").unique()
    members = state.index.join(keys, on="key", how="semi")
    members = members.filter(of_nodes(state.is_alive, members["node"]))
    sizes = members.group_by("key").agg(size=pl.len()).pipe(_with_most)
    proposing = sizes.filter((pl.col("size") > 1) & (pl.col("size") <= pl.col("most"))).select("key")
    nodes = members.join(proposing, on="key", how="semi")["node"].unique().sort()
    few = state.known.only(nodes)
    codes = coded(few, state.model.frequencies)
    keys = block_keys(few, codes).join(proposing, on="key", how="semi")
    found = candidates(blocks_of(keys, codes["given_initial"]), moved=pl.Series(moved).gather(nodes))
    fresh = weighed_pairs(found, codes, few, state.model)
    fresh = fresh.with_columns(
        node_a=nodes.gather(fresh["node_a"]), node_b=nodes.gather(fresh["node_b"]), turn=pl.lit(None, pl.UInt16)
    )
    return pl.concat([kept, fresh], rechunk=False)
