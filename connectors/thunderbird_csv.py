"""Thunderbird's address book as CSV."""

import re
from typing import ClassVar, Final

from configs.words import word_list
from connectors.csv_fields import Layout, has_signature, mapped_contact
from connectors.csv_table import CsvConnector, Row
from connectors.records import Date, RawContact

_LAYOUT: Final[Layout] = word_list("csv_columns")["thunderbird"]
_IS_NUMBER: Final = re.compile("[0-9]{1,4}").fullmatch


class ThunderbirdCsv(CsvConnector):
    """Reads the CSV that Thunderbird exports (`First Name,Last Name,Display Name,…,Screen Name,…`)."""

    name: ClassVar[str] = "thunderbird_csv"
    title: ClassVar[str] = "Thunderbird CSV"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether enough columns are ones that only Thunderbird has."""
        return has_signature(keys, _LAYOUT)

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row; its birth year, month and day become one date where they are numbers."""
        dates = _birthday(row)
        return mapped_contact(row, _LAYOUT)._replace(dates=dates)


def _birthday(row: Row) -> tuple[Date, ...]:
    """The birthday as YYYY-MM-DD, --MM-DD without a year; parts that make no day stay in the row."""
    columns = ("birth year", "birth month", "birth day")
    year, month, day = (row.peek(column).strip() for column in columns)
    if not all(_IS_NUMBER(part) for part in (month, day, year or "0")):
        return ()
    row.take_all(*columns)
    start = f"{int(year):04}" if int(year or 0) else "-"
    return (Date(f"{start}-{int(month):02}-{int(day):02}", "birthday"),)
