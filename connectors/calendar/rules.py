"""Reads recurrence rules and gives the dates that they stand for, by the clock, without end if they have none.

Source: RFC 5545 section 3.3.10. dateutil evaluates them; what is asked of it is made legal before.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from dateutil.rrule import rrulestr

from connectors.calendar.stamps import Stamp, read_stamp
from connectors.calendar.weeks import WEEKDAYS, week_dates

_FREQUENCIES: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY"})
_FEW: Final = 1_000
"""Times that a rule by minutes or seconds may have, and must say so: no meeting recurs so often, but a file may."""
_NUMBERS: Final = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_TIMES: Final = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}\Z", re.ASCII)
_CYCLE: Final = 400
"""Years after which the calendar repeats itself, weekdays and all."""
_LAST_YEAR: Final = 9999
_LEAP_YEAR: Final = 2024


class BadRuleError(ValueError):
    """A rule that can't be expanded; its text says why."""


class Rule(NamedTuple):
    """A rule: its parts but for UNTIL, in the order of the standard, and until when it holds."""

    parts: tuple[tuple[str, str], ...]
    until: Stamp | None = None

    @property
    def text(self) -> str:
        """The rule as the standard writes it, without its UNTIL."""
        return ";".join(f"{name}={value}" for name, value in self.parts)

    def part(self, name: str) -> str | None:
        """A part's value, None where the rule has no such part."""
        return next((value for key, value in self.parts if key == name), None)

    @property
    def is_by_week(self) -> bool:
        """Whether it goes by the numbers of weeks, and has no times of the day."""
        return self.part("BYWEEKNO") is not None and not self.has_times

    @property
    def has_times(self) -> bool:
        """Whether it may fall on several times of one day."""
        return self.parts[0][1] in {"SECONDLY", "MINUTELY", "HOURLY"} or any(name in _TIMES for name, _ in self.parts)


def read_rule(text: str, start: datetime, *, is_date: bool) -> Rule:
    """A rule as written, made complete by the start of its series; parts that mean nothing are dropped.

    Args:
        text: The rule.
        start: The start by the clock, which says what the rule leaves open.
        is_date: Whether the series is of whole days: times of the day then mean nothing.

    Raises:
        BadRuleError: it has no frequency that is known, or one that is refused, or a part that can't be read.
    """
    given: dict[str, str] = {}
    for part in text.strip().split(";"):
        name, _, value = part.partition("=")
        given.setdefault(name.strip().upper(), value.strip().upper().replace(" ", ""))
    frequency = given.pop("FREQ", "")
    if frequency not in _FREQUENCIES or given.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise _unreadable(text)
    parts = {"FREQ": frequency}
    for name, value in given.items():
        if value and (read := _read_part(name, value, text, is_date=is_date)):
            parts[name] = read
    if frequency in _TOO_OFTEN and int(parts.get("COUNT", _FEW + 1)) > _FEW:
        raise BadRuleError(f"it recurs {frequency.lower()}, which no meeting does")
    _complete(parts, start)
    until = read_stamp(given["UNTIL"]) if given.get("UNTIL") else None
    if given.get("UNTIL") and until is None:
        raise _unreadable(text)
    rule = Rule(tuple(parts.items()), until)
    try:
        rrulestr(rule.text, dtstart=start)
    except ValueError as error:
        raise BadRuleError(f"its recurrence rule can't be read ({rule.text[:100]}: {error})") from error
    return rule


def _unreadable(text: str) -> BadRuleError:
    return BadRuleError(f"its recurrence rule can't be read ({text[:100]})")


