"""What a connector is: it reads one kind of source, in batches, and says nothing about the other sources."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar, Final, Protocol

from connectors.interaction_records import RawInteraction
from connectors.records import RawContact, Reject, Skipped

BATCH_SIZE: Final = 5_000
"""Records in a batch: large enough to load quickly, small enough to keep 100,000 cards with photos out of memory."""

HEAD_SIZE: Final = 65_536
"""Bytes from the start of a document by which a connector recognises it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stream of bytes that may hold contacts or interactions: a file, a member of a ZIP, or standard input.

    `name` is how people are told where something stands ("Takeout.zip/Contacts/All.vcf"); `folder` is the part of it
    before the last slash, so that files of one archive can be read together.
    """

    name: str
    size: int
    head: bytes = field(repr=False)
    open: Callable[[], BinaryIO] = field(repr=False)

    @property
    def folder(self) -> str:
        """The folder or archive that holds the document, "" where there is none."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of what a source holds.

    `gone` are ids of records that the source says were deleted, `renamed` pairs (old id, new id), `photos` the bytes of
    the pictures in `contacts` by their hash. `cursor` is where the next pull may start; `is_complete` says that the
    batches so far are everything the source holds, `complete` that they are everything it holds of the records whose
    ids begin so (of one address book, one calendar).

    A deleted series takes its exceptions with it: a gone id also stands for the interactions that name it as their
    `conversation`.
    """

    contacts: tuple[RawContact, ...] = ()
    interactions: tuple[RawInteraction, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    rejects: tuple[Reject, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    photos: dict[str, bytes] = field(default_factory=dict)
    cursor: str | None = None
    is_complete: bool = False
    complete: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many records this batch accounts for."""
        return len(self.contacts) + len(self.interactions) + len(self.rejects) + len(self.skipped)


class Connector(Protocol):
    """Reads a source. One that reads files is made from their documents and takes no cursor."""

    name: ClassVar[str]

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """The source's records, batch by batch; raises UserError where the source as a whole can't be read."""
        ...


class LiveConnector(Connector, Protocol):
    """A connector for a source that can be asked again and says what is new since: a server.

    A record id names one record. Where a pull gives one several times, the last counts.
    """

    title: ClassVar[str]
    """What people call it ("Google Contacts")."""

    def check(self) -> str:
        """What it reaches, in one line ("3 calendars: Ada, Work, Family"); raises UserError where that is nothing."""
        ...


class FileConnector(Connector, Protocol):
    """A connector for documents that recognises them by what they hold, never by their name alone."""

    title: ClassVar[str]
    """What people call it ("Google Contacts CSV")."""

    version: ClassVar[int]
    """Raised when the reader gets better, so that documents read by an older one are read again."""

    endings: ClassVar[tuple[bytes, ...]]
    """What every whole document ends with, in capitals and without blanks; () where that can't be told."""

    reads_together: ClassVar[bool]
    """Whether a document says something else beside others of a folder: all are read where one is new."""

    def __init__(self, documents: Sequence[Document]) -> None: ...

    @classmethod
    def recognises(cls, document: Document) -> bool:
        """Whether the document's head is of this kind."""
        ...


class Batcher:
    """Collects what a connector reads and hands it out in batches of `BATCH_SIZE` records or `MEGABYTES` of photos."""

    MEGABYTES: ClassVar[int] = 32

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.contacts: list[RawContact] = []
        self.interactions: list[RawInteraction] = []
        self.rejects: list[Reject] = []
        self.skipped: list[Skipped] = []
        self.photos: dict[str, bytes] = {}
        self._photo_bytes = 0

    def put(self, entry: RawContact | RawInteraction | Reject | Skipped) -> None:
        """Add what was read to the list it belongs to."""
        if isinstance(entry, RawContact):
            self.contacts.append(entry)
        elif isinstance(entry, RawInteraction):
            self.interactions.append(entry)
        elif isinstance(entry, Reject):
            self.rejects.append(entry)
        else:
            self.skipped.append(entry)

    def add_photo(self, key: str, data: bytes) -> None:
        """Keep a photo's bytes, once per hash and batch."""
        if key not in self.photos:
            self.photos[key] = data
            self._photo_bytes += len(data)

    @property
    def is_full(self) -> bool:
        """Whether it is time to hand out a batch."""
        held = len(self.contacts) + len(self.interactions) + len(self.rejects) + len(self.skipped)
        return held >= BATCH_SIZE or self._photo_bytes >= self.MEGABYTES << 20

    def take(self) -> Batch:
        """What was collected so far, as a batch; the batcher starts anew."""
        batch = Batch(
            contacts=tuple(self.contacts),
            interactions=tuple(self.interactions),
            rejects=tuple(self.rejects),
            skipped=tuple(self.skipped),
            photos=self.photos,
        )
        self._start()
        return batch
