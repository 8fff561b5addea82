"""Cron's five fields: when a schedule is due next, in a time zone, without any library of schedules.

The rules are those of crontab(5): lists, ranges, steps and English names; 7 is Sunday, too; where both a day of the
month and a weekday are said, either will do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from configs.errors import UserError

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_YEARS: Final = 9
"""How far the next run is looked for: between two leap days there can be eight years."""


class _Field(NamedTuple):
    """One of the five: its name, the values it takes, and the words for them."""

    name: str
    first: int
    last: int
    words: Mapping[str, int]


_FIELDS: Final = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day", 1, 31, {}),
    _Field("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    _Field("weekday", 0, 7, {name: number for number, name in enumerate(_WEEKDAYS)}),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """When something is due: the values of each field, in order; weekdays from 0, Sunday.

    A field is `None` where it says nothing (`*`).
    """

    minutes: tuple[int, ...] | None
    hours: tuple[int, ...] | None
    days: tuple[int, ...] | None
    months: tuple[int, ...] | None
    weekdays: tuple[int, ...] | None

    def __str__(self) -> str:
        """The five fields with every value by its number: nobody who reads them can take them differently.

        Programs don't agree on what `*/2` of the days is beside a weekday, nor on the weekdays `0-0`.
        """
        fields = (self.minutes, self.hours, self.days, self.months, self.weekdays)
        return " ".join("*" if values is None else ",".join(map(str, values)) for values in fields)

    def after(self, instant: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The times at which it is due after an instant, in the zone; none where it never is (30 February).

        A time that the clock skips in spring is due as much later as the clock jumps; one that it shows twice is due
        once.
        """
        day = instant.astimezone(zone).date()
        for later in range(366 * _YEARS):
            for due in self._of_day(day + timedelta(days=later), zone):
                if due > instant:
                    yield due

    def _of_day(self, day: date, zone: ZoneInfo) -> list[datetime]:
        if not self._falls_on(day):
            return []
        hours, minutes = self.hours or tuple(range(24)), self.minutes or tuple(range(60))
        walls = [datetime.combine(day, time(hour, minute), zone) for hour in hours for minute in minutes]
        return sorted({wall.astimezone(UTC).astimezone(zone) for wall in walls})

    def _falls_on(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        said = [
            value in values
            for value, values in ((day.day, self.days), (day.isoweekday() % 7, self.weekdays))
            if values is not None
        ]
        return not said or any(said)


def parsed_cron(text: str) -> Cron:
    """The schedule that `sync.cron` says.

    Raises:
        UserError: it is none, or is never due; the message says which field is wrong.
    """
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise _unusable(text, f"it has {len(fields)} fields instead of five")
    minutes, hours, days, months, weekdays = (
        _values(text, written, field) for written, field in zip(fields, _FIELDS, strict=True)
    )
    if weekdays is not None:
        weekdays = tuple(sorted({weekday % 7 for weekday in weekdays}))
    cron = Cron(minutes, hours, days, months, weekdays)
    if next(cron.after(datetime.now(UTC), ZoneInfo("UTC")), None) is None:
        raise _unusable(text, "no such day ever comes")
    return cron


def _values(text: str, written: str, field: _Field) -> tuple[int, ...] | None:
    """What a field says, in order; None for all."""
    if written == "*":
        return None
    found: set[int] = set()
    for part in written.lower().split(","):
        span, has_step, step = part.partition("/")
        first, is_span, last = span.partition("-")
        if span == "*":
            start, end = field.first, min(field.last, 6) if field.name == "weekday" else field.last
        else:
            start = _number(text, first, field)
            end = _number(text, last, field) if is_span else (field.last if has_step else start)
        width = _step(text, step, field) if has_step else 1
        if start > end:
            raise _unusable(text, f"its {field.name} {part} ends before it begins")
        found.update(range(start, end + 1, width))
    return tuple(sorted(found))


def _step(text: str, step: str, field: _Field) -> int:
    if not (step.isascii() and step.isdigit()) or int(step) == 0:
        raise _unusable(text, f"its {field.name} has a step of {step!r}: a number above 0 is one")
    return int(step)


def _number(text: str, written: str, field: _Field) -> int:
    number = field.words.get(written)
    if number is None and written.isascii() and written.isdigit():
        number = int(written)
    if number is None or not field.first <= number <= field.last:
        raise _unusable(text, f"its {field.name} is {written!r}: from {field.first} to {field.last} it can be")
    return number


def _unusable(text: str, why: str) -> UserError:
    return UserError(
        f"sync.cron = {text!r} is no schedule: {why}. Write minute hour day month weekday: '0 4 * * *' is every night "
        "at four, '30 */6 * * mon-fri' half past every sixth hour on weekdays."
    )
