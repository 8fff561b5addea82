"""Asks the emulator as a sync does, and tells what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from connectors.dav import CalDav, CardDav
from connectors.network import Network, NetworkLimits
from connectors.records import RawContact, Reject, Skipped
from tests.connectors.live_contract import Mirror, Pulled
from tests.emulators.clock import Clock
from tests.emulators.dav import Dav

QUICK = NetworkLimits(tries=2, timeout_seconds=60)


def card(uid: str, name: str, *lines: str) -> str:
    """A card as iCloud writes it."""
    given, _, family = name.partition(" ")
    return "\r\n".join(
        ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{family};{given};;;", *lines, "END:VCARD", ""]
    )


class Asker:
    """Pulls again and again, from where the last pull ended, and keeps what it gave."""

    def __init__(self, server: Dav, network: Network) -> None:
        self.server = server
        self.network = network
        self.clock = Clock()
        self.mirror = Mirror()

    def connector(self, path: str = "", *, is_calendar: bool = False, **options: Any) -> CardDav | CalDav:  # noqa: ANN401 - of the connector
        kind = CalDav if is_calendar else CardDav
        options = {"now": self.clock, "full_every": timedelta(days=7), **options}
        return kind(self.network, self.server.url + path, **options)

    def pull(self, path: str = "", **options: Any) -> Pulled:  # noqa: ANN401 - of the connector
        self.server.asked.clear()
        return self.mirror.pull(self.connector(path, **options))

    @property
    def names(self) -> dict[str, str | None]:
        """The names of the contacts that were pulled so far, by their ids."""
        records = self.mirror.records.values()
        return {each.record_id: each.names[0].full for each in records if isinstance(each, RawContact)}

    def asked(self, what: str) -> int:
        """How many requests of a kind the last pull made."""
        return sum(request.split()[0] == what for request in self.server.asked)


def rejects(pulled: Pulled) -> list[Reject]:
    return [reject for batch in pulled.batches for reject in batch.rejects]


def skipped(pulled: Pulled) -> list[Skipped]:
    return [each for batch in pulled.batches for each in batch.skipped]


@contextmanager
def asker(limits: NetworkLimits = QUICK) -> Iterator[Asker]:
    """The emulator, and who asks it."""
    with Dav() as server, Network(auth=("ada", "correct horse"), limits=limits, sleep=lambda _: None) as network:
        yield Asker(server, network)
