"""Where the next pull of a list of people starts."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from msgspec import DecodeError, Meta, Struct, field, json

_SHAPE: Final = 1
"""Raised when a cursor holds something else."""


class Cursor(Struct, frozen=True):
    """How far a list was read.

    `token` is Google's, None where it gave none; `full_at` when the list was last read from its beginning; `asked` the
    question that the token belongs to; `groups` the marks of the groups whose names stand in the records.
    """

    shape: int
    token: str | None
    full_at: Annotated[datetime, Meta(tz=True)]
    asked: str
    groups: dict[str, str] = field(default_factory=dict)

    def is_due(self, now: datetime, full_every: timedelta) -> bool:
        """Whether the whole list is to be read again: long ago, or in a future that the clock has come back from."""
        return not timedelta(0) <= now - self.full_at < full_every


def read_cursor(text: str | None) -> Cursor | None:
    """The cursor of a text; None where there is none, or none that can be read."""
    if text is None:
        return None
    try:
        cursor = json.decode(text, type=Cursor)
    except DecodeError:
        return None
    return cursor if cursor.shape == _SHAPE else None


def write_cursor(*, token: str | None, full_at: datetime, asked: str, groups: dict[str, str]) -> str:
    """A cursor as a text."""
    return json.encode(Cursor(_SHAPE, token, full_at, asked, groups)).decode()
