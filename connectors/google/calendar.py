"""Google Calendar: the events of an account's chosen calendars, and what changed of them since."""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, TypeVar

import msgspec

from configs.errors import UnreachableError
from connectors.base import Batch
from connectors.google.api import ExpiredTokenError, GoogleApi, NoAccessError
from connectors.google.calendar_cursor import Place, read_cursor, write_cursor
from connectors.google.calendar_list import CalendarEntry, account_of, chosen
from connectors.google.calendar_reading import Reading
from connectors.google.events import selector
from connectors.records import Skipped

_ASKED: Final[Mapping[str, Any]] = {
    "singleEvents": False,  # series are expanded here
    "eventTypes": ["default", "fromGmail"],
    "maxResults": 2500,
    "fields": f"items({selector()}),nextPageToken,nextSyncToken",
}
"""What is asked of each calendar; a token holds for these only (`calendar_cursor` has a number for them)."""

_Read = TypeVar("_Read")

_LISTED: Final[Mapping[str, Any]] = {"maxResults": 250, "showHidden": True}


class _Page(msgspec.Struct, frozen=True, rename="camel"):
    """A page of a listing."""

    items: list[Any] = []
    next_page_token: str | None = None
    next_sync_token: str | None = None


class GoogleCalendar:
    """Reads an account's calendars, each from its own sync token.

    An event, a series and each of a series' times that differs from it (or was called off) is a record; the landing
    store puts a series together again. What Google calls deleted is gone; of a calendar that is no longer chosen, or no
    longer there, all is.
    """

    name: ClassVar[str] = "google_calendar"
    title: ClassVar[str] = "Google Calendar"

    def __init__(
        self, api: GoogleApi, *, calendars: tuple[str, ...], now: Callable[[], datetime], full_every: timedelta
    ) -> None:
        self._api = api
        self._wanted = calendars
        self._now = now
        self._full_every = full_every

    def check(self) -> str:
        """The calendars that are read, in one line; UserError where one that is named isn't there."""
        found = chosen(self._listed(), self._wanted)
        count = f"{len(found)} calendar{'' if len(found) == 1 else 's'}"
        return f"{count}: {', '.join(entry.title for entry in found)}" if found else count

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """What changed since the cursor; without one, or once in `full_every`, everything.

        A calendar that Google doesn't let us read any more is skipped, and what was read of it before stays, until it
        is gone from the account's list as well.

        Raises:
            UserError: a calendar that the settings name isn't there, Google can't be reached, or refuses the sign-in.
        """
        before = read_cursor(cursor)
        known = before or {}
        listed = self._listed()
        found = chosen(listed, self._wanted, known)
        places: dict[str, Place] = {}
        skipped: list[Skipped] = []
        for entry in found:
            reading = Reading(entry, account_of(listed), now=self._now())
            try:
                places[entry.id] = yield from self._calendar(reading, known.get(entry.id))
            except NoAccessError as error:
                skipped.append(Skipped(entry.file, f"a calendar that can't be read now: {error}"))
                if entry.id in known:
                    places[entry.id] = known[entry.id]
        here = {entry.id for entry in found}
        yield Batch(
            skipped=tuple(skipped),
            cursor=write_cursor(places),
            is_complete=before is None and not skipped,
            complete=tuple(f"{calendar_id}/" for calendar_id in known if calendar_id not in here),
        )

    def _calendar(self, reading: Reading, before: Place | None) -> Generator[Batch, None, Place]:
        """A calendar's batches, and then how far it was read."""
        if before is not None and before.token and not self._is_due(before, reading):
            try:
                token = self._changes(reading, before.token)
            except ExpiredTokenError:
                reading.forget()
            else:
                yield from reading.batches()
                return Place(token, before.full_at, before.of)
        try:
            token = yield from self._everything(reading)
        except ExpiredTokenError:
            raise UnreachableError(f"Google doesn't go on with {reading.entry.file}. Try again later.") from None
        return Place(token, reading.now, reading.of)

    def _everything(self, reading: Reading) -> Generator[Batch, None, str | None]:
        """Batches of all that stands on a calendar, page by page, and then the token that follows."""
        token = None
        for page in self._pages(reading.entry, None):
            token = page.next_sync_token
            reading.add(page.items)
            yield from reading.batches()
        yield Batch(complete=(reading.entry.prefix,))
        return token

    def _is_due(self, before: Place, reading: Reading) -> bool:
        """Whether all is read again: it's time, the clock was set back, or the calendar itself is another."""
        return before.of != reading.of or not timedelta() <= reading.now - before.full_at < self._full_every

    def _changes(self, reading: Reading, token: str) -> str | None:
        """Read what changed, as a whole: what of it came first may be out of date by its end."""
        new = None
        for page in self._pages(reading.entry, token):
            new = page.next_sync_token
            reading.add(page.items)
        return new

    def _pages(self, entry: CalendarEntry, sync_token: str | None) -> Iterator[_Page]:
        resource = self._api.calendar.events()
        since = {} if sync_token is None else {"syncToken": sync_token}
        return self._all(lambda **page: resource.list(calendarId=entry.id, **_ASKED, **since, **page))

    def _listed(self) -> list[CalendarEntry]:
        resource = self._api.calendar.calendarList()
        pages = self._all(lambda **page: resource.list(**_LISTED, **page))
        return [_read(item, CalendarEntry) for page in pages for item in page.items]

    def _all(self, request: Callable[..., Any]) -> Iterator[_Page]:
        """The pages of a listing, some of which may be empty."""
        seen: set[str | None] = set()
        token = None
        while token not in seen:
            seen.add(token)
            page = _read(self._api.execute(request(pageToken=token)), _Page)
            yield page
            token = page.next_page_token
            if not token:
                return
        raise UnreachableError("Google Calendar's pages go round in a circle. Try again later.")


def _read(item: object, of: type[_Read]) -> _Read:
    try:
        return msgspec.convert(item, of)
    except msgspec.ValidationError as error:
        raise UnreachableError(f"What Google Calendar answers can't be read: {error}. Try again later.") from error
