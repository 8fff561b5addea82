"""Dates as people and programs write them: complete, without a year, of a month only; and instants of last change."""

import calendar
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from configs.words import word_list
from transforms.labels import plain_label
from transforms.values import fold, over_distinct, tidy_text, values

_PARTS: Final = pl.Struct({"month": pl.Int32, "day": pl.Int32, "year": pl.Int32})
_LEAP_YEAR: Final = 2000
_CENTURY_PIVOT: Final = 30
"""Two digits below this are a year of the 21st century, the others of the 20th, as Outlook reads them."""

_TIME: Final = r"(?:[T ].*)?"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_TIME}",  # ISO 8601, extended
        rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_TIME}",  # basic
        rf"--(?P<month>\d\d)-?(?P<day>\d\d){_TIME}",  # vCard without a year, Google
        r"(?P<year>\d{4})-(?P<month>\d\d)",  # vCard, to the month
        r"--(?P<month>\d\d)",
        rf"---(?P<day>\d\d){_TIME}",
        r"(?P<year>\d{4})",
        rf"(?P<year>\d{{4}})[/.](?P<month>\d\d?)[/.](?P<day>\d\d?){_TIME}",
        r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.(?:\s?(?P<year>\d{4}|\d\d))?",  # German: the day comes first
        r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일]",
    )
)
_SLASHED: Final = re.compile(r"(\d\d?)[/-](\d\d?)(?:[/-](\d{4}|\d\d))?(?:,? \d.*)?")
_WORDS: Final = re.compile(r"\d+|[^\W\d]+")


class PartialDate(NamedTuple):
    """A date of which parts may be unknown."""

    month: int | None = None
    day: int | None = None
    year: int | None = None


@cache
def _months() -> dict[str, int]:
    return {word: number for number, words in enumerate(word_list("months")["months"], 1) for word in words}


def _checked(month: int | None, day: int | None, year: int | None) -> PartialDate | None:
    """The date if there is such a day; a year that means "unknown" is dropped."""
    known = None if year in word_list("months")["no_years"] else year
    if month is None and day is None and known is None:
        return None
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    last = calendar.monthrange(known or _LEAP_YEAR, month)[1] if month else 31
    if day is not None and not 1 <= day <= last:
        return None
    return PartialDate(month, day, known)


def _full_year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - digits of a short year
        return year
    return year + (2000 if year < _CENTURY_PIVOT else 1900)


def _slashed(first: int, second: int, year: int | None, *, is_month_first: bool) -> PartialDate | None:
    """3/15/1985 and 15/3/1985: the order is the source's, unless only the other one is a date."""
    orders = [(first, second), (second, first)] if is_month_first else [(second, first), (first, second)]
    return next(filter(None, (_checked(month, day, year) for month, day in orders)), None)


def _in_words(text: str) -> PartialDate | None:
    """22 Jan 2026, Jan 22 2026, 15. März 1985, 1er mars, Mar 2026: a month's name with a day, a year or both."""
    words = _WORDS.findall(fold(text))
    names = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdecimal()]
    allowed = {*word_list("months")["between"], *word_list("months")["ordinals"]}
    if len(names) != 1 or any(not w.isdecimal() and w not in _months() and w not in allowed for w in words):
        return None
    days = [int(number) for number in numbers if len(number) <= 2]  # noqa: PLR2004 - digits of a day
    years = [int(number) for number in numbers if len(number) == 4]  # noqa: PLR2004 - digits of a year
    if len(days) > 1 or len(years) > 1 or not numbers or len(days) + len(years) != len(numbers):
        return None
    return _checked(names[0], next(iter(days), None), next(iter(years), None))


def read_date(text: str, *, is_month_first: bool = False) -> PartialDate | None:
    """The parts of a date; None where it is unreadable ("circa 1800") or no day of the calendar.

    Forms: ISO 8601, vCard 3 and 4, Google, Outlook, LinkedIn and German ones, and months by name in five languages.
    `is_month_first` decides 3/4/1985. The years 0, 1, 9999 and 1604 (Apple's) mean that the year isn't known.
    """
    trimmed = text.strip()
    if not trimmed.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in trimmed):
        trimmed = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in trimmed)
    for form in _FORMS:
        if found := form.fullmatch(trimmed):
            parts = found.groupdict()
            month, day = (int(parts[part]) if parts.get(part) else None for part in ("month", "day"))
            return _checked(month, day, _full_year(parts.get("year")))
    if found := _SLASHED.fullmatch(trimmed):
        first, second, year = found.groups()
        return _slashed(int(first), int(second), _full_year(year), is_month_first=is_month_first)
    return _in_words(trimmed)


def _parts_of(asked: dict[str, str]) -> PartialDate | None:
    return read_date(asked["text"], is_month_first=asked["source"] in word_list("months")["month_first_sources"])


def date_parts(text: pl.Expr, *, source: pl.Expr) -> pl.Expr:
    """A struct of month, day and year (each may be null) for dates as written; null where unreadable.

    `source` is the connector's name: some sources put the month first.
    """
    asked = pl.when(text.is_not_null()).then(pl.struct(text.alias("text"), source.alias("source")))
    return over_distinct(asked, _parts_of, _PARTS)


def complete_date(parts: pl.Expr) -> pl.Expr:
    """The calendar date of `date_parts` where year, month and day are known, else null."""
    field = parts.struct.field
    return pl.date(field("year"), field("month"), field("day"))


def first_date(parts: pl.Expr) -> pl.Expr:
    """The first day that `date_parts` may mean ("Mar 2026" is 2026-03-01, "2026" 2026-01-01); null without a year."""
    field = parts.struct.field
    return pl.date(field("year"), field("month").fill_null(1), field("day").fill_null(1))


def iso_date(parts: pl.Expr) -> pl.Expr:
    """'1984-03-05', '--03-05' without a year, and '1984-03', '1984', '--03', '---05' for what is known of others."""
    field = parts.struct.field
    year, month, day = (
        field(name).cast(pl.String).str.zfill(width) for name, width in (("year", 4), ("month", 2), ("day", 2))
    )
    return (
        pl.when(day.is_null() & month.is_null())
        .then(year)
        .when(day.is_null())
        .then(pl.concat_str(year.fill_null("-"), month, separator="-"))
        .when(month.is_null())
        .then("---" + day)
        .otherwise(pl.concat_str(year.fill_null("-"), month, day, separator="-"))
    )


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in word_list("months")["kinds"].items() for word in words}


def contact_dates(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Dates of contacts. In: raw contacts. Out: the columns of `Tidy.dates`."""
    text, parts = tidy_text(pl.col("value")), pl.col("parts")
    kind = over_distinct(plain_label(pl.col("kind")), lambda word: _kinds().get(fold(word), word), pl.String)
    return (
        values(raw, "dates")
        .with_columns(parts=date_parts(text, source=pl.col("source")), kind=kind.fill_null("other"))
        .with_columns(date=complete_date(parts), iso=iso_date(parts), raw=pl.col("value"))
        .unnest("parts")
    )


def _instant_of(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text.removesuffix(" UTC").strip())
        aware = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        parts = read_date(text)
        if parts is None or None in parts:
            return None
        day = date(parts.year or 1, parts.month or 1, parts.day or 1)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return aware


def instant(text: pl.Expr) -> pl.Expr:
    """The instant of a change in UTC (microseconds), from ISO 8601, vCard's REV or a date; null where unreadable.

    A time without a zone is taken for UTC.
    """
    return over_distinct(tidy_text(text), _instant_of, pl.Datetime("us", "UTC"))
