"""What comes of one of Google's calendars: its events as records, what is gone of it, and what can't be read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec

from connectors.base import Batch, Batcher
from connectors.google.calendar_list import CalendarEntry
from connectors.google.events import GoogleEvent, event_text
from connectors.interaction_records import RawCalendar, RawInteraction
from connectors.records import Reject

_LONGEST_RAW: Final = 100_000


class Reading:
    """A calendar that is being read: the latest of what came of each event, and what couldn't be read.

    `now` is when the reading began (UTC), `of` what every record takes from the calendar itself.
    """

    def __init__(self, entry: CalendarEntry, account: str | None, *, now: datetime) -> None:
        self.entry = entry
        self.now = now
        self.of = msgspec.json.encode([entry.summary, entry.time_zone]).decode()
        self._account = account
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._events: dict[str, GoogleEvent] = {}
        self._rejects: list[Reject] = []

    def add(self, items: Sequence[object]) -> None:
        """Take a page's events, as Google gives them; of several of one id the last counts."""
        for item in items:
            try:
                event = msgspec.convert(item, GoogleEvent)
            except msgspec.ValidationError as error:
                self._reject(f"an event that can't be read ({error})", item)
            else:
                self._events.pop(event.id, None)
                self._events[event.id] = event

    def batches(self) -> Iterator[Batch]:
        """What came so far, as batches; what comes next is added anew."""
        events = list(self._events.values())
        gone = [event.id for event in events if event.is_deleted]
        batcher = Batcher()
        for event in events:
            # What was called off of a series that is gone goes with it.
            if event.is_deleted or (event.status == "cancelled" and event.recurring_event_id in gone):
                continue
            self._put(batcher, event)
            if batcher.is_full:
                yield batcher.take()
        batcher.rejects += self._rejects
        last = batcher.take()
        if last.read or gone:
            yield replace(last, gone=tuple(f"{self.entry.prefix}{event_id}" for event_id in gone))
        self.forget()

    def _put(self, batcher: Batcher, event: GoogleEvent) -> None:
        try:
            text = event_text(event, zone=self.entry.time_zone, now=self.now)
        except ValueError as error:
            self._reject(str(error), msgspec.to_builtins(event))
            return
        series = event.recurring_event_id
        batcher.interactions.append(
            RawInteraction(
                f"{self.entry.prefix}{event.id}",
                self.entry.file,
                1,  # what stands on a server has no place there
                "calendar",
                conversation=f"{self.entry.prefix}{series}" if series else None,
                account=self._account,
                calendar=RawCalendar(
                    event.uid, text, default_zone=self.entry.time_zone, name=self.entry.summary or None
                ),
            )
        )

    def _reject(self, reason: str, item: object) -> None:
        raw = msgspec.json.encode(item)[:_LONGEST_RAW].decode(errors="replace")
        self._rejects.append(Reject(self.entry.file, reason, raw=raw))
