"""Yahoo's address book as CSV."""

from typing import ClassVar, Final

from configs.words import word_list
from connectors.csv_fields import Layout, has_signature, mapped_contact
from connectors.csv_table import CsvConnector, Row
from connectors.records import RawContact

_LAYOUT: Final[Layout] = word_list("csv_columns")["yahoo"]


class YahooCsv(CsvConnector):
    """Reads the CSV that Yahoo Mail exports (`First,Middle,Last,…,Yahoo! ID,…`)."""

    name: ClassVar[str] = "yahoo_csv"
    title: ClassVar[str] = "Yahoo CSV"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether enough columns are ones that only Yahoo has."""
        return has_signature(keys, _LAYOUT)

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row; the Yahoo! ID is a messenger handle."""
        return mapped_contact(row, _LAYOUT)
