"""LinkedIn's Connections.csv: the people the owner is connected to, with the day they connected."""

import re
from typing import ClassVar, Final

from configs.words import word_list
from connectors.csv_fields import full_text, named
from connectors.csv_table import CsvConnector, Row
from connectors.identity import raw_id
from connectors.records import Date, Email, Name, Organisation, RawContact, Skipped, Url

_HEADER: Final = frozenset(word_list("linkedin")["connections"]["header"])
_SLUG: Final = re.compile(r"linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE)


class LinkedInConnections(CsvConnector):
    """Reads `First Name,Last Name,URL,Email Address,Company,Position,Connected On`, with or without `URL`."""

    name: ClassVar[str] = "linkedin"
    title: ClassVar[str] = "LinkedIn connections"

    @classmethod
    def is_header(cls, keys: tuple[str, ...]) -> bool:
        """Whether there are a first and a last name and the day of connecting."""
        return _HEADER.issubset(keys)

    @classmethod
    def contact(cls, row: Row) -> RawContact | Skipped:
        """The contact in a row; one who hides name, profile and all else is skipped.

        The id is the slug of the profile as written, else made of the name and the day of connecting.
        """
        connected = row.take("connected on")
        if not row:
            return Skipped(row.file, "a connection who hides all details", row.position)
        names = named([Name(given=row.take("first name"), family=row.take("last name"))])
        url = row.take("url")
        organisation = Organisation(row.take("company"), title=row.take("position"))
        return RawContact(
            record_id=_slug(url) or raw_id(full_text(names[0]) if names else None, connected or url),
            file=row.file,
            position=row.position,
            names=names,
            emails=tuple(Email(address) for address in row.take_all("email address")),
            organisations=(organisation,) if any(organisation[:-1]) else (),
            urls=(Url(url, None, "social", "linkedin"),) if url else (),
            dates=(Date(connected, "connected"),) if connected else (),
            extra=row.rest(),
        )


def _slug(url: str | None) -> str | None:
    found = _SLUG.search(url or "")
    return found[1] if found else None
