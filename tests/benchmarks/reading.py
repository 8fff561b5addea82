"""The two readers side by side: `python tests/benchmarks/reading.py kith|vobject BOOK.vcf` reads a book.

It prints, as JSON, how many cards were read and the seconds of CPU and wall time from the first byte to the last card;
the interpreter's start and the imports are not in them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from connectors.base import HEAD_SIZE, Document
from connectors.records import RawContact


def kith_contacts(path: Path) -> Iterator[RawContact]:
    """The contacts that Kith reads from a book."""
    from connectors.vcard import VCard  # here: the peer's process must not pay for it

    with path.open("rb") as book:
        head = book.read(HEAD_SIZE)
    document = Document(path.name, path.stat().st_size, head, lambda: path.open("rb"))
    for batch in VCard([document]).pull():
        yield from batch.contacts


def vobject_cards(path: Path) -> Iterator[Any]:
    """The cards that vobject reads from a book; without `allowQP` it would stop at the first soft line break."""
    import vobject  # here: Kith's process must not pay for it

    with path.open(encoding="utf-8", newline="") as book:
        yield from vobject.readComponents(book, allowQP=True)


READERS: Final[dict[str, Callable[[Path], Iterator[Any]]]] = {"kith": kith_contacts, "vobject": vobject_cards}


def main(reader: str, path: str) -> None:
    """Read a book once and print what it took."""
    __import__({"kith": "connectors.vcard"}.get(reader, reader))
    cpu, wall = time.process_time(), time.perf_counter()
    count = sum(1 for _ in READERS[reader](Path(path)))
    seconds = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    print(json.dumps({"cards": count, **seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
