"""Makes rows of things, and takes over from an earlier time the rows of those that are what they were.

A thing (a record, a person, a pair) is told by its version: a number (UInt64) that is another one whenever what its
rows are made of is another. So the rows are the same as if all had been made anew; what was made before costs nothing
but time to lose.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

Frames = dict[str, pl.DataFrame]

AT: Final = "at"
"""The column that says of which thing a row is made: its place in the order of things (UInt32)."""

MOST_RECENT: Final = 0.2
"""Things made since all was made, of all, from which on all are kept as one again."""

SLICE: Final = 122_880
"""Rows that are made at a time where they are made later: as many as DuckDB writes together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that were made: of things with these versions, and in each frame `at`, the place of the row's thing."""

    versions: pl.Series
    frames: Frames


@dataclass(frozen=True, slots=True)
class Memory:
    """What was made when all was kept at once, and what was made since: only that has to be written again."""

    first: Kept
    since: Kept


def unknown(versions: pl.Series, before: Memory | None) -> pl.Series:
    """The places (UInt32) of the things whose rows have to be made: those whose version `before` doesn't have."""
    places = pl.Series(AT, range(len(versions)), dtype=pl.UInt32)
    if before is None:
        return places
    is_known = versions.is_in(before.first.versions.implode()) | versions.is_in(before.since.versions.implode())
    return places.filter(~is_known)


def remade(
    versions: pl.Series, make: Callable[[pl.Series], Frames], before: Memory | None = None
) -> tuple[Frames, Memory]:
    """The rows of all things, in their order, and the memory for the next time.

    Args:
        versions: The version of each thing (UInt64), no two alike.
        make: Makes the rows of the things at some places (of `unknown`): frames with `at`, by which they are sorted.
        before: What was made earlier, with the same code and settings.

    Returns:
        The frames, without `at`; each is what `make` would make of all things.
    """
    if before is None:
        return _all_made(versions, make(unknown(versions, None)))
    now = pl.DataFrame({"version": versions}).with_row_index(AT)
    of_first, of_since = (_places(kept.versions, now) for kept in (before.first, before.since))
    fresh = unknown(versions, before)
    made = {name: frame.clear() for name, frame in before.first.frames.items()} if fresh.is_empty() else make(fresh)
    since = pl.concat([of_since.drop_nulls(), fresh]).sort()
    if len(since) > MOST_RECENT * len(versions):
        whole = {name: _together(before, name, of_first, of_since, rows) for name, rows in made.items()}
        return _all_made(versions, whole)
    if fresh.is_empty() and len(since) == len(of_since):
        recent = before.since
    else:
        rows = {
            name: pl.concat([_placed(before.since.frames[name], of_since), frame]).sort(AT, maintain_order=True)
            for name, frame in made.items()
        }
        recent = Kept(versions.gather(since), {name: _renumbered(frame, since) for name, frame in rows.items()})
    frames = {name: _together(before, name, of_first, of_since, rows).drop(AT) for name, rows in made.items()}
    return frames, Memory(before.first, recent)


def _all_made(versions: pl.Series, frames: Frames) -> tuple[Frames, Memory]:
    none = Kept(versions.clear(), {name: frame.clear() for name, frame in frames.items()})
    return {name: frame.drop(AT) for name, frame in frames.items()}, Memory(Kept(versions, frames), none)


def _places(versions: pl.Series, now: pl.DataFrame) -> pl.Series:
    """Where the things with these versions are now; null where they are no more."""
    return versions.to_frame("version").join(now, on="version", how="left", maintain_order="left")[AT]


def _placed(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """The rows of things that are still there, with their places of today."""
    return frame.with_columns(places.gather(frame[AT]).alias(AT)).filter(pl.col(AT).is_not_null())


def _together(before: Memory, name: str, of_first: pl.Series, of_since: pl.Series, made: pl.DataFrame) -> pl.DataFrame:
    kept = (_placed(before.first.frames[name], of_first), _placed(before.since.frames[name], of_since))
    return pl.concat([*kept, made]).sort(AT, maintain_order=True)


def _renumbered(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Rows whose `at` is one of the places, as if these were all: 0 is the first of them."""
    return frame.with_columns(places.search_sorted(frame[AT]).cast(pl.UInt32).alias(AT))


class Making:
    """What a run makes: of several kinds of things, by their names, with what was made before.

    `made` are the memories for the next run; whoever keeps them takes them out.
    """

    def __init__(self, before: Mapping[str, Memory] | None = None) -> None:
        self.before = dict(before or {})
        self.made: dict[str, Memory] = {}

    def rows(self, name: str, versions: pl.Series, make: Callable[[pl.Series], Frames]) -> Frames:
        """The rows of all things of a kind: `remade` of it, with what was made of it before."""
        frames, self.made[name] = remade(versions, make, self.before.get(name))
        return frames


@dataclass(frozen=True, slots=True)
class Later:
    """Rows of a table that are made when they are asked for.

    keys  for each row the columns by which it is looked for, and version (UInt64): another one when the row is another
    make  makes the rows at some places (UInt32), in their order
    """

    keys: pl.DataFrame
    make: Callable[[pl.Series], pl.DataFrame]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.keys.height

    def whole(self) -> pl.DataFrame:
        """All rows."""
        return pl.concat(self.slices())

    def slices(self) -> Iterator[pl.DataFrame]:
        """All rows, so many at a time; an empty frame where there are none."""
        for first in range(0, max(self.height, 1), SLICE):
            yield self.make(pl.Series(range(first, min(first + SLICE, self.height)), dtype=pl.UInt32))


Tables = dict[str, pl.DataFrame | Later]
"""Published tables by their names."""
