"""What is remembered of a pull: each collection's token, each member's ETag and how many records it gave."""

from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec


class Held(msgspec.Struct):
    """What is known of a collection.

    `full_at` is when all of it was read last (UTC); `etags` are those of its members by their names, None of one that
    the server failed to give; `counts` are of those that gave not just one record.
    """

    full_at: Annotated[datetime, msgspec.Meta(tz=True)]
    name: str
    token: str | None
    ctag: str | None
    etags: dict[str, str | None]
    counts: dict[str, int] = {}

    def ids(self, name: str, prefix: str) -> list[str]:
        """The ids of the records that a member gave."""
        href = f"{prefix}{name}"
        return [href if number == 1 else f"{href}#{number}" for number in range(1, self.counts.get(name, 1) + 1)]

    def all_ids(self, prefix: str) -> list[str]:
        """The ids of all its records."""
        return [each for name in self.etags for each in self.ids(name, prefix)]


NOTHING: Final = Held(full_at=datetime.min.replace(tzinfo=UTC), name="", token=None, ctag=None, etags={})
"""What is known of a collection that was never read."""

Cursor = dict[str, Held]
"""What is known, by the collections' paths."""


def read_cursor(text: str | None) -> Cursor:
    """The cursor of an earlier pull; {}, which means all anew, for none and for one that can't be read."""
    if not text:
        return {}
    try:
        return msgspec.json.decode(text, type=Cursor)
    except msgspec.DecodeError:
        return {}


def written_cursor(cursor: Cursor) -> str:
    """The cursor as text."""
    return msgspec.json.encode(cursor).decode()
