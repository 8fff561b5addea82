"""The calendars of a Google account, and which of them are read."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from configs.errors import UserError
from configs.words import word_list

WORDS: Final = ("all", "own", "selected", "primary")
"""What `calendars` in the settings may say instead of names and ids."""

_BUSY_ONLY: Final = "freeBusyReader"


class CalendarEntry(Struct, frozen=True, rename="camel"):
    """A calendar as it stands in the account's list.

    `summary` is what its owner calls it, `summary_override` what the account does; `access_role` is owner, writer,
    reader or freeBusyReader (who sees when somebody is busy, and nothing else).
    """

    id: str
    summary: str = ""
    summary_override: str | None = None
    time_zone: str | None = None
    primary: bool = False
    selected: bool = False
    hidden: bool = False
    access_role: str = "reader"

    @property
    def title(self) -> str:
        """What the account calls it."""
        return self.summary_override or self.summary or self.id

    @property
    def file(self) -> str:
        """How people are told where something stands."""
        return f"Google Calendar/{self.summary or self.id}"

    @property
    def prefix(self) -> str:
        """How the ids of its records begin."""
        return f"{self.id}/"


def account_of(listed: Sequence[CalendarEntry]) -> str | None:
    """The account's address: its primary calendar is called by it."""
    return next((entry.id for entry in listed if entry.primary), None)


def chosen(listed: Sequence[CalendarEntry], wanted: Sequence[str], known: Collection[str] = ()) -> list[CalendarEntry]:
    """The calendars that the settings ask for, in the order of the list.

    An id names one calendar. Words stand for several: `all` for those that aren't hidden, `own` for the account's own
    ones, `selected` for those that it shows, or that are `known` from an earlier pull (people hide and show calendars
    all day, and what happened has happened), `primary` for its first. Anything else is a name, in any case, of one or
    several. Those that hold no meetings (holidays, birthdays, weeks' numbers) are read only where their ids are given,
    those of which only busy times can be seen where their ids or names are.

    Raises:
        UserError: a calendar that is named isn't there; the message lists those that are.
    """
    found: set[str] = set()
    for wish in wanted:
        ids = _named(listed, wish.strip(), known)
        if not ids and wish.strip().lower() not in WORDS:
            raise UserError(_missing(listed, wish))
        found |= ids
    return [entry for entry in listed if entry.id in found]


def _named(listed: Sequence[CalendarEntry], wish: str, known: Collection[str]) -> set[str]:
    if any(entry.id == wish for entry in listed):
        return {wish}
    meetings = [entry for entry in listed if not entry.id.endswith(_without_meetings())]
    name = wish.casefold()
    if name in WORDS:
        return {entry.id for entry in meetings if entry.access_role != _BUSY_ONLY and _is_of(entry, name, known)}
    return {entry.id for entry in meetings if name and name in {entry.title.casefold(), entry.summary.casefold()}}


def _is_of(entry: CalendarEntry, word: str, known: Collection[str]) -> bool:
    if word == "primary":
        return entry.primary
    if word == "own":
        return entry.access_role == "owner"
    if word == "selected":
        return entry.selected or entry.id in known
    return not entry.hidden


@cache
def _without_meetings() -> tuple[str, ...]:
    return tuple(word_list("calendar")["google"]["without_meetings"])


def _missing(listed: Sequence[CalendarEntry], wish: str) -> str:
    account = account_of(listed)
    there = ", ".join(sorted({entry.title for entry in listed if not entry.id.endswith(_without_meetings())}))
    return (
        f"There is no calendar {wish!r} in the Google account{f' {account}' if account else ''}. "
        f"It has {there or 'none that could be read'}. Name those, or say all, own, selected or primary, in "
        "`calendars` of the source in config.toml."
    )
