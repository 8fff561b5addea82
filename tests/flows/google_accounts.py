"""A Google account in emulation, with its sign-in, and somebody who signs in."""

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from configs.writing import write_source
from connectors.google.tokens import SCOPES
from tests.connectors.google.service_accounts import key_pair
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_calendar import GoogleCalendars
from tests.emulators.oauth import OAuthEmulator

ADDRESS: Final = "ada@example.org"
ALL: Final = frozenset(scope for scopes in SCOPES.values() for scope in scopes)


@dataclass
class Account:
    """The account, and the file of the OAuth client with which to sign in there."""

    google: GoogleEmulator
    oauth: OAuthEmulator
    calendars: GoogleCalendars
    client: Path

    def add_source(self, home: Path, name: str = "google", **values: object) -> None:
        """Write a source of this account into the settings of a home."""
        write_source(home / "config.toml", name, {"kind": "google", "endpoint": self.google.url} | values)


@contextmanager
def google_account(folder: Path) -> Iterator[Account]:
    """An account of Ada's with one calendar."""
    folder.mkdir(parents=True, exist_ok=True)
    with GoogleEmulator() as google, OAuthEmulator(tokens=google.tokens, public_key=key_pair()[1]) as oauth:
        calendars = GoogleCalendars(google)
        calendars.add("work@group.calendar.example.org", "Work")
        calendars.add(ADDRESS, primary=True)
        client = folder / "client_secret_123.json"
        client.write_text(oauth.client_text(), encoding="utf-8")
        yield Account(google, oauth, calendars, client)


@dataclass
class Somebody:
    """Signs in: at a browser that opens what it is shown, or by pasting where it ends."""

    oauth: OAuthEmulator
    shown: list[tuple[str, str | None]] = field(default_factory=list)
    browsers: list[threading.Thread] = field(default_factory=list)
    is_away: bool = False

    def show(self, address: str, *, redirect_uri: str | None) -> None:
        self.shown.append((address, redirect_uri))
        if redirect_uri is not None and not self.is_away:
            self.browsers.append(threading.Thread(target=self.browse, args=(address, redirect_uri)))
            self.browsers[-1].start()

    def browse(self, address: str, redirect_uri: str) -> None:
        """Say yes, and come back."""
        query = self.oauth.browse(address)
        with urllib.request.urlopen(f"{redirect_uri}?{query}", timeout=5) as page:  # noqa: S310 - of this machine
            assert b"close this window" in page.read()

    def pasted(self) -> str:
        return f" http://127.0.0.1:47113/?{self.oauth.browse(self.shown[-1][0])}\n"

    def wait(self) -> None:
        for browser in self.browsers:
            browser.join()
