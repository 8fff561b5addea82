"""A live source without a network: it gives what a test says, and fails as a test says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from connectors.base import Batch
from connectors.records import Email, Name, RawContact
from flows.source_parts import Part
from warehouse.merging import Source


def contact(number: int, *, note: str | None = None) -> RawContact:
    """A contact of that number, whom nothing joins with another."""
    return RawContact(
        f"people/c{number}",
        "Google Contacts",
        number + 1,
        names=(Name(given="Jane", family=f"Doe{number}"),),
        emails=(Email(f"jane{number}@example.org"),),
        note=note,
    )


@dataclass
class Server:
    """A server that holds contacts by number, knows of one change at a time, and can fail."""

    name: ClassVar[str] = "google_contacts"
    title: ClassVar[str] = "Google Contacts"

    held: dict[int, RawContact] = field(default_factory=dict)
    failure: Exception | None = None
    pulls: list[str | None] = field(default_factory=list)

    def pull(self, cursor: str | None = None) -> Iterator[Batch]:
        """All it holds; the failure comes after the first batch."""
        self.pulls.append(cursor)
        yield Batch(tuple(self.held.values()))
        if self.failure:
            raise self.failure
        yield Batch(complete=("people/",), is_complete=cursor is None, cursor=str(len(self.pulls)))

    def check(self) -> str:
        """What it holds."""
        if self.failure:
            raise self.failure
        return f"{len(self.held)} contacts"


def server(numbers: Sequence[int] = (), failure: Exception | None = None) -> Server:
    """A server with contacts of these numbers."""
    return Server({number: contact(number) for number in numbers}, failure)


def part(held: Server, name: str = "google") -> Part:
    """The part of a sync that pulls a server."""
    return Part(name, Source(Server.name, "me", None if name == "google" else name), Server.title, lambda: held)


def failing(error: Exception, name: str = "google") -> Part:
    """A part whose server can't even be connected to."""

    def connect() -> Server:
        raise error

    connected: Callable[[], Server] = connect
    return Part(name, Source(Server.name, "me", None if name == "google" else name), Server.title, connected)
