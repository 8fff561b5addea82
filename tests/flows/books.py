"""Address books of invented people for the tests of the flows."""

from collections.abc import Iterable
from pathlib import Path

HEADER = "First Name,Last Name,E-mail Address,Mobile Phone\n"


def card(number: int, *, given: str = "Jane", note: str | None = None) -> str:
    """A vCard of a person of that number, whom nothing joins with another."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:card-{number}",
        f"N:Doe{number};{given};;;",
        f"FN:{given} Doe{number}",
        f"EMAIL:jane{number}@example.org",
        f"TEL;TYPE=CELL:+44 20 7946 0{number % 1000:03d}",
        f"NOTE:{note}" if note else "",
        "END:VCARD",
    ]
    return "".join(f"{line}\r\n" for line in lines if line)


def book(path: Path, numbers: Iterable[int], *, given: str = "Jane", note: str | None = None) -> Path:
    """A file of such cards at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(card(number, given=given, note=note) for number in numbers).encode())
    return path


def table(path: Path, numbers: Iterable[int]) -> Path:
    """A CSV of other people at `path`."""
    rows = "".join(f"Max,Roe{number},max{number}@example.com,+1 212 555 01{number % 100:02d}\n" for number in numbers)
    path.write_text(HEADER + rows, encoding="utf-8")
    return path
