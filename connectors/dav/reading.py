"""Reads members of a collection by the connector of their format: each by itself, so that a broken one costs one."""

import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Final

from connectors.base import Batcher, Document
from connectors.dav.collections import Collection
from connectors.dav.fetching import Fetched
from connectors.dav.hrefs import shown
from connectors.dav.kinds import Kind, counted
from connectors.interaction_records import RawInteraction
from connectors.records import RawContact, Reject, Skipped

UID: Final = "UID"
"""The key in `extra` of a card's own id: its record is called by its place on the server."""


class Reader:
    """Reads the members of one collection into a batcher."""

    def __init__(self, collection: Collection, kind: Kind, batcher: Batcher, *, account: str | None) -> None:
        self._collection = collection
        self._kind = kind
        self._batcher = batcher
        self._account = account
        self._left_out: Counter[str] = Counter()

    def read(self, members: Sequence[Fetched]) -> dict[str, int]:
        """Read what was fetched; returns how many records each member gave, by its name."""
        told = [member for member in members if member.content is not None]
        documents = [_document(member.name, member.content or b"") for member in told]
        records: dict[str, int] = defaultdict(int)
        heard: set[str] = set()
        for batch in self._kind.reader(documents).pull():
            for key, photo in batch.photos.items():
                self._batcher.add_photo(key, photo)
            read: list[RawContact | RawInteraction] = [*batch.contacts, *batch.interactions]
            for record in read:
                records[record.file] += 1
                self._batcher.put(self._placed(record, records[record.file]))
            notes: list[Reject | Skipped] = [*batch.rejects, *batch.skipped]
            for note in notes:
                heard.add(note.file)
                self._note(note)
        for member in told:
            if member.name not in records and member.name not in heard:
                self._batcher.put(Skipped(self.place(member.name), "nothing is in it"))
        return {member.name: records.get(member.name, 0) for member in told}

    def refuse(self, name: str, reason: str) -> None:
        """Note a member that the server doesn't give."""
        self._batcher.put(Reject(self.place(name), reason))

    def finish(self) -> None:
        """Note what is left out of whole members, once for each reason: thousands of events have a reminder."""
        for reason, count in sorted(self._left_out.items()):
            said = reason if count == 1 else f"{reason} (in {counted(count, self._kind.member)})"
            self._batcher.put(Skipped(self._collection.name, said))

    def place(self, name: str) -> str:
        """How people are told where a member is: "Family/ada.vcf"."""
        return f"{self._collection.name}/{shown(name)}"

    def _placed(self, record: RawContact | RawInteraction, number: int) -> RawContact | RawInteraction:
        href = f"{self._collection.path}{record.file}"
        record_id = href if number == 1 else f"{href}#{number}"
        file = self.place(record.file)
        if isinstance(record, RawContact):
            return record._replace(record_id=record_id, file=file, extra=_with_own_id(record))
        calendar = record.calendar
        if calendar is not None:
            zone = calendar.default_zone or self._collection.zone
            calendar = calendar._replace(name=self._collection.name, default_zone=zone)
        return record._replace(record_id=record_id, file=file, account=self._account, calendar=calendar)

    def _note(self, note: Reject | Skipped) -> None:
        if isinstance(note, Skipped) and note.position is None:
            self._left_out[note.reason] += 1
        else:
            self._batcher.put(note._replace(file=self.place(note.file)))


def _document(name: str, content: bytes) -> Document:
    return Document(name, len(content), b"", partial(io.BytesIO, content))


def _with_own_id(record: RawContact) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A card's `extra` with its own id, the first of those that it has."""
    if record.record_id.startswith("raw:"):
        return record.extra
    others = tuple(entry for entry in record.extra if entry[0] != UID)
    more = [value for key, values in record.extra if key == UID for value in values]
    return (*others, (UID, (record.record_id, *more)))
