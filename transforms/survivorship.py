"""Which of a person's values is the preferred one, and why: rules from the settings, applied in their order."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from configs.settings import Rule

PROVENANCE: Final = pl.List(
    pl.Struct({"source": pl.String, "record_id": pl.String, "raw": pl.String, "label": pl.String})
)
"""Where a value comes from: the records that give it, with their own spelling and label of it."""

_METRICS: Final[dict[Rule, pl.Expr]] = {
    "marked": pl.col("is_marked_preferred").any().cast(pl.Int64),
    "sources": pl.col("source").n_unique().cast(pl.Int64),
    "rank": -pl.col("source_rank").min(),
    "fullest": pl.col("fullness").max().cast(pl.Int64),
    "newest": pl.col("updated_at").max().dt.epoch("us").fill_null(0),
}


def survivors(
    values: pl.DataFrame,
    *,
    by: Sequence[str],
    within: Sequence[str] = ("person_id",),
    rules: Sequence[Rule],
    source_rank: Sequence[str],
    usable: str = "the usable one",
) -> pl.DataFrame:
    """The distinct values of each person, the preferred one of each marked and explained.

    Args:
        values: One row per person and given value: person_id, source, record_id, ordinal, raw, label,
            is_marked_preferred, is_usable (one that isn't is preferred only where there is no other), fullness (a
            number: larger says more), updated_at, and the value's own columns.
        by: The columns that make two values of a person one.
        within: The columns that values compete in: person_id, and kind where each kind has a preferred one.
        rules: The rules of survivorship; the first that tells two values apart decides.
        source_rank: Connectors or sources, the most trusted first.
        usable: What is said of a value that is preferred since the next isn't usable.

    Returns:
        One row per person and value: `within`, `by`, the value's own columns and label (from the best record that gives
        it), sources (how many do), provenance, is_preferred, preferred_because (null where it isn't preferred).
    """
    keys = [*within, *by]
    ranked = values.with_columns(source_rank=_rank(source_rank)).sort("source_rank", "source", "record_id", "ordinal")
    own = [name for name in values.columns if name not in {*keys, *_WORKING_COLUMNS}]
    metrics = ["by_usable", *(f"by_{rule}" for rule in rules)]
    distinct = ranked.group_by(keys, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in own),
        sources=pl.col("source").n_unique().cast(pl.Int32),
        provenance=pl.struct("source", "record_id", "raw", "label"),
        best_source=pl.col("source").first(),
        marked_in=pl.col("source").filter("is_marked_preferred").first(),
        first_ordinal=pl.col("ordinal").min(),
        by_usable=pl.col("is_usable").any().cast(pl.Int64),
        **{f"by_{rule}": _METRICS[rule] for rule in rules},
    )
    order = [*within, *metrics, "first_ordinal", *by]
    ordered = distinct.sort(order, descending=[name in metrics for name in order], nulls_last=True)
    is_first = pl.struct(within).is_first_distinct()
    return ordered.with_columns(
        is_preferred=is_first, preferred_because=pl.when(is_first).then(_because(rules, within, usable))
    ).drop("best_source", "marked_in", "first_ordinal", *metrics)


_WORKING_COLUMNS: Final = frozenset(
    {
        "source",
        "record_id",
        "ordinal",
        "raw",
        "is_marked_preferred",
        "is_usable",
        "fullness",
        "updated_at",
        "source_rank",
    }
)


def _rank(source_rank: Sequence[str]) -> pl.Expr:
    """A source's place in the ranking, by its own name or its connector's; those that aren't named share the last."""
    places = {name: place for place, name in reversed(list(enumerate(source_rank)))}
    connector = pl.col("source").str.extract(r"^([^:@]+)")
    by_source = pl.col("source").replace_strict(places, default=None, return_dtype=pl.Int64)
    by_connector = connector.replace_strict(places, default=None, return_dtype=pl.Int64)
    return pl.coalesce(by_source, by_connector, pl.lit(len(source_rank), dtype=pl.Int64))


def _because(rules: Sequence[Rule], within: Sequence[str], usable: str) -> pl.Expr:
    """In words, the first rule that tells the best value from the next."""
    words: dict[Rule, pl.Expr] = {
        "marked": pl.format("marked as preferred in {}", pl.col("marked_in")),
        "sources": pl.format("given by {} sources", pl.col("sources")),
        "rank": pl.format("from {}, which ranks first", pl.col("best_source")),
        "fullest": pl.lit("the fullest form"),
        "newest": pl.lit("changed last"),
    }
    competitors = pl.len().over(within)
    reasons = [pl.when(competitors == 1).then(pl.lit("the only one")), _differs("by_usable", pl.lit(usable))]
    reasons += [_differs(f"by_{rule}", words[rule]) for rule in rules]
    return pl.coalesce(*reasons, pl.lit("the first of equals"))


def _differs(metric: str, words: pl.Expr) -> pl.Expr:
    """The words where the value differs from the next by a metric, null elsewhere."""
    return pl.when(pl.col(metric) != pl.col(metric).shift(-1)).then(words)
