"""Days and cadences as people say them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.days import CadenceWord, read_cadence, read_day

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("today", "2026-11-24"),
        ("Yesterday", "2026-11-23"),
        ("day before yesterday", "2026-11-22"),
        ("vorgestern", "2026-11-22"),
        ("aujourd'hui", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("sunday", "2026-11-22"),
        ("on Sunday", "2026-11-22"),
        ("last sunday", "2026-11-22"),
        ("tuesday", "2026-11-24"),
        ("last tuesday", "2026-11-17"),
        ("letzten Dienstag", "2026-11-17"),
        ("mardi dernier", "2026-11-17"),
        ("wed", "2026-11-18"),
        ("mercoledì", "2026-11-18"),
        ("sábado", "2026-11-21"),
        ("3 days ago", "2026-11-21"),
        ("a week ago", "2026-11-17"),
        ("vor 2 Wochen", "2026-11-10"),
        ("il y a 3 jours", "2026-11-21"),
        ("due giorni fa", None),
        ("hace 2 semanas", "2026-11-10"),
        ("1 month ago", "2026-10-25"),
        ("22 Nov", "2026-11-22"),
        ("Nov 22, 2025", "2025-11-22"),
        ("24. Dezember", "2025-12-24"),
        ("22.11.2026", "2026-11-22"),
        ("22/11/2026", "2026-11-22"),
        ("29 Feb", "2024-02-29"),
        ("2026-12-24", "2026-12-24"),
        ("3/4/2026", None),
        ("4/4/2026", "2026-04-04"),
        ("Nov 2026", None),
        ("2026", None),
        ("31 Feb", None),
        ("--1122", "2026-11-22"),
        ("--11-22", "2026-11-22"),
        ("0001-01-01", None),
        ("1604-05-05", None),
        ("9999-12-31", None),
        ("5 May 0001", None),
        ("5/5/9999", None),
        ("next sunday", None),
        ("last week", None),
        ("3 parsecs ago", None),
        ("some weeks ago", None),
        ("99999999999999999999 days ago", None),
        ("9999 years ago", None),
        ("ago", None),
        ("", None),
    ],
)
def test_a_day_is_meant(said: str, day: str | None) -> None:
    assert read_day(said, today=TUESDAY) == (day and date.fromisoformat(day))


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_that_is_written_out_is_itself_whatever_day_it_is_said(day: date, today: date) -> None:
    assert read_day(day.isoformat(), today=today) == day
    assert read_day(f"{day:%d %B %Y}", today=today) == day


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(["{:%A}", "last {:%A}"]), st.integers(0, 6))
def test_a_weekday_is_within_the_week_that_ends_today(today: date, form: str, shift: int) -> None:
    meant = read_day(form.format(today - timedelta(days=shift)), today=today)
    expected = today - timedelta(days=shift or (7 if form.startswith("last") else 0))
    assert meant == expected


@given(st.text())
def test_whatever_is_said_it_is_a_day_or_none_and_a_cadence_or_none(said: str) -> None:
    day, cadence = read_day(said, today=TUESDAY), read_cadence(said)
    assert day is None or isinstance(day, date)
    assert cadence is None or cadence.days is None or 1 <= cadence.days <= 3650


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("90", 90),
        ("3w", 21),
        ("3 weeks", 21),
        ("every 3 weeks", 21),
        ("every week", 7),
        ("every other week", 14),
        ("alle zwei Wochen", 14),
        ("alle 2 Wochen", 14),
        ("tous les 15 jours", 15),
        ("fortnightly", 14),
        ("monthly", 30),
        ("Monatlich", 30),
        ("täglich", 1),
        ("2m", 61),
        ("1 month", 30),
        ("quarterly", 91),
        ("half a year", None),
        ("1y", 365),
        ("10y", None),
        ("0", None),
        ("0w", None),
        ("-3", None),
        ("1.5w", None),
        ("week", None),
        ("soon", None),
        ("9999999999", None),
        ("", None),
    ],
)
def test_a_cadence_is_meant(said: str, days: int | None) -> None:
    assert read_cadence(said) == (None if days is None else CadenceWord(days))


def test_never_and_by_default() -> None:
    assert read_cadence("never") == read_cadence("Jamais") == CadenceWord(None)
    assert read_cadence("default") == CadenceWord(None, is_default=True)
