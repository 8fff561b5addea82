"""Where the next pull of a Google account's calendars starts: a sync token for each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import DecodeError, Meta, Struct, json

_SHAPE = 1
"""Raised when a cursor holds something else, or other fields are asked for, which Google refuses with an old token."""


class Place(Struct, frozen=True):
    """How far a calendar was read.

    `token` is Google's, None where it gave none; `full_at` when it was last read from its beginning; `of` what its
    records take from the calendar itself: once that is another, they all are.
    """

    token: str | None
    full_at: Annotated[datetime, Meta(tz=True)]
    of: str


class _Cursor(Struct, frozen=True):
    shape: int
    calendars: dict[str, Place]


def read_cursor(text: str | None) -> dict[str, Place] | None:
    """The places by the ids of their calendars; None where there is no cursor, or none that can be read."""
    if text is None:
        return None
    try:
        cursor = json.decode(text, type=_Cursor)
    except DecodeError:
        return None
    return cursor.calendars if cursor.shape == _SHAPE else None


def write_cursor(places: Mapping[str, Place]) -> str:
    """The places as the text of a cursor."""
    return json.encode(_Cursor(_SHAPE, dict(places))).decode()
