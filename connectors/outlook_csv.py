"""Outlook's contacts as CSV: classic desktop, Outlook.com, and what Google exports for Outlook."""

from typing import ClassVar, Final

from configs.words import word_list
from connectors.csv_fields import Layout, has_signature, mapped_contact
from connectors.csv_table import CsvConnector, Row
from connectors.records import RawContact

_LAYOUT: Final[Layout] = word_list("csv_columns")["outlook"]


class OutlookCsv(CsvConnector):
    """Reads the CSV exports that have Outlook's columns, of any of its generations."""

    name: ClassVar[str] = "outlook_csv"
    title: ClassVar[str] = "Outlook CSV"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether enough columns are ones that only Outlook has."""
        return has_signature(keys, _LAYOUT)

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row: Outlook's Title is the honorific, its Job Title the role."""
        return mapped_contact(row, _LAYOUT)
