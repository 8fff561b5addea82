"""A home with four sources and the servers behind them, over real HTTP: what nights are like, and what goes wrong.

    with Nights(tmp_path) as nights:
        nights.begin()                     # the first sync
        nights.edit()                      # a day's changes at all four
        expected = nights.undisturbed()    # what a sync comes to in which nothing goes wrong
        nights.sync()                      # in this process; nights.start() is a process of its own
        nights.again()                     # as after the first sync; the servers keep their changes

Ada Brandt knows a few people. Ben is in her Google contacts, on her CardDAV server and in an export, and in calendars.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from typer.testing import CliRunner

from configs.secrets import Secrets
from flows.cli.app import app
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_calendar import GoogleCalendars
from tests.emulators.google_feed import Feed
from tests.emulators.oauth import READ_ONLY, OAuthEmulator
from tests.emulators.radicale import PASSWORD, USER, Radicale
from tests.flows.night_people import ADDRESS, at, event, hour, meeting, person, vcard
from tests.flows.night_state import State, state

KITH: Final = str(Path(sys.executable).with_name("kith"))
REFRESH_TOKEN: Final = "1//refresh-of-ada"

BOOK: Final = "/ada/friends/"
CALENDAR: Final = "/ada/days/"

SOURCES: Final = """
owner = "me"
time_zone = "Europe/Berlin"

[me]
emails = ["{address}"]

[sync]
tries = {tries}
timeout_seconds = {timeout}
{more}

[sources.google]
kind = "google"
endpoint = "{google}"

[sources.carddav]
kind = "carddav"
url = "{carddav}"
user = "{user}"

[sources.caldav]
kind = "caldav"
url = "{caldav}"
user = "{user}"

