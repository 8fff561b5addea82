"""Reads recurrence rules and gives the dates that they stand for, by the clock, without end if they have none.

Source: RFC 5545 section 3.3.10. dateutil evaluates them; what is asked of it is made legal before.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from dateutil.rrule import rrulestr

from connectors.calendar.stamps import Stamp, read_stamp

_FREQUENCIES: Final = frozenset({"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY"})
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
_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")
_CYCLE: Final = 400
"""Years after which the calendar repeats itself, weekdays and all."""
_LAST_YEAR: Final = 9999


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
    def has_times(self) -> bool:
        """Whether it may fall on several times of one day."""
        return self.part("FREQ") == "HOURLY" or any(name in _TIMES for name, _ in self.parts)


def read_rule(text: str, *, is_date: bool) -> Rule:
    """A rule as written; parts that mean nothing are dropped, and times of the day for whole days.

    Raises:
        BadRuleError: it has no frequency that is known, or one that is refused.
    """
    given: dict[str, str] = {}
    for part in text.strip().rstrip(";").split(";"):
        name, _, value = part.partition("=")
        given.setdefault(name.strip().upper(), value.strip().upper().replace(" ", ""))
    frequency = given.get("FREQ", "")
    if frequency in _TOO_OFTEN:
        raise BadRuleError(f"it recurs {frequency.lower()}, which no meeting does")
    if frequency not in _FREQUENCIES:
        raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
    if given.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise BadRuleError(f"it recurs by a calendar that isn't read ({given['RSCALE']})")
    parts = [("FREQ", frequency)]
    for name, value in given.items():
        if name in {"INTERVAL", "COUNT"}:
            number = _number(name, value, text)
            if name == "COUNT" or number > 1:
                parts.append((name, f"{number}"))
        elif name == "BYDAY":
            parts.append((name, _days(value, frequency, text)))
        elif name == "WKST" and value in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}:
            parts.append((name, value))
        elif name in _NUMBERS and not (is_date and name in _TIMES):
            parts.append((name, _numbers(name, value, text)))
    until = read_stamp(given["UNTIL"]) if given.get("UNTIL") else None
    if given.get("UNTIL") and until is None:
        raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
    return Rule(tuple(parts), until)


def _number(name: str, value: str, text: str) -> int:
    if not (value.isascii() and value.lstrip("+").isdecimal()) or (name == "INTERVAL" and int(value[:9]) == 0):
        raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
    return int(value[:9])


def _numbers(name: str, value: str, text: str) -> str:
    low, high = _NUMBERS[name]
    numbers = []
    for part in filter(None, value.split(",")):
        if (
            not re.fullmatch(r"[+-]?\d{1,3}", part, re.ASCII)
            or not low <= int(part) <= high
            or (low < 0 and not int(part))
        ):
            raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
        numbers.append(f"{int(part)}")
    if not numbers:
        raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
    return ",".join(dict.fromkeys(numbers))


def _days(value: str, frequency: str, text: str) -> str:
    days = []
    for part in filter(None, value.split(",")):
        match = _DAY.match(part)
        if not match or (match[1] and not int(match[1])):
            raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
        # Only months and years have a second Tuesday; elsewhere the number means nothing.
        days.append(f"{int(match[1]):+d}{match[2]}" if match[1] and frequency in {"MONTHLY", "YEARLY"} else match[2])
    if not days:
        raise BadRuleError(f"its recurrence rule can't be read ({text[:100]})")
    return ",".join(dict.fromkeys(days))


def rule_dates(rule: Rule, start: datetime, end: datetime) -> Iterator[datetime]:
    """The times for which the rule has the event, by the clock, in order: from its start up to, but without, `end`.

    UNTIL is not looked at.

    Raises:
        BadRuleError: dateutil refuses the rule.
    """
    # A rule that never comes true ("the 30th of February") is searched for up to the last year there is. So it is
    # evaluated as near to that as whole cycles of the calendar allow.
    ahead = max(0, _LAST_YEAR - max(start.year, end.year)) // _CYCLE * _CYCLE
    try:
        for later in rrulestr(rule.text, dtstart=start.replace(year=start.year + ahead)):
            found = later.replace(year=later.year - ahead)
            if found >= end:
                return
            yield found
    except (ValueError, OverflowError) as error:
        raise BadRuleError(f"its recurrence rule can't be read ({rule.text[:100]}: {error})") from error


def utc_text(until: datetime) -> str:
    """UNTIL of a timed event as the standard writes it."""
    return f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
