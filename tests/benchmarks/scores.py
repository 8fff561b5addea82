"""Scores groups against the truth, pair by pair without making a pair; and the same for what makes pairs hard.

A group of n records is n(n - 1)/2 pairs, so all is counted from sizes: a million records take a second.
"""

from typing import Final, NamedTuple

import polars as pl

HAZARDS: Final = {
    "nickname": "nickname",
    "maiden name": "maiden",
    "initial": "initial",
    "typo": "typo",
    "given and family name swapped": "swapped",
    "e-mail only": "email_only",
    "given name only": "given_only",
    "native script": "native_script",
    "father and son": "father_son",
    "family landline": "family_landline",
    "role mailbox": "role_mailbox",
}
"""What makes a record hard to tell, by the tag that says so in the truth. A pair has what one of its records has."""

JOB_CHANGE: Final = "job change"
"""The hazard of pairs, not of records: two records of one person that name two employers."""


class Scores(NamedTuple):
    """Pairwise scores of groups: each from 0 to 1; 1 where there was nothing to find or nothing was said."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairs_within(records: pl.DataFrame, *columns: str) -> int:
    """How many pairs of records agree in all these columns; a null agrees with nothing."""
    sizes = records.drop_nulls(columns).group_by(columns).agg(size=pl.len().cast(pl.Int64))["size"]
    return int((sizes * (sizes - 1) // 2).sum())


def pairwise(records: pl.DataFrame) -> Scores:
    """Scores of a frame with a row per record: cluster (the truth), group (what was found; null: a record alone)."""
    right = pairs_within(records, "cluster", "group")
    said, true = pairs_within(records, "group"), pairs_within(records, "cluster")
    return Scores(right / said if said else 1.0, right / true if true else 1.0)


def by_hazard(records: pl.DataFrame) -> pl.DataFrame:
    """How many of the pairs of one person are found, and of those that were said how many are right, by what is hard.

    In: cluster, group, tags (list), employer (null where none is named). Out: hazard, pairs (true ones), recall,
    precision (each null where there is nothing to count).
    """
    counts = [(name, *_tagged(records, tag)) for name, tag in HAZARDS.items()]
    counts.append((JOB_CHANGE, *_job_changes(records)))
    schema = {"hazard": pl.String, "pairs": pl.Int64, "said": pl.Int64, "right": pl.Int64}
    found = pl.DataFrame(counts, schema=schema, orient="row")
    return found.select(
        "hazard",
        "pairs",
        recall=pl.when(pl.col("pairs") > 0).then(pl.col("right") / pl.col("pairs")),
        precision=pl.when(pl.col("said") > 0).then(pl.col("right") / pl.col("said")),
    )


_SIDES: Final = (("cluster",), ("group",), ("cluster", "group"))
"""What pairs agree in: true ones, those that were said, those that are both."""


def _tagged(records: pl.DataFrame, tag: str) -> list[int]:
    """True, said and right pairs in which a record has the tag: all of them but those without."""
    without = records.filter(~pl.col("tags").list.contains(tag))
    return [pairs_within(records, *side) - pairs_within(without, *side) for side in _SIDES]


def _job_changes(records: pl.DataFrame) -> list[int]:
    """True, said and right pairs that name two employers: all whose records name one but those that name the same."""
    employed = records.filter(pl.col("employer").is_not_null())
    return [pairs_within(employed, *side) - pairs_within(employed, *side, "employer") for side in _SIDES]
