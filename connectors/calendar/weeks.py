"""Rules by the number of the week ("every year in week 52"), which dateutil gets wrong around the turn of the year.

Source: RFC 5545 section 3.3.10 (BYWEEKNO): week 1 is the first that has four days or more in the year.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Final

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = timedelta(days=1)
_WEEK: Final = 7


def week_dates(parts: Mapping[str, str], start: datetime, end: datetime) -> Iterator[datetime]:
    """The times of a yearly rule with BYWEEKNO and without times of the day: from `start` up to, but without, `end`."""
    step, left = int(parts.get("INTERVAL", "1")), int(parts.get("COUNT", "-1"))
    # The first days of January may lie in the last week of the year before.
    for year in range(start.year - (step == 1), end.year + 1, step):
        if not MINYEAR < year < MAXYEAR:
            continue  # its weeks reach beyond the calendar
        for day in _days_of_year(parts, year):
            found = datetime.combine(day, start.time())
            if left == 0 or found >= end:
                return
            if found >= start:
                left -= 1
                yield found


def _days_of_year(parts: Mapping[str, str], year: int) -> list[date]:
    days = sorted({day for day in _days_of_weeks(parts, year) if _fits(parts, day)})
    if "BYSETPOS" not in parts:
        return days
    places = _numbers(parts, "BYSETPOS")
    chosen = {place - 1 if place > 0 else len(days) + place for place in places}
    return [day for index, day in enumerate(days) if index in chosen]


def _days_of_weeks(parts: Mapping[str, str], year: int) -> Iterator[date]:
    first = _first_week(year, WEEKDAYS.index(parts.get("WKST", "MO")))
    count = (_first_week(year + 1, first.weekday()) - first).days // _WEEK
    for number in _numbers(parts, "BYWEEKNO"):
        week = number if number > 0 else count + 1 + number
        if 1 <= week <= count:
            yield from (first + (week - 1) * _WEEK * _DAY + day * _DAY for day in range(_WEEK))


def _first_week(year: int, first_day: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - (fourth.weekday() - first_day) % _WEEK * _DAY


def _fits(parts: Mapping[str, str], day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    of_year = day.timetuple().tm_yday
    year_length = date(day.year, 12, 31).timetuple().tm_yday
    return (
        ("BYDAY" not in parts or WEEKDAYS[day.weekday()] in parts["BYDAY"].split(","))
        and ("BYMONTH" not in parts or day.month in _numbers(parts, "BYMONTH"))
        and ("BYMONTHDAY" not in parts or not {day.day, day.day - length - 1}.isdisjoint(_numbers(parts, "BYMONTHDAY")))
        and (
            "BYYEARDAY" not in parts
            or not {of_year, of_year - year_length - 1}.isdisjoint(_numbers(parts, "BYYEARDAY"))
        )
    )


def _numbers(parts: Mapping[str, str], name: str) -> list[int]:
    return [int(number) for number in parts[name].split(",")]
