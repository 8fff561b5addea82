"""Above which depth a relationship was deep."""

from datetime import date

import polars as pl
import pytest

from transforms.relationship.depth_bars import depth_bars

LAST = date(9999, 12, 31)


def bars(*days: tuple[int, date, date, float]) -> list[tuple[object, ...]]:
    schema = {"pair": pl.UInt32, "on_day": pl.Date, "until_day": pl.Date, "depth": pl.Float64}
    frame = pl.DataFrame(days, schema=schema, orient="row").with_columns(interactions_of_day=1)
    pairs = pl.DataFrame({"pair": range(9), "owner": ["me"] * 8 + ["you"]}, schema_overrides={"pair": pl.UInt32})
    return depth_bars(frame, pairs).rows()


@pytest.mark.parametrize(
    ("depths", "bar"),
    [([5.0], 0.0), ([5.0, 3.0], 3.0), ([1, 2, 3, 4], 3), ([1, 2, 3, 4, 5], 3), ([2, 2, 2, 2, 2], 2), ([0, 0, 4], 0)],
)
def test_the_deepest_quarter_lies_above_it(depths: list[float], bar: float) -> None:
    day = date(2024, 3, 31)
    assert bars(*((pair, day, LAST, float(depth)) for pair, depth in enumerate(depths))) == [("me", day, bar)]


def test_it_is_as_of_the_end_of_each_month_up_to_the_last_interaction() -> None:
    first, second, third = date(2024, 1, 30), date(2024, 2, 1), date(2024, 2, 29)
    found = bars((0, first, second, 1.0), (0, second, third, 2.0), (0, third, LAST, 3.0), (1, first, LAST, 1.5))
    assert found == [("me", date(2024, 1, 31), 1.0), ("me", date(2024, 2, 29), 1.5)]


def test_each_owner_has_one() -> None:
    day = date(2024, 3, 1)
    assert bars((0, day, LAST, 1.0), (1, day, LAST, 2.0), (8, day, LAST, 9.0)) == [
        ("me", date(2024, 3, 31), 1.0),
        ("you", date(2024, 3, 31), 0.0),
    ]


def test_there_is_none_where_nothing_happened() -> None:
    assert bars() == []