def _read_part(name: str, value: str, text: str, *, is_date: bool) -> str | None:
    """A part's value in its legal form; None for one that means nothing."""
    if name in {"INTERVAL", "COUNT"}:
        if name == "COUNT" and value.startswith("-"):
            return None  # some write -1 for a series without end
        if not (value.isascii() and value.isdecimal()):
            raise _unreadable(text)
        return f"{int(value[:9]) or 1}"
    if name == "BYDAY":
        return _days(value, text)
    if name == "WKST":
        return value if value in WEEKDAYS else None
    if name not in _NUMBERS or (is_date and name in _TIMES):
        return None
    low, high = _NUMBERS[name]
    numbers = [int(part) for part in value.split(",") if _NUMBER.match(part)]
    legal = [number for number in numbers if low <= number <= high and (number or low == 0)]
    if not legal:
        raise _unreadable(text)
    return ",".join(f"{number}" for number in dict.fromkeys(legal))


def _days(value: str, text: str) -> str:
    matches = [match for part in value.split(",") if (match := _DAY.match(part))]
    days = [f"{int(match[1]):+d}{match[2]}" if match[1] else match[2] for match in matches]
    kept = [day for day in dict.fromkeys(days) if not day.startswith("+0")]
    if not kept:
        raise _unreadable(text)
    return ",".join(kept)


def _complete(parts: dict[str, str], start: datetime) -> None:
    """Write out what a rule leaves to its start, and what dateutil reads otherwise than the standard."""
    frequency = parts["FREQ"]
    if frequency != "YEARLY":
        parts.pop("BYWEEKNO", None)
    is_by_week = "BYWEEKNO" in parts
    if is_by_week and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts["BYDAY"] = WEEKDAYS[start.weekday()]
    # "Every year on the 8th" names no month: it is the start's.
    if frequency == "YEARLY" and "BYMONTHDAY" in parts and not parts.keys() & {"BYMONTH", "BYYEARDAY", "BYWEEKNO"}:
        parts["BYMONTH"] = f"{start.month}"
    if "BYDAY" in parts:
        # Only months and years have a second Tuesday; elsewhere the number means nothing.
        has_numbers = frequency in {"MONTHLY", "YEARLY"} and not is_by_week
        last = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
        parts["BYDAY"] = _legal_days(parts["BYDAY"].split(","), last if has_numbers else 0)


def _legal_days(days: list[str], last: int) -> str:
    """Weekdays without numbers (last = 0), or all with one if any has: dateutil doesn't mix them."""
    if not last:
        return ",".join(dict.fromkeys(day[-2:] for day in days))
    if all(len(day) == len("MO") for day in days):
        return ",".join(days)
    spelled = [
        numbered
        for day in days
        for numbered in ([f"{n:+d}{day}" for n in range(1, last + 1)] if len(day) == len("MO") else [day])
    ]
    return ",".join(dict.fromkeys(spelled))


def rule_dates(rule: Rule, start: datetime, end: datetime) -> Iterator[datetime]:
    """The times for which the rule has the event, by the clock, in order: from its start up to, but without, `end`.

    UNTIL is not looked at.
    """
    if rule.is_by_week:
        return week_dates(dict(rule.parts), start, end)
    if _is_never(dict(rule.parts)):
        return iter(())
    return _dateutil_dates(rule, start, end)


def _is_never(parts: Mapping[str, str]) -> bool:
    """Whether no month that is asked for has a day that is asked for ("the 30th of February")."""
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return False
    longest = max(monthrange(_LEAP_YEAR, int(month))[1] for month in parts["BYMONTH"].split(","))
    return all(abs(int(day)) > longest for day in parts["BYMONTHDAY"].split(","))


def _dateutil_dates(rule: Rule, start: datetime, end: datetime) -> Iterator[datetime]:
    # A rule that never comes true ("the first day of the year, in February") is searched for up to the last year there
    # is. So it is evaluated as near to that as whole cycles of the calendar allow.
    ahead = max(0, _LAST_YEAR - max(start.year, end.year)) // _CYCLE * _CYCLE
    for later in rrulestr(rule.text, dtstart=start.replace(year=start.year + ahead)):
        found = later.replace(year=later.year - ahead)
        if found >= end:
            return
        yield found
