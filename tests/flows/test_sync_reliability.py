"""What a sync does where servers, clocks and sign-ins fail: nothing is lost or doubled, and the next one heals it.

Each test is a row of the README's table "When things go wrong".
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from configs.errors import UnreachableError
from connectors.base import Batch
from connectors.dav import CardDav
from connectors.google import GoogleCalendar, GoogleContacts
from tests.emulators.google import GoogleEmulator
from tests.emulators.google_discovery import Call
from tests.emulators.google_faults import Fault, broken, cut_off, dropped, half_sent, too_many, web_page
from tests.flows.looking import contents
from tests.flows.night_people import person
from tests.flows.night_state import State, ends, names, state
from tests.flows.nights import REFRESH_TOKEN, Nights

pytestmark = pytest.mark.slow


def healed(nights: Nights, expected: State) -> None:
    """The next sync brings what an undisturbed one would have brought, once; the one after that has nothing to do."""
    assert nights.sync("--quiet") == (0, "", "")
    assert state(nights.home) == expected
    ran = nights.sync()
    assert ran.code == 0
    assert "Nothing new from 4 sources." in ran.out
    assert ends(nights.home)[-1] == "done"


def test_all_four_sources_make_one_warehouse(nights: Nights) -> None:
    assert {"Ben Okafor", "Cem Yildiz", "Kim Tal", "Ida Berg"} <= names(nights.home)
    of_ben = [row for row in state(nights.home).told["source_record"] if "p" in str(row) and "ben" in str(row).lower()]
    assert len({row[6] for row in of_ben if "ben.vcf" in str(row) or "ben-of-old" in str(row)}) == 1
    nights.edit()
    healed(nights, nights.undisturbed())


@pytest.mark.parametrize("gives_410", [False, True])
def test_a_token_that_is_too_old_costs_a_full_pull(gives_410: bool, nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.google.clock.advance(days=40)
    nights.google.gives_410 = gives_410
    healed(nights, expected)


def test_tokens_that_a_server_lost_cost_a_listing(tmp_path: Path) -> None:
    with Nights(tmp_path) as nights:
        nights.begin()
        nights.edit()
        expected = nights.undisturbed()
        nights.dav.forget_tokens()
        healed(nights, expected)


@pytest.mark.parametrize("connector", [GoogleContacts, GoogleCalendar, CardDav])
def test_a_pull_that_breaks_off_after_its_last_page_moves_no_cursor(
    connector: type[GoogleContacts], nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor came, and then what it follows was not landed: a token kept now would lose that for ever."""
    nights.edit()
    expected = nights.undisturbed()
    pull = connector.pull

    def breaking_off(self: GoogleContacts, cursor: str | None = None) -> Iterator[Batch]:
        batches = list(pull(self, cursor))
        assert batches[-1].cursor
        yield from batches
        raise UnreachableError("the line went dead")

    with monkeypatch.context() as patched:
        patched.setattr(connector, "pull", breaking_off)
        ran = nights.sync()
    assert ran.code == 1
    assert ran.err == f"kith: {connector.title}: the line went dead"
    healed(nights, expected)


_NO_ANSWER: dict[str, tuple[Fault, str]] = {
    "a web page": (web_page(), "it answers with a web page (does this network want you to sign in, or to pay, first?)"),
    "half a page": (cut_off(), "its answer can't be read"),
    "a dead line": (half_sent(), "its answer breaks off"),
    "no answer": (dropped(), "its answer breaks off"),
    "an error": (broken(503), "it fails (status 503)"),
    "too many": (too_many(), "it is asked too often (429)"),
}


