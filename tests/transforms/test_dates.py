from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Date
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.dates import complete_date, contact_dates, date_parts, first_date, instant, iso_date, read_date

DATES = (
    ("1984-03-05", "1984-03-05"),
    ("19840305", "1984-03-05"),
    ("1984-3-5", "1984-03-05"),
    ("1984/03/05 10:00:00 UTC", "1984-03-05"),
    ("19531015T231000Z", "1953-10-15"),
    ("1604-05-09", "--05-09"),
    ("0000-05-09", "--05-09"),
    (" --03-15", "--03-15"),
    ("--0415", "--04-15"),
    ("---15", "---15"),
    ("--04", "--04"),
    ("1996-04", "1996-04"),
    ("1985", "1985"),
    ("5.3.1984", "1984-03-05"),
    ("05.03.", "--03-05"),
    ("22 Jan 2026", "2026-01-22"),
    ("Mar 2026", "2026-03"),
    ("Jan 22, 2026", "2026-01-22"),
    ("15. März 1985", "1985-03-15"),
    ("1er mars 1985", "1985-03-01"),
    ("15 de marzo de 1985", "1985-03-15"),
    ("15 marzo 1985", "1985-03-15"),
    ("March 15th", "--03-15"),
    ("1985年3月5日", "1985-03-05"),
    ("٠٥.٠٣.١٩٨٤", "1984-03-05"),
    ("31-12-1999", "1999-12-31"),
    ("2024-02-29", "2024-02-29"),
    ("--02-29", "--02-29"),
    ("2023-02-29", None),
    ("2023-13-01", None),
    ("1604", None),
    ("0/0/00", None),
    ("circa 1800", None),
    ("Mar May 2026", None),
    ("1 2 Mar 2026", None),
    ("Mar", None),
    ("Mar 123", None),
    ("12", None),
    ("", None),
)


def iso(text: str, source: str = "vcard") -> str | None:
    frame = pl.DataFrame({"text": [text], "source": [source]})
    parts = date_parts(pl.col("text"), source=pl.col("source"))
    found: str | None = frame.select(iso_date(parts)).item()
    return found


@pytest.mark.parametrize(("written", "expected"), DATES)
def test_dates_are_read_in_every_form(written: str, expected: str | None) -> None:
    assert iso(written) == expected
    assert (read_date(written) is None) is (expected is None)


@pytest.mark.parametrize(
    ("written", "source", "expected"),
    [
        ("3/4/1985", "outlook_csv", "1985-03-04"),
        ("3/4/1985", "generic_csv", "1985-04-03"),
        ("15/3/1985", "outlook_csv", "1985-03-15"),
        ("3/15/1985", "generic_csv", "1985-03-15"),
        ("3/15/85", "outlook_csv", "1985-03-15"),
        ("3/15/05", "outlook_csv", "2005-03-15"),
        ("5/6/26, 5:30 PM", "linkedin", "2026-05-06"),
        ("3/15", "outlook_csv", "--03-15"),
    ],
)
def test_the_source_decides_which_number_is_the_month(written: str, source: str, expected: str) -> None:
    assert iso(written, source) == expected


def test_a_date_without_a_day_has_a_first_one_but_is_not_complete() -> None:
    frame = pl.DataFrame({"text": ["Mar 2026", "2026", "--03-05"], "source": ["linkedin"] * 3})
    parts = date_parts(pl.col("text"), source=pl.col("source"))
    found = frame.select(first=first_date(parts), complete=complete_date(parts))
    assert found["first"].to_list() == [date(2026, 3, 1), date(2026, 1, 1), None]
    assert found["complete"].to_list() == [None, None, None]


@given(texts, st.booleans())
def test_no_text_makes_it_raise_and_what_is_read_reads_the_same_again(text: str, is_month_first: bool) -> None:
    read_date(text, is_month_first=is_month_first)  # in this thread too: Polars calls it in its own
    once = iso(text)
    assert once is None or iso(once) == once


@given(st.dates(min_value=date(1605, 1, 1), max_value=date(9998, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    assert iso(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20200105T101112Z", datetime(2020, 1, 5, 10, 11, 12, tzinfo=UTC)),
        ("2020-01-05T10:11:12.5+02:00", datetime(2020, 1, 5, 8, 11, 12, 500_000, tzinfo=UTC)),
        ("2026-06-24 22:17:33 UTC", datetime(2026, 6, 24, 22, 17, 33, tzinfo=UTC)),
        ("2020-01-05", datetime(2020, 1, 5, tzinfo=UTC)),
        ("22 Jan 2026", datetime(2026, 1, 22, tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", None),
        ("Jan 2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_instants_of_change_are_in_utc(written: str, expected: datetime | None) -> None:
    assert pl.DataFrame({"text": [written]}).select(instant(pl.col("text"))).item() == expected


def test_dates_of_a_contact_keep_their_raw_form_and_the_sources_own_labels() -> None:
    raw = raw_frame(
        contact(
            dates=(Date("1984-03-05", "birthday"), Date("??", "_$!<Anniversary>!$_"), Date("2020-06-01", "First run"))
        ),
        contact("r2"),
    )
    found = contact_dates(raw.lazy()).select("ordinal", "kind", "date", "year", "iso", "raw").collect()
    assert found.rows() == [
        (1, "birthday", date(1984, 3, 5), 1984, "1984-03-05", "1984-03-05"),
        (2, "anniversary", None, None, None, "??"),
        (3, "First run", date(2020, 6, 1), 2020, "2020-06-01", "2020-06-01"),
    ]


def test_one_date_is_read_by_the_order_that_is_asked_for() -> None:
    assert read_date("3/4/85", is_month_first=True) == (3, 4, 1985)
    assert read_date("3/4/05") == (4, 3, 2005)
