"""Why two records are one person's, may be, or are not: the pairs that are kept, with what speaks for and against."""

from typing import Final

import numpy as np
import polars as pl

from transforms.identity.blocking import BIT, STRONG
from transforms.identity.features import Features
from transforms.identity.grouping import SAME, event_weight
from transforms.identity.levels import LEVELS, NUMBER, level
from transforms.identity.state import PAIR, REVIEW, State, keyed_nodes
from transforms.identity.weighing import HOUSEHOLD

EVIDENCE: Final = pl.List(
    pl.Struct(
        {
            "comparison": pl.String,
            "level": pl.String,
            "value_a": pl.String,
            "value_b": pl.String,
            "weight": pl.Float64,
        }
    )
)

PAIR_SCHEMA: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "source_a": pl.String,
    "record_id_a": pl.String,
    "source_b": pl.String,
    "record_id_b": pl.String,
    "decision": pl.String,
    "reason": pl.String,
    "weight": pl.Float64,
    "probability": pl.Float64,
    "prior_weight": pl.Float64,
    "blocking_keys": pl.List(pl.String),
    "evidence": EVIDENCE,
}

REASONS: Final = {
    "linkedin": "linkedin_profiles_differ",
    "generation": "generations_differ",
    "birthday": "birthdays_differ",
    "event": "attendees_of_one_event",
    "given_name": "names_differ",
    "family_name": "names_differ",
    "middle_name": "names_differ",
}
"""What keeps a pair apart, by the comparison that says it most strongly."""

VETO: Final = -8.0
"""Bits of one contradiction that is no question any more: Jr. and Sr."""

_TEXTS: Final = {
    "given_name": "given",
    "family_name": "family",
    "middle_name": "middle",
    "generation": "generation",
    "organisation": "org_0",
    "title": "title",
    "city": "city",
    "street": "street",
    "postal_code": "postal_code",
}
_SWAPPED: Final = {"given_name": "family", "family_name": "given"}
_VALUES: Final = ("email", "phone", "linkedin", "source_id", "identifier")