@pytest.mark.parametrize("fault", _NO_ANSWER)
@pytest.mark.parametrize("on", ["people.people.connections", "calendar.events"])
def test_an_answer_that_is_none_costs_that_source_one_night(fault: str, on: str, nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.in_pages_of(1)
    nights.google.fail(_NO_ANSWER[fault][0], on=on, after=1)
    ran = nights.sync()
    title = "Google Contacts" if on.startswith("people") else "Google Calendar"
    assert ran.code == 1
    assert ran.err == (
        f"kith: {title}: 127.0.0.1 can't be reached: {_NO_ANSWER[fault][1]}, after 1 try. "
        "Check the connection, or try again later."
    )
    assert "Dora" in " ".join(names(nights.home))  # the other sources were read and published
    healed(nights, expected)


def test_a_server_that_is_there_again_within_its_tries_is_no_fault(tmp_path: Path) -> None:
    with Nights(tmp_path, tries=3) as nights:
        nights.begin()
        nights.edit()
        expected = nights.undisturbed()
        for fault, _ in list(_NO_ANSWER.values())[:2]:
            nights.google.fail(fault, on="people.people.connections")
        nights.dav.break_off(0)
        nights.google.serve("people.contactGroups.list", partial(_answered_after, nights.dav.heal, nights.google))
        healed(nights, expected)


def _answered_after(heal: Callable[[], None], google: GoogleEmulator, call: Call) -> Mapping[str, Any] | bytes:
    heal()
    return google.people.answers["people.contactGroups.list"](call)


def test_a_dav_server_that_fails_half_way_gives_nothing(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.dav.break_off(after=3)
    ran = nights.sync()
    nights.dav.heal()
    assert ran.code == 1
    assert "kith: CardDAV: 127.0.0.1 can't be reached: it fails (status 503), after 1 try." in ran.err
    assert "kith: CalDAV: 127.0.0.1 can't be reached: it fails (status 503), after 1 try." in ran.err
    healed(nights, expected)


def test_what_comes_twice_is_kept_once(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.in_pages_of(1)
    nights.google.people.repeats = 1
    nights.calendars["ada@example.org"].repeats = 1
    healed(nights, expected)
    ran = nights.sync("--full")
    assert ran.code == 0
    assert state(nights.home) == expected


@pytest.mark.parametrize("days", [1, 31, 366, -1, -400])
def test_a_clock_that_jumps_loses_nothing(days: int, nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forth and back again: a full pull is due where the last one is long ago, or lies in the future."""
    nights.edit()
    expected = nights.undisturbed()
    with monkeypatch.context() as patched:
        jump_of(days, patched)
        assert nights.sync("--quiet") == (0, "", "")
        assert state(nights.home).versions == expected.versions
    nights.edit()
    expected = nights.undisturbed()
    healed(nights, expected)


def jump_of(days: int, patched: pytest.MonkeyPatch) -> None:
    """Set Kith's clock so many days ahead."""

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=days)

    for module in (
        "flows.connecting",
        "flows.live_sources",
        "flows.publishing",
        "flows.run_note",
        "warehouse.landing",
        "warehouse.lock",
        "warehouse.publish",
    ):
        patched.setattr(f"{module}.datetime", Jumped)


def test_a_sign_in_that_was_revoked_is_tried_once_and_said(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.oauth.revoke_all()
    nights.oauth.asked.clear()
    ran = nights.sync()
    assert ran.code == 1
    refused = "Google doesn't take the sign-in of google any more (invalid_grant: "
    assert refused in ran.err
    assert ran.err.endswith("Sign in again: kith connect google")
    assert len(nights.oauth.asked) == 1
    assert "Dora" in " ".join(names(nights.home))
    status = nights.kith("status")
    assert "kith connect google" in status.out
    nights.sign_in("1//refresh-of-ada-again")
    healed(nights, expected)


def test_a_sign_in_that_was_never_made_is_said(nights: Nights) -> None:
    from configs.secrets import Secrets

    Secrets(nights.home).forget("google")
    ran = nights.sync()
    assert ran.code == 1
    assert "kith connect google" in ran.err


def test_a_password_that_is_wrong_is_tried_once_and_said(nights: Nights) -> None:
    from configs.secrets import Secrets

    nights.edit()
    expected = nights.undisturbed()
    Secrets(nights.home).write("carddav", "another horse")
    asked = len(nights.dav.asked)
    ran = nights.sync("carddav")
    assert ran.code == 1
    assert "CardDAV" in ran.err
    assert "kith connect carddav" in ran.err
    assert len(nights.dav.asked) - asked <= 1
    Secrets(nights.home).write("carddav", "correct horse")
    healed(nights, expected)


def test_a_folder_that_is_gone_is_said(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    nights.inbox.rename(nights.inbox.with_name("elsewhere"))
    ran = nights.sync()
    nights.inbox.with_name("elsewhere").rename(nights.inbox)
    assert ran.code == 1
    assert f"kith: Watched folder (folder:inbox): The folder {nights.inbox} can't be read" in ran.err
    healed(nights, expected)


def test_half_of_an_address_book_is_not_lost_unasked(nights: Nights) -> None:
    before = state(nights.home)
    people = nights.google.people
    kept = dict(people.items())
    for name in list(kept)[:-1]:
        people.delete(name)
    ran = nights.sync()
    assert ran.code == 1
    assert "so it was left as it was" in ran.err
    assert "kith sync google --allow-loss" in ran.err
    assert state(nights.home) == before
    for name, fields in kept.items():
        people.put(name, fields)
    assert nights.sync("--quiet") == (0, "", "")
    assert state(nights.home).versions == before.versions


def test_nothing_new_publishes_nothing_and_moves_no_byte_of_the_warehouse(nights: Nights) -> None:
    before = contents(nights.home)["warehouse.duckdb"]
    assert nights.sync("--quiet") == (0, "", "")
    assert contents(nights.home)["warehouse.duckdb"] == before


def test_a_contact_added_while_another_source_fails_is_there(nights: Nights) -> None:
    nights.google.people.add(**person("Late", "Comer", "late@example.org"))
    nights.dav.break_off(0)
    ran = nights.sync()
    nights.dav.heal()
    assert ran.code == 1
    assert "Late Comer" in names(nights.home)
    assert nights.oauth.refresh_tokens.keys() >= {REFRESH_TOKEN}
