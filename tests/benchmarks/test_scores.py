"""Pairwise scores equal those of counting every pair one by one; hazards are counted where they are."""

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.scores import HAZARDS, JOB_CHANGE, by_hazard, pairs_within, pairwise

RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "cluster": st.sampled_from("abc"),
            "group": st.none() | st.integers(0, 3),
            "tags": st.lists(st.sampled_from(("typo", "initial")), unique=True),
            "employer": st.none() | st.sampled_from(("acme", "nova")),
        }
    ),
    max_size=12,
)
SCHEMA = {"cluster": pl.String, "group": pl.Int64, "tags": pl.List(pl.String), "employer": pl.String}


def counted(rows: list[dict[str, object]], kind: str) -> tuple[int, int, int]:
    """True, said and right pairs of a kind, one by one."""
    pairs = [pair for pair in combinations(rows, 2) if is_of(kind, *pair)]
    true = [one["cluster"] == other["cluster"] for one, other in pairs]
    said = [one["group"] is not None and one["group"] == other["group"] for one, other in pairs]
    return sum(true), sum(said), sum(both for both in map(all, zip(true, said, strict=True)))


def is_of(kind: str, one: dict[str, object], other: dict[str, object]) -> bool:
    if kind == JOB_CHANGE:
        return None not in {one["employer"], other["employer"]} and one["employer"] != other["employer"]
    return any(HAZARDS.get(kind, "") in each["tags"] for each in (one, other))  # type: ignore[operator]


@given(RECORDS)
def test_scores_are_those_of_counting_every_pair(rows: list[dict[str, object]]) -> None:
    scores = pairwise(pl.DataFrame(rows, schema=SCHEMA))
    pairs = list(combinations(rows, 2))
    true = sum(one["cluster"] == other["cluster"] for one, other in pairs)
    said = [pair for pair in pairs if pair[0]["group"] is not None and pair[0]["group"] == pair[1]["group"]]
    right = sum(one["cluster"] == other["cluster"] for one, other in said)
    assert scores.precision == (right / len(said) if said else 1)
    assert scores.recall == (right / true if true else 1)
    assert 0 <= scores.f1 <= 1


@given(RECORDS)
def test_hazards_are_those_of_counting_every_pair(rows: list[dict[str, object]]) -> None:
    found = by_hazard(pl.DataFrame(rows, schema=SCHEMA)).rows_by_key("hazard", unique=True)
    for kind in ("typo", "initial", "nickname", JOB_CHANGE):
        true, said, right = counted(rows, kind)
        assert found[kind] == (true, right / true if true else None, right / said if said else None)


def test_f1_is_the_harmonic_mean() -> None:
    records = pl.DataFrame(
        [("a", 1), ("a", 1), ("a", 2), ("b", 2)], schema={"cluster": pl.String, "group": pl.Int64}, orient="row"
    )
    scores = pairwise(records)
    assert scores == (1 / 2, 1 / 3)
    assert scores.f1 == pytest.approx(0.4)


def test_nothing_right_is_a_score_of_nought() -> None:
    records = pl.DataFrame({"cluster": ["a", "a", "b"], "group": [1, 2, 2]})
    assert pairwise(records).f1 == 0


def test_a_record_without_a_group_is_alone() -> None:
    assert pairs_within(pl.DataFrame({"group": [None, None, 1, 1]}), "group") == 1
