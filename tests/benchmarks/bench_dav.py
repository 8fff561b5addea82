"""What an address book of 10,000 cards on a real CardDAV server, Radicale, costs: CPU and requests.

Each pull is landed, and what is landed is compared with the files that the server keeps, card by card; where they
differ it fails. The server runs in a process of its own, so the seconds are the client's and the landing store's.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from connectors.base import Document
from connectors.dav import CardDav
from connectors.network import Answer, Network
from connectors.vcard import VCard
from tests.benchmarks.books import icloud_card, invent
from tests.benchmarks.measure import Figure, print_figures
from tests.emulators.radicale import PASSWORD, USER, Collections, radicale_process
from warehouse.landing import LandingStore
from warehouse.merging import Counts, Source

BOOK: Final = f"/{USER}/people/"
SOURCE: Final = Source("carddav")
EDITS: Final = 100
UID: Final = re.compile(r"^UID:\S+", re.MULTILINE)


class Cost(NamedTuple):
    """What a pull cost, and what came of it."""

    cpu: float
    requests: int
    counts: Counts


class CountingNetwork(Network):
    """A network that counts what it is asked to send."""

    sent = 0

    def send(self, method: str, url: str, **asked: object) -> Answer:
        """Count, and send."""
        self.sent += 1
        return super().send(method, url, **asked)  # type: ignore[arg-type] # as above


def cards(count: int, *, seed: int) -> list[str]:
    """That many cards of different people, as iCloud writes them."""
    rng = Random(seed)
    people = [invent(seed * 1_000_000 + number, rng) for number in range(count)]
    return ["\r\n".join(["BEGIN:VCARD", *icloud_card(one, None), "END:VCARD", ""]) for one in people]


def told(text: str) -> tuple[str, ...]:
    """What is compared of a card: its unfolded FN, UID and EMAIL lines, read without Kith's reader."""
    lines = text.replace("\r\n", "\n").replace("\n ", "").split("\n")
    return tuple(sorted(line.rpartition(":")[2] for line in lines if line.startswith(("FN", "UID", "EMAIL"))))


def landed(store: LandingStore) -> dict[str, tuple[str, ...]]:
    """What is landed, by the member's name."""
    found = {}
    for row in store.raw_contacts().select("record_id", "names", "emails", "extra").iter_rows(named=True):
        texts = [row["names"][0]["full"], *row["extra"]["UID"], *(email["address"] for email in row["emails"])]
        found[row["record_id"].removeprefix(BOOK)] = tuple(sorted(texts))
    return found


class Night:
    """Pulls and lands, and counts what that costs."""

    def __init__(self, store: LandingStore, server: Collections) -> None:
        self._store = store
        self._server = server

    def sync(self, *, days: float = 0) -> Cost:
        """A pull, days from now, landed and compared with what the server holds.

        Raises:
            SystemExit: they differ.
        """
        now = datetime.now(UTC) + timedelta(days=days)
        with CountingNetwork(auth=(USER, PASSWORD)) as network:
            connector = CardDav(network, self._server.url, now=lambda: now, full_every=timedelta(days=6))
            started = time.process_time()
            run = self._store.begin_run("sync")
            counts = self._store.land_pull(run, SOURCE, connector.pull(self._store.cursor(SOURCE)))
            cpu = time.process_time() - started
        self._compare()
        return Cost(cpu, network.sent, counts)

    def _compare(self) -> None:
        ours = landed(self._store)
        theirs = {name: told(text) for name, text in self._server.texts(BOOK).items()}
        if ours != theirs:
            wrong = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
            raise SystemExit(f"{len(wrong):,} cards differ from the server's, for example {wrong[:3]}")


def edit(server: Collections, *, seed: int) -> None:
    """Change 60 cards, delete 20 and add 20."""
    held = server.texts(BOOK)
    fresh = cards(EDITS - 20, seed=seed)
    taken = Random(seed).sample(sorted(held), EDITS - 20)
    for name in taken[:20]:
        server.delete(BOOK + name)
    for name, text in zip(taken[20:], fresh, strict=False):
        server.put(BOOK + name, UID.sub(UID.findall(held[name])[0], text))  # another person's, under the same id
    for number, text in enumerate(fresh[60:]):
        server.put(f"{BOOK}new-{seed}-{number}.vcf", text)


def reading_alone(texts: list[str]) -> float:
    """Seconds of CPU to read the same cards from one file."""
    content = "".join(texts).encode()
    document = Document("book", len(content), content[:1_000], lambda: BytesIO(content))
    started = time.process_time()
    read = sum(batch.read for batch in VCard([document]).pull())
    assert read == len(texts)
    return time.process_time() - started


@contextmanager
def night(count: int) -> Iterator[tuple[Night, Collections]]:
    """A server with a book of so many cards, and an empty landing store."""
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("server", "home")]
        for place in places:
            place.mkdir()
        with radicale_process(places[0]) as server, LandingStore.open(places[1]) as store:
            server.put(BOOK, "".join(cards(count, seed=1)))
            yield Night(store, server), server


def costs(count: int) -> dict[str, Cost]:
    """What each kind of pull costs."""
    with night(count) as (one, server):
        found = {f"first pull of {count:,} cards": one.sync(), "nothing changed": one.sync()}
        edit(server, seed=2)
        found[f"{EDITS} edits"] = one.sync()
        edit(server, seed=3)
        server.forget_tokens()
        found[f"{EDITS} edits and a lost token"] = one.sync()
        found["all again, a week later"] = one.sync(days=7)
    return found


def main() -> None:
    """Measure, print the table, and fail where what is landed isn't what the server holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    count = parser.parse_args().cards
    alone = reading_alone(cards(count, seed=1))
    figures = []
    for what, cost in costs(count).items():
        read = f"{cost.counts.loaded:,} loaded, {cost.counts.gone:,} gone, {cost.requests} requests"
        figures.append(
            Figure(
                f"{what}: {read}", "", f"{cost.cpu:.2f} s", f"{alone:.2f} s", f"{cost.cpu / alone:.2f}", is_reached=True
            )
        )
    print_figures("CPU to pull and land an address book from Radicale", figures, peer="the file read")


if __name__ == "__main__":
    main()
