"""Days and spans of time as people say them: "last sunday", "3 weeks ago", "22 Nov"; "every 3 weeks", "monthly"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from configs.words import word_list
from transforms.dates import PartialDate, read_date
from transforms.values import fold

LONGEST_DAYS: Final = 3650
"""The longest cadence, in days: who is written to more seldom than in ten years is never written to."""

_LONGEST_AGO: Final = 200 * 365.25
"""Days before which nothing was that anybody alive can tell of."""

_DAYS_BACK: Final = {"today": 0, "yesterday": 1, "before_yesterday": 2, "tomorrow": -1}
_AMOUNT: Final = re.compile(r"(?P<number>\d{1,4}) ?(?P<unit>[a-z]+)|(?P<one>[a-z]+) (?P<single>[a-z]+)")
_NO_COUNT: Final = re.compile(r"-\s*\d|\d[.,]\d")
"""A number that counts no days: one below zero, or a part of one."""
_WHOLE_YEAR: Final = re.compile(r"(?<!--)\b\d{4,}\b")
"""A year that was written out, be it one that stands for no year (0001, 1604, 9999); --1122 is a day without one."""


class CadenceWord(NamedTuple):
    """How often to write: every so many days, None for never; `is_default` leaves it to Kith."""

    days: int | None = None
    is_default: bool = False


def read_day(said: str, *, today: date) -> date | None:
    """The day that is meant, seen from `today`; None where it can't be told, or may be two days (3/4/2026).

    Forms: those of `read_date`; today, yesterday, tomorrow; a weekday (the last one, today included; with "last" before
    today); so many days, weeks, months or years ago. A day without a year is the last one that there was.
    """
    words = _without(fold(said), word_list("days")["between"])
    for name, back in _DAYS_BACK.items():
        if words in word_list("days")[name] or fold(said) in word_list("days")[name]:
            return today - timedelta(days=back)
    return _weekday(words, today) or _ago(fold(said), today) or _dated(said, today)


def read_cadence(said: str) -> CadenceWord | None:
    """How often to write to somebody; None where it can't be told, or is less than a day or more than ten years.

    Forms: 90 (days), 3w, 2 months, every 3 weeks, every other week, monthly, never, default.
    """
    listed = word_list("days")
    words = fold(said)
    if words in listed["never"] or words in listed["default"]:
        return CadenceWord(None, is_default=words in listed["default"])
    if words in listed["often"]:
        return CadenceWord(listed["often"][words])
    if _NO_COUNT.search(said):
        return None
    span = _without(words, listed["every"])
    times = 2 if any(_has(span, word) for word in listed["other"]) else 1
    span = _without(span, listed["other"])
    days = float(span) if span.isdecimal() and len(span) <= len(str(LONGEST_DAYS)) else _span(span, bare=words != span)
    if days is None or not 1 <= round(days * times) <= LONGEST_DAYS:
        return None
    return CadenceWord(round(days * times))


def _weekday(words: str, today: date) -> date | None:
    last = word_list("days")["last"]
    named = [day for day, names in enumerate(word_list("days")["weekdays"]) if _without(words, last) in names]
    if not named:
        return None
    back = (today.weekday() - named[0]) % 7
    return today - timedelta(days=back or (7 if any(_has(words, word) for word in last) else 0))


def _ago(words: str, today: date) -> date | None:
    span = _without(words, word_list("days")["ago"])
    days = None if span == words else _span(span)
    return None if days is None or days > _LONGEST_AGO else today - timedelta(days=round(days))


def _span(words: str, *, bare: bool = False) -> float | None:
    """The days of "3 weeks", "3w", "a week"; with `bare` also of "week". None where it is no span of time."""
    listed = word_list("days")
    if bare and words in _units():
        return _units()[words]
    found = _AMOUNT.fullmatch(words)
    if found is None:
        return None
    unit = found["unit"] or found["single"]
    if unit not in _units() or (found["one"] and found["one"] not in listed["one"]):
        return None
    return int(found["number"] or 1) * _units()[unit]


def _dated(said: str, today: date) -> date | None:
    """A date by its numbers or its month's name."""
    meant = {read_date(said, is_month_first=is_month_first) for is_month_first in (False, True)}
    parts = meant.pop()
    if meant or parts is None or not parts.month or not parts.day:
        return None
    if parts.year:
        return date(parts.year, parts.month, parts.day)
    if _WHOLE_YEAR.search(said):
        return None
    return next(filter(None, (_in_year(parts, year, today) for year in range(today.year, today.year - 8, -1))), None)


def _in_year(parts: PartialDate, year: int, today: date) -> date | None:
    """The day in a year, if there is one and it isn't to come."""
    try:
        day = date(year, parts.month or 1, parts.day or 1)
    except ValueError:  # 29 February
        return None
    return day if day <= today else None


@cache
def _units() -> dict[str, float]:
    units: dict[str, dict[str, Any]] = word_list("days")["units"]
    return {word: unit["days"] for unit in units.values() for word in unit["words"]}


def _has(words: str, word: str) -> bool:
    return f" {word} " in f" {words} "


def _without(words: str, left_out: Iterable[str]) -> str:
    """The words without some, each of which may be several."""
    text = f" {words} "
    for word in left_out:
        text = text.replace(f" {word} ", " ")
    return text.strip()
