"""Sums that halve, as of any day."""

import math
from collections import defaultdict
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.relationship.streams import stream_days

START = date(1930, 1, 1)
A_CENTURY = 36_500
SCHEMA = {
    "pair": pl.UInt32,
    "happening": pl.UInt32,
    "on_day": pl.Date,
    "channel": pl.Categorical,
    "direction": pl.Categorical,
    "series": pl.UInt32,
    "weight": pl.Float64,
    "is_first": pl.Boolean,
}

Told = tuple[int, int, int | None, float]
told = st.tuples(
    st.integers(0, 2),
    st.one_of(st.integers(0, A_CENTURY), st.integers(0, 5)),
    st.none() | st.integers(0, 1),
    st.sampled_from([0.0, 0.005, 0.3, 1.0]),
)


def touches(rows: list[Told]) -> pl.DataFrame:
    """Pair, days since the start, series, weight."""
    of = [
        (pair, number, START + timedelta(days=days), "meeting", "mutual", series, weight, True)
        for number, (pair, days, series, weight) in enumerate(rows)
    ]
    return pl.DataFrame(of, schema=SCHEMA, orient="row")


@settings(deadline=None, max_examples=60)
@given(st.lists(told, max_size=30), st.sampled_from([1, 7, 180, A_CENTURY]))
def test_a_sum_is_what_adding_up_gives_each_day(rows: list[Told], half_life: int) -> None:
    streams: dict[tuple[int, int | None], dict[date, float]] = defaultdict(dict)
    for pair, days, series, weight in rows:
        on = START + timedelta(days=days)
        streams[pair, series][on] = max(weight, streams[pair, series].get(on, 0.0))
    found = stream_days(touches(rows), half_life)
    assert found.height == sum(len(days) for days in streams.values())
    for row in found.iter_rows(named=True):
        until = {on: weight for on, weight in streams[row["pair"], row["series"]].items() if on <= row["on_day"]}
        halved = math.fsum(weight * 2 ** ((on - row["on_day"]).days / half_life) for on, weight in until.items())
        assert row["decayed"] == pytest.approx(halved)
        assert row["weight"] == pytest.approx(math.fsum(until.values()))
        assert row["peak"] == max(until.values())
        after = [on for on in streams[row["pair"], row["series"]] if on > row["on_day"]]
        assert row["until_day"] == min(after, default=date(9999, 12, 31))


def test_a_series_is_worth_ever_less_of_its_own() -> None:
    found = stream_days(touches([(0, day, 0, 0.5) for day in range(7)]), 180)
    assert found["depth"].to_list() == pytest.approx([0.5 * math.log2(1 + number) for number in range(1, 8)])
    assert found["interactions"].to_list() == list(range(1, 8))


def test_a_series_without_weight_is_worth_nothing() -> None:
    assert stream_days(touches([(0, 1, 0, 0.0)]), 180)["depth"].to_list() == [0]
