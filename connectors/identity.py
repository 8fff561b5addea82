"""Record ids: the source's own, or made of untouched raw values, so that better cleaning never changes an id."""

import hashlib
import json
import re
from typing import Final

from connectors.interaction_records import RawInteraction
from connectors.records import RawContact

_SAID: Final = RawContact._fields.index("kind")
"""Where what a contact says begins: before it stand its id and its place."""

_UPDATED: Final = RawContact._fields.index("updated")

_STAMP: Final = re.compile(r"^DTSTAMP[^\n]*\n", re.MULTILINE | re.IGNORECASE)


def raw_id(full_name: str | None, first_address: str | None) -> str:
    """An id for a record whose source gives none: a hash of its raw name and its first e-mail address or phone.

    Equal ids within a source are told apart when they are landed (`~2`, `~3`, …).
    """
    text = f"{full_name or ''}\x1f{first_address or ''}"
    return "raw:" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def sealed(raw: str | bytes) -> str:
    """What is told of a text that nobody may keep, a message's or a mail's: its length and a hash (BLAKE2b)."""
    text = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return f"{len(text)} bytes, BLAKE2b {hashlib.blake2b(text, digest_size=16).hexdigest()}"


def raw_name(contact: RawContact) -> str:
    """The contact's main name as written: whole, else its parts, else ""; it tells cards apart that share an id."""
    if not contact.names:
        return ""
    main = contact.names[0]
    return main.full or " ".join(part for part in main[1:6] if part)


def content_hash(contact: RawContact) -> str:
    """A hash of what the contact says: not of where it stands, nor of its change stamp, which exports write anew."""
    said = ("", "", 0, *contact[_SAID:_UPDATED], None, *contact[_UPDATED + 1 :])
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


def interaction_hash(interaction: RawInteraction) -> str:
    """A hash of what the interaction says: not of where it stands, nor of when its calendar was exported.

    DTSTAMP is the moment of the export in many calendars; what was really changed says so in other lines, too.
    """
    calendar = interaction.calendar
    if calendar is not None:  # tens of thousands: a text is hashed as it is, without being written as JSON
        said: str = repr((interaction.channel, calendar._replace(components=""))) + _STAMP.sub("", calendar.components)
    else:
        said = json.dumps(interaction._replace(record_id="", file="", position=0, sent_at=None))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
