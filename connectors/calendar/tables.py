"""Occurrences as tables: what is said of an event once, and a narrow row for each of its times."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

import pyarrow as pa

from connectors.arrow_types import struct_type
from connectors.calendar.occurrence import Attendee, Occurrence

_PART: Final = 10_000


class Described(NamedTuple):
    """What a VEVENT of a record says, whenever it takes place; fields are those of `Occurrence`."""

    record_id: str
    component: int
    uid: str | None
    sequence: int
    stamped: str | None
    status: str
    summary: str | None
    location: str | None
    categories: tuple[str, ...]
    kind: str
    is_attendees_omitted: bool
    organiser: Attendee | None
    attendees: tuple[Attendee, ...]
    method: str | None


class Timed(NamedTuple):
    """When a VEVENT of a record takes place; fields are those of `Occurrence`."""

    record_id: str
    component: int
    instance: str
    is_recurring: bool
    starts_at: datetime | None
    starts_on: date
    ends_at: datetime | None
    ends_on: date | None
    is_all_day: bool


DESCRIBED_TYPE: Final = struct_type(Described)
"""The Arrow type of what is said of an event."""

TIMED_TYPE: Final = struct_type(Timed)
"""The Arrow type of a time of an event."""

_SAID: Final = tuple(Occurrence._fields.index(name) for name in Described._fields)
_TIMES: Final = tuple(Occurrence._fields.index(name) for name in Timed._fields)


def event_tables(occurrences: Iterable[Occurrence]) -> tuple[pa.Table, pa.Table]:
    """Occurrences as two Arrow tables with a column for each field: of `Described`, and of `Timed`.

    They are taken some thousands at a time, so that an iterator's need not all be in memory.
    """
    waiting, known = iter(occurrences), set[tuple[str, int]]()
    described, timed = [_table([], _SAID, DESCRIBED_TYPE)], [_table([], _TIMES, TIMED_TYPE)]
    while part := list(islice(waiting, _PART)):
        fresh = []
        for one in part:
            key = one.record_id, one.component
            if key not in known:
                known.add(key)
                fresh.append(one)
        described.append(_table(fresh, _SAID, DESCRIBED_TYPE))
        timed.append(_table(part, _TIMES, TIMED_TYPE))
    return pa.concat_tables(described), pa.concat_tables(timed)


def _table(rows: Sequence[Occurrence], fields: Sequence[int], of: pa.StructType) -> pa.Table:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(Occurrence._fields)
    arrays = [pa.array(columns[field], type=column.type) for field, column in zip(fields, of, strict=True)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(list(of)))
