"""LinkedIn's Contacts.csv: the address book that the owner once let LinkedIn import."""

from typing import ClassVar, Final

from configs.words import word_list
from connectors.csv_fields import mapped_contact
from connectors.csv_table import CsvConnector, Row
from connectors.records import RawContact

_WORDS: Final = word_list("linkedin")["contacts"]


class LinkedInContacts(CsvConnector):
    """Reads `Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,…,InstantMessageHandles,…`."""

    name: ClassVar[str] = "linkedin_contacts"
    title: ClassVar[str] = "LinkedIn imported contacts"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether the columns have LinkedIn's spelling (`FirstName`, `InstantMessageHandles`)."""
        return set(_WORDS["header"]).issubset(keys)

    @classmethod
    def contact(cls, row: Row) -> RawContact:
        """The contact in a row; a cell may hold several addresses or numbers."""
        return mapped_contact(row, _WORDS["layout"])
