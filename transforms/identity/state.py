"""What the engine knows between two runs: everything compared with everything, and its groups.

A record that changed is a new node, and its old one is dead. So what is kept only grows at its end, and a store can
append to it; dead nodes are forgotten when everything is compared anew.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from transforms.components import components
from transforms.identity.blocking import STRONG, Candidates, blocks_of, candidates
from transforms.identity.coding import coded
from transforms.identity.features import Features
from transforms.identity.grouping import SAME, grouped
from transforms.identity.keys import block_keys
from transforms.identity.model import Model
from transforms.identity.weighing import weighed

REVIEW: Final = -2.0
"""Bits from which on a pair is worth a question (odds of 1 to 4)."""

PARTITION: Final = 50_000
"""Records whose pairs are made and weighed at once: what bounds the memory."""

APART_SCHEMA: Final = dict.fromkeys(("source_a", "record_id_a", "source_b", "record_id_b"), pl.String)
JUDGED_SCHEMA: Final = APART_SCHEMA | {"verdict": pl.String}

NONE_APART: Final = pl.DataFrame(schema=APART_SCHEMA)
NO_PAIRS: Final = pl.DataFrame(schema={"node_a": pl.UInt32, "node_b": pl.UInt32})

PAIR: Final = ("node_a", "node_b")


@dataclass(frozen=True, slots=True)
class State:
    """Everything about the records of people.

    known      the features of every node, dead ones too
    versions   a number for each node that changes with its record (UInt64)
    is_alive   whether the node is a record of today
    index      key, node: of every key of every node
    scored     the weighed pairs of living nodes that matter: node_a < node_b and what `weighing.weighed` gives
    apart      node_a, node_b of pairs of living nodes that were seen side by side
    component  the connected component of each node, before groups are formed in it
    group      the group of each node: a node of it
    weakest    bits of the weakest link that its group needed
    since      the turn in which the pairs of each node were weighed last; those of an earlier `turn` don't count
    turn       how many times changes were taken in since all was compared
    skipped    kind, blocks, records: the blocks that were too large when all was compared
    model      what evidence weighs
    """

    known: Features
    versions: np.ndarray
    is_alive: np.ndarray
    index: pl.DataFrame
    scored: pl.DataFrame
    apart: pl.DataFrame
    component: np.ndarray
    group: np.ndarray
    weakest: np.ndarray
    since: np.ndarray
    turn: int
    skipped: pl.DataFrame
    model: Model

    @property
    def living(self) -> np.ndarray:
        """The nodes that are records of today."""
        return np.flatnonzero(self.is_alive)


def all_compared(
    known: Features, versions: np.ndarray, judged: pl.DataFrame, model: Model, apart: pl.DataFrame = NONE_APART
) -> State:
    """The state after comparing every record with every other.

    Args:
        known: The features of all records.
        versions: A number for each that changes with the record (UInt64).
        judged: What the user said (columns of `JUDGED_SCHEMA`; same and different count).
        model: What evidence weighs.
        apart: Pairs that were seen side by side, as two attendees of one event (columns of `APART_SCHEMA`).
    """
    codes = coded(known, model.frequencies)
    keys = block_keys(known, codes)
    index = keys.select("key", "node")
    blocks = blocks_of(keys, codes["given_initial"])
    del keys
    nodes = known.records.height
    scored = pl.concat(
        [
            weighed_pairs(candidates(blocks, first, first + PARTITION - 1), codes, known, model)
            for first in range(0, max(nodes, 1), PARTITION)
        ]
    )
    skipped = blocks.skipped
    del codes, blocks
    state = State(
        known=known,
        versions=versions,
        is_alive=np.ones(nodes, bool),
        index=index,
        scored=scored.with_columns(turn=pl.lit(0, pl.UInt16)),
        apart=NO_PAIRS,
        component=np.arange(nodes),
        group=np.arange(nodes),
        weakest=np.full(nodes, np.inf, np.float32),
        since=np.zeros(nodes, np.uint16),
        turn=0,
        skipped=skipped,
        model=model,
    )
    del scored, index
    state = replace(state, apart=keyed_nodes(state, apart).select(PAIR))
    return regrouped(state, np.ones(nodes, bool), judged)


def weighed_pairs(found: Candidates, codes: pl.DataFrame, known: Features, model: Model) -> pl.DataFrame:
    """The pairs that matter: worth a question, or sharing what would join others."""
    return weighed(found, codes, known.records, model=model, least=REVIEW, always=STRONG)


def regrouped(state: State, touched: np.ndarray, judged: pl.DataFrame) -> State:
    """The state with the components that hold a touched node grouped anew."""
    told = keyed_nodes(state, judged).filter(pl.col("verdict") != "unsure")
    must = told.filter(pl.col("verdict") == "same").select(PAIR)
    links = pl.concat([state.scored.filter(pl.col("weight") >= SAME).select(PAIR), must])
    is_near = of_nodes(touched, links["node_a"]) | of_nodes(touched, links["node_b"])
    near = links.filter(is_near)
    reached = touched.copy()
    reached[near["node_a"].to_numpy()] = True
    reached[near["node_b"].to_numpy()] = True
    mask = np.zeros(len(state.versions), bool)
    mask[state.component[reached]] = True
    mask = mask[state.component] & state.is_alive
    nodes = np.flatnonzero(mask)
    if mask.all():
        few, scored, local, apart, ties = state.known, state.scored, told, state.apart, links
    else:
        few = state.known.only(pl.Series(nodes))
        scored, local, apart, ties = (_within(frame, mask, nodes) for frame in (state.scored, told, state.apart, links))
    groups, weakest = grouped(few, scored, local, apart, state.model)
    own = np.arange(len(mask))
    component, group, hold = (
        np.where(state.is_alive, each, own) for each in (state.component, state.group, state.weakest)
    )
    component[nodes] = nodes[components(len(nodes), ties)]
    group[nodes] = nodes[groups]
    hold[nodes] = weakest
    return replace(state, component=component, group=group, weakest=hold.astype(np.float32))


def _within(pairs: pl.DataFrame, mask: np.ndarray, nodes: np.ndarray) -> pl.DataFrame:
    """Pairs of the nodes in a mask, numbered by their place in `nodes`."""
    inside = pairs.filter(of_nodes(mask, pairs["node_a"]) & of_nodes(mask, pairs["node_b"]))
    place = pl.Series(nodes).cast(pl.UInt32)
    return inside.with_columns(
        node_a=place.search_sorted(inside["node_a"]).cast(pl.UInt32),
        node_b=place.search_sorted(inside["node_b"]).cast(pl.UInt32),
    )


def of_nodes(mask: np.ndarray, nodes: pl.Series) -> pl.Series:
    """A property of nodes for each of a column of nodes."""
    return pl.Series(mask).gather(nodes)


def nodes_of(state: State, records: pl.DataFrame) -> np.ndarray:
    """The living nodes of some records (source, record_id)."""
    if records.is_empty():
        return np.empty(0, np.int64)
    living = state.living
    keyed = state.known.records.select("source", "record_id")[living].with_columns(node=pl.Series(living))
    return keyed.join(records, on=("source", "record_id"), how="semi")["node"].to_numpy()


def keyed_nodes(state: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of records as pairs of living nodes; records that are gone have none.

    In: source_a, record_id_a, source_b, record_id_b and other columns. Out: node_a < node_b and the other columns.
    """
    others = [name for name in pairs.columns if name not in APART_SCHEMA]
    if pairs.is_empty():
        return NO_PAIRS.with_columns(pl.lit(None, pl.String).alias(name) for name in others)
    ends = [pairs.select(source=f"source_{end}", record_id=f"record_id_{end}") for end in "ab"]
    nodes = nodes_of(state, pl.concat(ends).unique())
    keyed = state.known.records.select("source", "record_id")[nodes].with_columns(node=pl.Series(nodes).cast(pl.UInt32))
    found = pairs.join(keyed, left_on=("source_a", "record_id_a"), right_on=("source", "record_id")).join(
        keyed, left_on=("source_b", "record_id_b"), right_on=("source", "record_id"), suffix="_b"
    )
    return (
        found.select(*others, node_a=pl.min_horizontal("node", "node_b"), node_b=pl.max_horizontal("node", "node_b"))
        .filter(pl.col("node_a") != pl.col("node_b"))
        .unique(("node_a", "node_b", *others), maintain_order=True)
    )
