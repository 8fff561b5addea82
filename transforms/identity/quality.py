"""How sure it is that a person is one, and the only one."""

import numpy as np
import polars as pl

from transforms.identity.engine import Resolution

_KEY = ("source", "record_id")


def person_quality(resolution: Resolution, person_ids: pl.DataFrame) -> pl.DataFrame:
    """One row per person.

    In: who is who, and source, record_id, person_id of every record of a person. Out: person_id, records, sources,
    weakest_link (bits: log2 of the odds of the weakest link that the person needs; null for a single record, and where
    the user joined them), probability (that all records are one person's, as far as that link goes; 1 for a single
    record), open_questions (other people who may be the same), is_judged (whether the user said something of them).
    """
    keyed = person_ids.join(resolution.groups.select(*_KEY, "weakest"), on=_KEY, how="left")
    people = keyed.group_by("person_id").agg(
        records=pl.len().cast(pl.Int32),
        sources=pl.col("source").n_unique().cast(pl.Int32),
        weakest_link=pl.col("weakest").min(),
    )
    is_needed = pl.col("weakest_link").is_finite() & (pl.col("weakest_link") < _CERTAIN)
    weakest = pl.when(is_needed).then("weakest_link")
    probability = (1 / (1 + (-weakest * np.log(2)).exp())).fill_null(1.0)
    return (
        people.with_columns(weakest_link=weakest, probability=probability)
        .join(_questions(resolution.pair_keys, person_ids), on="person_id", how="left")
        .with_columns(pl.col("open_questions").fill_null(0).cast(pl.Int32), pl.col("is_judged").fill_null(value=False))
        .sort("person_id")
    )


_CERTAIN = 500.0
"""Bits beyond any evidence: the link is one that the user made."""


def _questions(pairs: pl.DataFrame, person_ids: pl.DataFrame) -> pl.DataFrame:
    """person_id, open_questions, is_judged of people who are in a pair."""
    ids = {
        end: person_ids.select(**{f"source_{end}": "source", f"record_id_{end}": "record_id", end: "person_id"})
        for end in "ab"
    }
    keyed = pairs.select("source_a", "record_id_a", "source_b", "record_id_b", "decision", "reason")
    for end, frame in ids.items():
        keyed = keyed.join(frame, on=(f"source_{end}", f"record_id_{end}"))
    both = pl.concat(
        [keyed.select("decision", "reason", me=one, other=other) for one, other in (("a", "b"), ("b", "a"))]
    )
    is_open = (
        (pl.col("decision") == "review")
        & (pl.col("me") != pl.col("other"))
        & pl.col("reason").ne_missing("judged_unsure")
    )
    return both.group_by(person_id="me").agg(
        open_questions=pl.col("other").filter(is_open).n_unique(),
        is_judged=pl.col("reason").str.starts_with("judged_").fill_null(value=False).any(),
    )
