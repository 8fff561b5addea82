"""Tells what in a calendar is no meeting: birthdays, holidays, absences, blocks of work, where somebody works.

What says so is in `configs/words/calendar.toml`.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from configs.words import word_list
from connectors.calendar.events import Event

MEETING: Final = "event"
_OUTLOOK: Final = "X-MICROSOFT-"


class _Signs(NamedTuple):
    """What an event of one kind looks like."""

    kind: str
    categories: frozenset[str]
    calendars: re.Pattern[str] | None
    properties: frozenset[str]
    uids: re.Pattern[str] | None
    titles: frozenset[str]


@cache
def _kinds() -> tuple[_Signs, ...]:
    return tuple(
        _Signs(
            kind,
            frozenset(signs["categories"]),
            re.compile(rf"(?:{signs['calendars']})\Z", re.IGNORECASE) if signs["calendars"] else None,
            frozenset(signs["properties"]),
            re.compile(signs["uids"], re.IGNORECASE) if signs["uids"] else None,
            frozenset(signs["titles"]),
        )
        for kind, signs in word_list("calendar")["kinds"].items()
    )


@cache
def _all_properties() -> frozenset[str]:
    return frozenset().union(*(signs.properties for signs in _kinds()))


def kind_of(event: Event, calendar: str | None) -> str:
    """`Occurrence.kind` of an event in a calendar of that name.

    What has attendees is a meeting, whatever else it is called: a birthday party, a trip that is "out of office".
    """
    if event.attendees:
        return MEETING
    said = {sign for name, value in event.hints for sign in (name, f"{name}={value}")} & _all_properties()
    is_all_day = event.start is not None and event.start.is_date
    labels = {category.lower() for category in event.categories} if is_all_day else set()
    title = (event.summary or "").lower()
    uid = event.uid or ""
    for signs in _kinds():
        if (
            said & signs.properties
            or labels & signs.categories
            or title in signs.titles
            or (signs.uids and signs.uids.match(uid))
            or (is_all_day and calendar and signs.calendars and signs.calendars.match(calendar.strip()))
        ):
            return signs.kind
    return MEETING


def is_called_off(event: Event) -> bool:
    """Whether a mail program says so in the title, as Outlook does ("Canceled: …")."""
    title = (event.summary or "").lower()
    words: list[str] = word_list("calendar")["cancelled"]["titles"]
    return title.startswith(tuple(words)) and any(name.startswith(_OUTLOOK) for name, _ in event.hints)
