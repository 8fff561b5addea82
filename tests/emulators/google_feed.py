"""A collection that is listed in pages and asked what changed: its page tokens and sync tokens."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from tests.emulators.clock import Clock
from tests.emulators.google_discovery import Call, mistake

SYNC_TOKEN_LASTS: Final = timedelta(days=7)
"""Counted from the full listing that a token goes back to, however often it was renewed since."""


class TokenExpiredError(Exception):
    """The sync token is too old: everything has to be listed again."""


@dataclass(slots=True)
class Entry:
    """What the collection holds, or held: `item` as the server's clients see it, None once it is deleted."""

    key: str
    item: Any
    revision: int


class Page(NamedTuple):
    """A page of a listing. `since` is the revision after which it tells changes, None where it lists everything."""

    entries: list[Entry]
    since: int | None
    next_page_token: str | None
    next_sync_token: str | None


class _Listing(NamedTuple):
    signature: str
    without_tokens: str
    keys: list[str]
    since: int | None
    revision: int
    full_at: datetime


class Feed:
    """A collection with revisions. `put` and `delete` are edits, `page` answers a list call."""

    def __init__(self, clock: Clock, *, lasts: timedelta = SYNC_TOKEN_LASTS) -> None:
        self._clock = clock
        self._lasts = lasts
        self._entries: dict[str, Entry] = {}
        self._listings: list[_Listing] = []
        self._sync_tokens: dict[str, tuple[str, int, datetime]] = {}
        self.revision = 0
        self.repeats = 0
        """How many entries of a page come again on the next one."""

    def __contains__(self, key: str) -> bool:
        return key in self._entries and self._entries[key].item is not None

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - an item is whatever the service holds
        return self._entries[key].item

    def items(self) -> Iterator[tuple[str, Any]]:
        """What it holds now, those changed last coming last."""
        for entry in sorted(self._entries.values(), key=lambda entry: entry.revision):
            if entry.item is not None:
                yield entry.key, entry.item

    def put(self, key: str, item: Any) -> None:  # noqa: ANN401 - as above
        """Add or change an item."""
        self.revision += 1
        self._entries[key] = Entry(key, item, self.revision)

    def delete(self, key: str) -> None:
        """Delete an item; those who ask what changed are told."""
        self.revision += 1
        self._entries[key] = Entry(key, None, self.revision)

    def drop(self, key: str) -> None:
        """Let an item go without a word (it goes on under another key)."""
        del self._entries[key]

    def expire_tokens(self) -> None:
        """All sync tokens given so far are too old."""
        long_ago = self._clock() - self._lasts
        self._sync_tokens = {key: (*token[:2], long_ago) for key, token in self._sync_tokens.items()}

    def page(self, call: Call, *, size: int, gives_token: bool = True) -> Page:
        """The page that a list call asks for; a sync token is given on the last one.

        Raises:
            TokenExpiredError: the sync token is too old.
            Refused: a token is unknown, or the arguments are others than in its first call.
        """
        page_token = call.arguments.get("pageToken")
        if page_token is None:
            self._listings.append(self._listing(call))
            number, at = len(self._listings) - 1, 0
        else:
            number, at = self._place(page_token)
        listing = self._listings[number]
        if listing.signature != call.signature():
            raise mistake(f"Request parameters differ from those of the page token's first call: {call.signature()}")
        end = at + size
        start = max(0, at - self.repeats) if page_token else 0
        entries = [self._entries[key] for key in listing.keys[start:end] if key in self._entries]
        if listing.since is None:
            entries = [entry for entry in entries if entry.item is not None]
        if end < len(listing.keys):
            return Page(entries, listing.since, f"page-{number}-{end}", None)
        return Page(entries, listing.since, None, self._sync_token(listing) if gives_token else None)

    def _listing(self, call: Call) -> _Listing:
        token = call.arguments.get("syncToken")
        signature, since, full_at = _without_tokens(call), None, self._clock()
        if token is not None:
            if token not in self._sync_tokens:
                raise mistake("Sync token is invalid.")
            of, since, full_at = self._sync_tokens[token]
            if not timedelta(0) <= self._clock() - full_at < self._lasts:
                raise TokenExpiredError
            if of != signature:
                raise mistake(f"Request parameters differ from those of the sync token's first call: {of}")
        keys = [
            entry.key
            for entry in sorted(self._entries.values(), key=lambda entry: entry.revision)
            if (entry.item is not None if since is None else entry.revision > since)
        ]
        return _Listing(call.signature(), signature, keys, since, self.revision, full_at)

    def _place(self, page_token: str) -> tuple[int, int]:
        kind, _, place = page_token.partition("-")
        number, _, at = place.partition("-")
        if kind != "page" or not number.isdigit() or not at.isdigit() or int(number) >= len(self._listings):
            raise mistake("Page token is invalid.")
        return int(number), int(at)

    def _sync_token(self, listing: _Listing) -> str:
        said = f"{id(self)} {listing.without_tokens} {listing.revision} {listing.full_at.isoformat()}"
        token = "sync-" + hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
        self._sync_tokens[token] = (listing.without_tokens, listing.revision, listing.full_at)
        return token


def _without_tokens(call: Call) -> str:
    return call.signature(without=("pageToken", "syncToken"))
