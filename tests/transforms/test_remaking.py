"""Rows that are taken over are those that would be made anew, in the same order."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms.remaking import AT, SLICE, Frames, Later, Making, Memory, remade, unknown

VERSIONS = st.lists(st.integers(0, 30), unique=True, max_size=12)


class Maker:
    """Makes of a thing of version v as many rows as v % 3, in two frames; and remembers what it was asked for."""

    def __init__(self, versions: Sequence[int]) -> None:
        self.versions = versions
        self.asked: list[int] = []

    def __call__(self, places: pl.Series) -> Frames:
        self.asked += [self.versions[place] for place in places]
        made = [(place, self.versions[place]) for place in places]
        rows = [(place, f"row {nth} of {version}") for place, version in made for nth in range(version % 3)]
        return {
            "told": pl.DataFrame(rows, schema={AT: pl.UInt32, "text": pl.String}, orient="row"),
            "counted": pl.DataFrame(made, schema={AT: pl.UInt32, "version": pl.Int64}, orient="row"),
        }


def run(versions: Sequence[int], before: Memory | None = None) -> tuple[Frames, Memory, list[int]]:
    """The frames, the memory, and of which versions rows were made."""
    make = Maker(versions)
    frames, memory = remade(series(versions), make, before)
    return frames, memory, make.asked


def series(versions: Sequence[int]) -> pl.Series:
    return pl.Series(versions, dtype=pl.UInt64)


@given(st.lists(VERSIONS, min_size=1, max_size=5))
def test_whatever_was_made_before(days: list[list[int]]) -> None:
    memory: Memory | None = None
    for versions in days:
        anew, *_ = run(versions)
        frames, memory, _ = run(versions, memory)
        for name, frame in anew.items():
            assert_frame_equal(frames[name], frame)


def test_only_what_is_another_is_made() -> None:
    _, memory, asked = run(range(20))
    assert asked == list(range(20))
    _, memory, asked = run([*range(5), 100, *range(6, 20)], memory)
    assert asked == [100]
    _, memory, asked = run([*range(5), 100, *range(6, 20), 101], memory)
    assert asked == [101]
    assert memory.since.versions.to_list() == [100, 101]
    assert unknown(series([101, 200, 3]), memory).to_list() == [1]


def test_where_nothing_is_another_the_memory_is_the_same() -> None:
    _, memory, _ = run([*range(20), 100], run(range(20))[1])
    _, again, asked = run([*range(20), 100], memory)
    assert asked == []
    assert again.first is memory.first
    assert again.since is memory.since


def test_when_much_was_made_since_all_is_kept_as_one() -> None:
    first = run(range(20))[1]
    _, few, _ = run([*range(20), 100], first)
    assert few.first is first.first
    _, many, asked = run([*range(20), *range(100, 106)], few)
    assert asked == [101, 102, 103, 104, 105]
    assert many.first.versions.to_list() == [*range(20), *range(100, 106)]
    assert many.since.versions.is_empty()
    assert run([*range(20), *range(100, 106)], many)[2] == []


def test_a_run_makes_several_kinds_of_things() -> None:
    first = Making()
    first.rows("numbers", series([1, 2]), Maker([1, 2]))
    make = Maker([2, 3])
    rows = Making(first.made).rows("numbers", series([2, 3]), make)["told"]
    assert make.asked == [3]
    assert rows["text"].to_list() == ["row 0 of 2", "row 1 of 2"]
    other = Maker([2])
    Making(first.made).rows("others", series([2]), other)
    assert other.asked == [2]


@pytest.mark.parametrize(("height", "slices"), [(0, [0]), (3, [3]), (SLICE, [SLICE]), (SLICE + 1, [SLICE, 1])])
def test_rows_may_be_made_later_and_in_slices(height: int, slices: list[int]) -> None:
    keys = pl.DataFrame({"id": range(height)})
    later = Later(keys, lambda places: pl.DataFrame({"row": places}))
    assert later.height == height
    assert [part.height for part in later.slices()] == slices
    assert later.whole()["row"].to_list() == list(range(height))