[sources.inbox]
kind = "folder"
path = "{inbox}"
"""


class Ran(NamedTuple):
    """How a command ended, and what it printed with blanks and line ends made one."""

    code: int
    out: str
    err: str


class Nights:
    """The home, its sources and their servers; `tries`, `timeout` (seconds) and `more` go into [sync]."""

    def __init__(self, folder: Path, *, tries: int = 1, timeout: int = 5, more: str = "") -> None:
        self.home = folder / "home"
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self._folder = folder
        self.google = GoogleEmulator()
        self.calendars = GoogleCalendars(self.google)
        self.oauth = OAuthEmulator()
        self.google.tokens = self.oauth.tokens
        self._radicale = folder / "radicale"
        self._radicale.mkdir()
        self.dav = Radicale(self._radicale)
        self._tries = tries
        self._timeout = timeout
        self._more = more
        self._days = 0
        self._first: list[tuple[Feed, dict[str, Any]]] = []
        self._began_at = self.google.clock()
        self._servers = ExitStack()

    def __enter__(self) -> Self:
        for server in (self.google, self.oauth, self.dav):
            self._servers.enter_context(server)
        self._fill()
        self.settle()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._servers.__exit__(kind, error, trace)

    def begin(self) -> None:
        """The first sync."""
        assert self.sync("--quiet") == (0, "", "")
        shutil.copytree(self.home, self._folder / "first")
        shutil.copytree(self.inbox, self._folder / "exports")
        shutil.copytree(self._radicale / "collections", self._folder / "collections")
        feeds = (self.google.people, self.google.people.others, self.calendars[ADDRESS])
        self._first = [(feed, _contents(feed)) for feed in feeds]

    def again(self) -> None:
        """Everything as it was after the first sync."""
        for name, place in (
            ("first", self.home),
            ("exports", self.inbox),
            ("collections", self._radicale / "collections"),
        ):
            shutil.rmtree(place)
            shutil.copytree(self._folder / name, place)
        for feed, contents in self._first:
            vars(feed).clear()
            vars(feed).update(contents)
            vars(feed).update(_contents(feed))
        self._days = 0
        self.google.clock.at = self._began_at
        self.google.gives_410 = False
        self.calendars.page_size = None
        self.oauth.refresh_tokens[REFRESH_TOKEN] = READ_ONLY

    def settle(self, **urls: str) -> None:
        """Write the settings and keep the sign-ins; `urls` are other addresses of google, carddav or caldav."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        places = {"google": self.google.url, "carddav": self.dav.url, "caldav": self.dav.url, **urls}
        limits = {"tries": self._tries, "timeout": self._timeout, "more": self._more}
        text = SOURCES.format(address=ADDRESS, user=USER, inbox=self.inbox, **limits, **places)
        settings = self.home / "config.toml"
        settings.touch(mode=0o600)
        settings.write_text(text)
        self.sign_in()
        for name in ("carddav", "caldav"):
            Secrets(self.home).write(name, PASSWORD)

    def sign_in(self, token: str = REFRESH_TOKEN) -> None:
        """Sign in with Google, as `kith connect google` does."""
        self.oauth.refresh_tokens[token] = READ_ONLY
        kept = {
            "client_id": self.oauth.client_id,
            "client_secret": self.oauth.client_secret,
            "auth_uri": f"{self.oauth.url}/auth",
            "token_uri": f"{self.oauth.url}/token",
            "refresh_token": token,
            "scopes": sorted(READ_ONLY),
        }
        Secrets(self.home).write("google", json.dumps(kept))

    def in_pages_of(self, size: int) -> None:
        """Have Google give no more than so many people or events at once."""
        self.calendars.page_size = self.google.people.page_size = size

    def secrets(self) -> list[str]:
        """All that must stand nowhere but where sign-ins are kept."""
        return [*self.oauth.secrets(), REFRESH_TOKEN, PASSWORD, _basic(USER, PASSWORD)]

    def sync(self, *arguments: str, home: Path | None = None) -> Ran:
        """`kith sync` in this process."""
        return self.kith("sync", *arguments, home=home)

    def kith(self, *arguments: str, home: Path | None = None) -> Ran:
        """A command in this process."""
        environment = {"KITH_HOME": str(home or self.home), "COLUMNS": "200"}
        result = CliRunner().invoke(app, arguments, env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, " ".join(result.stdout.split()), " ".join(result.stderr.split()))

    def start(
        self,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        limit: Callable[[], object] | None = None,
        under: Sequence[str] = (),
    ) -> "subprocess.Popen[str]":
        """`kith sync` as a process of its own; `limit` is called in it before anything else, `under` starts it."""
        variables = {**os.environ, "KITH_HOME": str(self.home), "COLUMNS": "200", **(environment or {})}
        return subprocess.Popen(
            [*under, KITH, "sync", *arguments],
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limit,  # noqa: PLW1509 - it only sets limits of its own process
        )

    def run(
        self,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        limit: Callable[[], object] | None = None,
        under: Sequence[str] = (),
    ) -> Ran:
        """The same to its end."""
        with self.start(*arguments, environment=environment, limit=limit, under=under) as running:
            out, err = running.communicate(timeout=120)
        return Ran(running.returncode, " ".join(out.split()), " ".join(err.split()))

    def undisturbed(self) -> State:
        """What a sync of this home comes to in which nothing goes wrong; it is tried in a copy."""
        copied = self.home.with_name("undisturbed")
        shutil.copytree(self.home, copied)
        try:
            ran = self.sync("--quiet", home=copied)
            assert ran == (0, "", "")
            return state(copied)
        finally:
            shutil.rmtree(copied)

    def edit(self) -> None:
        """A day's changes at all four: somebody is new, somebody has changed, somebody is gone."""
        self._days += 1
        day, people = self._days, self.google.people
        # Nobody who is new has anything that joins them with somebody else.
        people.add(**person(f"Gwen{day}", "Novak", f"gwen{day}@example.com"))
        people.change(self._friends["Cleo"], phoneNumbers=[{"value": f"+44 20 7946 0{day:03}", "type": "mobile"}])
        people.delete(self._gone[-day])
        people.others.add(**person(f"Otto{day}", "Lind", f"otto{day}@example.net"))
        days = self.calendars[ADDRESS]
        days.add_event(*hour(at(5, day, 12)), **meeting("ben@example.org", f"Lunch {day}"))
        days.delete_event(self._events[-day])
        self.dav.put(f"{BOOK}new{day}.vcf", vcard(f"new{day}", f"Dora{day}", "Field", f"dora{day}@example.com"))
        self.dav.put(f"{BOOK}cem.vcf", vcard("cem", "Cem", "Yildiz", "cem@example.org", note=f"seen on day {day}"))
        self.dav.delete(f"{BOOK}going{day}.vcf")
        self.dav.put(f"{CALENDAR}walk{day}.ics", event(f"walk{day}", "Walk", datetime(2026, 4, day, 8, tzinfo=UTC)))
        self.drop(f"day{day}.vcf", vcard(f"inbox{day}", f"Fay{day}", "Inman", f"fay{day}@example.net"))

    def drop(self, name: str, text: str) -> None:
        """Drop an export into the watched folder, some time ago: what is being written is read again every time."""
        path = self.inbox / name
        path.write_text(text)
        long_ago = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
        os.utime(path, (long_ago, long_ago))

    def _fill(self) -> None:
        people, days = self.google.people, self.calendars.add(ADDRESS, "Ada", primary=True)
        friends = [("Ben", "Okafor"), ("Cleo", "Marsh"), ("Dan", "Ruiz"), ("Eva", "Holm")]
        self._friends = {
            given: people.add(**person(given, family, f"{given.lower()}@example.org")) for given, family in friends
        }
        self._gone = [people.add(**person(f"Hal{number}", "Quist", f"hal{number}@example.com")) for number in range(20)]
        self._events = [
            days.add_event(*hour(at(2, number, 9)), **meeting("cleo@example.org", f"Coffee {number}"))
            for number in range(1, 21)
        ]
        weekly = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=8"], **meeting("ben@example.org", "Run")}
        series = days.add_event(*hour(at(1, 5, 7)), **weekly)
        days.cancel_instance(series, at(1, 12, 7))
        days.move_instance(series, at(1, 19, 7), timedelta(hours=2))
        people.others.add(**person("Ida", "Berg", "ida@example.net"))
        self.dav.make(BOOK, name="Friends")
        self.dav.make(CALENDAR, name="Days", is_calendar=True)
        cards = [vcard(f"going{number}", f"Jon{number}", "Paz", f"jon{number}@example.com") for number in range(1, 21)]
        for number, card in enumerate(cards, start=1):
            self.dav.put(f"{BOOK}going{number}.vcf", card)
        self.dav.put(f"{BOOK}ben.vcf", vcard("ben", "Ben", "Okafor", "ben@example.org"))
        self.dav.put(f"{BOOK}cem.vcf", vcard("cem", "Cem", "Yildiz", "cem@example.org"))
        self.dav.put(f"{CALENDAR}brunch.ics", event("brunch", "Brunch", datetime(2026, 3, 1, 10, tzinfo=UTC)))
        self.drop("old.vcf", vcard("ben-of-old", "Ben", "Okafor", "ben@example.org") + vcard("kim", "Kim", "Tal", ""))


def _contents(feed: Feed) -> dict[str, Any]:
    """What a collection holds: its entries are replaced, never changed."""
    return {name: copy(value) if isinstance(value, dict | list) else value for name, value in vars(feed).items()}


def _basic(user: str, password: str) -> str:
    """A password as it goes over the wire."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()