def decided(state: State, judged: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are kept, with a decision.

    A pair within a group is `same`. Between groups it is to be reviewed where its own weight is enough to ask (from
    `REVIEW` bits on), with the reason weak_bridge where it would be enough to join; else it is `different`, and kept
    where the two share what would join others: with the reason that keeps them apart. A household is no question: a
    number, a place and a family name in common, and two given names. What the user said goes first.

    In: the state, and what the user said (columns of `JUDGED_SCHEMA`). Out: the columns of `State.scored`, decision,
    reason.
    """
    scored = _with_events(state)
    told = keyed_nodes(state, judged).unique(("node_a", "node_b"), keep="last", maintain_order=True)
    untold = scored.join(told, on=("node_a", "node_b"), how="anti")
    group = pl.Series(state.group)
    is_one = group.gather(untold["node_a"]) == group.gather(untold["node_b"])
    marked = untold.with_columns(is_one=is_one, reason=_reason())
    is_vetoed = (pl.min_horizontal(f"{name}_weight" for name in REASONS) <= VETO) | (pl.col("against") <= HOUSEHOLD)
    weight = pl.when(is_vetoed & ~pl.col("is_one")).then(pl.lit(-np.inf)).otherwise("weight")
    by_engine = marked.with_columns(
        decision=pl.when("is_one").then(pl.lit("same"))
        .when(weight >= REVIEW).then(pl.lit("review"))
        .otherwise(pl.lit("different")),
        reason=pl.when(pl.col("is_one") & (weight >= SAME)).then(None)
        .when("is_one").then(pl.lit("by_others"))
        .when(weight >= SAME).then(pl.lit("weak_bridge"))
        .when(weight >= REVIEW).then(None)
        .otherwise("reason"),
    ).filter(~(pl.col("is_one") & (weight < SAME) & (pl.col("keys") & STRONG == 0)))  # fmt: skip
    is_told_one = group.gather(told["node_a"]) == group.gather(told["node_b"])
    by_user = told.join(scored, on=("node_a", "node_b"), how="left").with_columns(
        decision=pl.when(pl.col("verdict") == "unsure")
        .then(pl.lit("review"))
        .when((pl.col("verdict") == "same") & ~is_told_one)
        .then(pl.lit("review"))
        .otherwise("verdict"),
        reason=pl.when((pl.col("verdict") == "same") & ~is_told_one)
        .then(pl.lit("judgements_contradict"))
        .otherwise(pl.concat_str(pl.lit("judged_"), "verdict")),
    )
    columns = [*scored.columns, "decision", "reason"]
    return pl.concat([by_engine.select(columns), by_user.select(columns)])


def _with_events(state: State) -> pl.DataFrame:
    """The weighed pairs, with what their having been seen side by side weighs."""
    told = pl.lit(event_weight(state.model), pl.Float32)
    marked = state.scored.join(state.apart.with_columns(seen=told), on=("node_a", "node_b"), how="left")
    is_seen = pl.col("seen").is_not_null()
    return marked.with_columns(
        weight=pl.col("weight") + pl.col("seen").fill_null(0),
        event=pl.when(is_seen).then(level("event", "together")).otherwise("event"),
        event_weight=pl.coalesce("seen", "event_weight"),
    ).drop("seen")


def _reason() -> pl.Expr:
    """The comparison that speaks most strongly against a pair, in a word."""
    number = pl.col("family_name") == NUMBER["family_name", "household"]
    is_household = number & (pl.col("given_name") == NUMBER["given_name", "different"])
    most = pl.min_horizontal(f"{name}_weight" for name in REASONS)
    found = pl.coalesce(
        pl.when((pl.col(f"{name}_weight") == most) & (most < 0)).then(pl.lit(word)) for name, word in REASONS.items()
    )
    return pl.when(is_household).then(pl.lit("household")).otherwise(found.fill_null("too_little_in_common"))


def evidence(state: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """Decided pairs as they are told, in their order: `PAIR_SCHEMA`, the record with the smaller key first.

    `prior_weight` and the weights of `evidence` add up to `weight` (bits: log2 of the odds). A pair that only the user
    brought together has no weight and no evidence.
    """
    weight = pl.col("weight").cast(pl.Float64)
    named = [pl.when(pl.col("keys") & bit > 0).then(pl.lit(kind)) for kind, bit in BIT.items()]
    told = pairs.with_columns(evidence=_told(state.known, pairs)).hstack(_keys(state, pairs))
    return told.with_columns(
        probability=1 / (1 + (-weight * np.log(2)).exp()),
        prior_weight=pl.lit(state.model.prior),
        blocking_keys=pl.concat_list(named).list.drop_nulls(),
        weight=weight,
    ).select(pl.col(name).cast(of) for name, of in PAIR_SCHEMA.items())


def _keys(state: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """The records of pairs: source_a, record_id_a, source_b, record_id_b."""
    keys = state.known.records.select("source", "record_id")
    ends = [
        keys[pairs[f"node_{end}"]].rename({"source": f"source_{end}", "record_id": f"record_id_{end}"}) for end in "ab"
    ]
    return pl.concat(ends, how="horizontal")


def in_order(state: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of nodes by the keys of their records, in each that of the smaller key first."""
    ranks = pl.Series(_ranks(state))
    one, other = (ranks.gather(pairs[name]) for name in PAIR)
    turned = pairs.with_columns(
        node_a=pairs["node_a"].zip_with(one < other, pairs["node_b"]),
        node_b=pairs["node_b"].zip_with(one < other, pairs["node_a"]),
    )
    return turned.sort(pl.min_horizontal(one, other), pl.max_horizontal(one, other))


def _ranks(state: State) -> np.ndarray:
    """For each living node the place of its key among all; dead ones have no place of their own."""
    living = state.living
    order = state.known.records.select("source", "record_id")[living].with_columns(node=pl.Series(living))
    ranks = np.zeros(len(state.versions), np.uint32)
    ranks[order.sort("source", "record_id")["node"].to_numpy()] = np.arange(len(living), dtype=np.uint32)
    return ranks


def pair_keys(state: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """What is known of decided pairs before they are told, in their order.

    Out: source_a, record_id_a, source_b, record_id_b, decision, reason, version (UInt64, another one when what is told
    of the pair may be).
    """
    versions = pl.Series(state.versions)
    made_of = pairs.drop("node_a", "node_b", "turn").with_columns(
        of_a=versions.gather(pairs["node_a"]), of_b=versions.gather(pairs["node_b"]), prior=pl.lit(state.model.prior)
    )
    version = made_of.select(version=pl.struct(pl.all()).hash())
    return pl.concat([_keys(state, pairs), pairs.select("decision", "reason"), version], how="horizontal")


def _told(known: Features, pairs: pl.DataFrame) -> pl.Series:
    """What each comparison found, in the order of `LEVELS`; nothing where a record doesn't say."""
    numbered = pairs.with_row_index("pair")
    found = [_found(known, numbered.filter(pl.col(name) > 0), name, levels) for name, levels in LEVELS.items()]
    lists = (
        pl.concat(found)
        .sort("pair", maintain_order=True)
        .group_by("pair", maintain_order=True)
        .agg(evidence=pl.struct("comparison", "level", "value_a", "value_b", "weight"))
    )
    return numbered.select("pair").join(lists, on="pair", how="left", maintain_order="left")["evidence"]


def _found(known: Features, pairs: pl.DataFrame, name: str, levels: tuple[str, ...]) -> pl.DataFrame:
    one, other = _values(known, pairs, name)
    return pairs.select(
        "pair",
        comparison=pl.lit(name),
        level=pl.Series(levels, dtype=pl.String).gather(pairs[name]),
        value_a=one,
        value_b=other,
        weight=pl.col(f"{name}_weight").cast(pl.Float64),
    )


def _values(known: Features, pairs: pl.DataFrame, comparison: str) -> tuple[pl.Series, pl.Series]:
    """What the two records say, as texts."""
    if comparison in _VALUES:
        return _shared_or_first(known.values.filter(pl.col("kind") == comparison), pairs)
    texts = _texts(known, comparison)
    one, other = texts.gather(pairs["node_a"]), texts.gather(pairs["node_b"])
    if turned := _SWAPPED.get(comparison):
        is_swapped = pairs["name_order"] == NUMBER["name_order", "swapped"]
        other = other.zip_with(~is_swapped, known.records[turned].gather(pairs["node_b"]))
    return one, other


def _texts(known: Features, comparison: str) -> pl.Series:
    records = known.records
    if comparison in _TEXTS:
        return records[_TEXTS[comparison]]
    if comparison == "source":
        return records["source"]
    if comparison == "name_order":
        return records.select(pl.concat_str("given", "family", separator=" ", ignore_nulls=True)).to_series()
    if comparison == "birthday":
        parts = [
            pl.col("year").cast(pl.String).fill_null("-"),
            *(pl.col(part).cast(pl.String).str.zfill(2) for part in ("month", "day")),
        ]
        return records.select(pl.concat_str(parts, separator="-")).to_series()
    if comparison == "address_name":
        handles = known.values.filter(pl.col("kind").is_in(["email", "linkedin"])).unique(
            "node", keep="first", maintain_order=True
        )
        named = records.with_row_index("node").join(
            handles.select("node", "value"), on="node", how="left", maintain_order="left"
        )
        name = pl.concat_str("given", "family", separator=" ", ignore_nulls=True).replace("", None)
        return (
            named.select(
                pl.concat_str(name, pl.concat_str(pl.lit("<"), "value", pl.lit(">")), separator=" ", ignore_nulls=True)
            )
            .to_series()
            .replace("", None)
        )
    return pl.Series([None], dtype=pl.String).new_from_index(0, records.height)


def _shared_or_first(values: pl.DataFrame, pairs: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """A value that both have, else the first of each."""
    ends = pairs.select("node_a", "node_b").with_row_index("at")
    mine = values.select("node", "value")
    shared = (
        ends.join(mine, left_on="node_a", right_on="node")
        .join(mine, left_on=("node_b", "value"), right_on=("node", "value"))
        .unique("at", keep="first", maintain_order=True)
        .select("at", shared="value")
    )
    first = mine.unique("node", keep="first", maintain_order=True)
    joined = (
        ends.join(shared, on="at", how="left", maintain_order="left")
        .join(first, left_on="node_a", right_on="node", how="left", maintain_order="left")
        .join(first, left_on="node_b", right_on="node", how="left", maintain_order="left", suffix="_b")
    )
    told = joined.select(a=pl.coalesce("shared", "value"), b=pl.coalesce("shared", "value_b"))
    return told["a"], told["b"]
