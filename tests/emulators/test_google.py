"""The emulator refuses what Google refuses, and a test that asks for it fails."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from tests.emulators import google_faults as faults
from tests.emulators.google import SCOPES, GoogleEmulator
from tests.emulators.google_discovery import Discovery, Refused

CONNECTIONS: Final = "v1/people/me/connections"
LISTED: Final = {"personFields": "names,metadata", "pageSize": "2", "requestSyncToken": "true"}


@pytest.fixture
def emulator() -> Iterator[GoogleEmulator]:
    with GoogleEmulator() as emulator:
        for name in ("Ada", "Ben", "Cleo"):
            emulator.people.add(names=[{"displayName": name}], nicknames=[{"value": name[0]}])
        yield emulator


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as http:
        yield http


class Client:
    def __init__(self, emulator: GoogleEmulator, http: httpx.Client) -> None:
        self._emulator = emulator
        self._http = http
        self._token = emulator.new_token(frozenset(SCOPES))

    def ask(self, verb: str, path: str, *arguments: tuple[str, str]) -> httpx.Response:
        headers = {"authorization": f"Bearer {self._token}"}
        return self._http.request(verb, self._emulator.url + path, params=arguments, headers=headers)

    def get(self, path: str, **arguments: str) -> httpx.Response:
        return self.ask("GET", path, *arguments.items())

    def refused(self, path: str, **arguments: str) -> Mapping[str, Any]:
        """The error, which the emulator takes for a mistake."""
        error: Mapping[str, Any] = self.get(path, **arguments).json()["error"]
        assert len(self._emulator.mistakes) == 1
        self._emulator.mistakes.clear()
        return error


@pytest.fixture
def client(emulator: GoogleEmulator, http: httpx.Client) -> Client:
    return Client(emulator, http)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pageSize": "1001"}, "pageSize"),
        ({"pageSize": "many"}, "pageSize"),
        ({"personFields": "names,fileAses"}, "fileAses"),
        ({"personFields": ""}, "personFields"),
        ({"requestSyncToken": "yes"}, "TYPE_BOOL"),
        ({"sortOrder": "BY_AGE"}, "sortOrder"),
        ({"sources": "READ_SOURCE_TYPE_MAIL"}, "sources"),
        ({"colour": "blue"}, "colour"),
        ({"syncToken": "of nobody"}, "Sync token is invalid"),
        ({"pageToken": "of nobody"}, "Page token is invalid"),
        ({"key": "mine"}, "key"),
    ],
)
def test_arguments_are_checked(client: Client, changed: Mapping[str, str], words: str) -> None:
    error = client.refused(CONNECTIONS, **{**LISTED, **changed})
    assert error["code"] == 400
    assert error["status"] == "INVALID_ARGUMENT"
    assert words in error["message"]


def test_what_is_required_is_required(client: Client) -> None:
    assert client.refused(CONNECTIONS)["message"] == "personFields is required."


def test_an_argument_is_given_once(emulator: GoogleEmulator, client: Client) -> None:
    client.ask("GET", CONNECTIONS, ("personFields", "names"), ("personFields", "names"))
    assert "more than once" in emulator.mistakes.pop()


@pytest.mark.parametrize(
    ("path", "code"), [("v2/people", 404), ("v1/people/c1/connections", 400), ("v1/people:listDirectoryPeople", 400)]
)
def test_there_is_nothing_at_other_addresses(client: Client, path: str, code: int) -> None:
    assert client.refused(path, personFields="names")["code"] == code


def test_nothing_is_written(emulator: GoogleEmulator, client: Client) -> None:
    answer = client.ask("DELETE", "v1/people/c1:deleteContact")
    assert answer.status_code == 403
    assert "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in answer.text
    assert client.ask("PUT", CONNECTIONS).status_code == 405
    emulator.mistakes.clear()


def test_a_token_is_needed(emulator: GoogleEmulator, client: Client) -> None:
    emulator.tokens.clear()
    assert client.get(CONNECTIONS, **LISTED).status_code == 401
    assert emulator.mistakes == []


@pytest.mark.parametrize("changed", [{"personFields": "names"}, {"pageSize": "3"}, {"requestSyncToken": "false"}])
def test_tokens_belong_to_the_arguments_of_the_first_call(client: Client, changed: Mapping[str, str]) -> None:
    page_token = client.get(CONNECTIONS, **LISTED).json()["nextPageToken"]
    sync_token = client.get(CONNECTIONS, **LISTED, pageToken=page_token).json()["nextSyncToken"]
    assert "differ" in client.refused(CONNECTIONS, **{**LISTED, **changed}, pageToken=page_token)["message"]
    assert "differ" in client.refused(CONNECTIONS, **{**LISTED, **changed}, syncToken=sync_token)["message"]


def test_a_sync_token_stands_on_the_last_page_alone(client: Client) -> None:
    first = client.get(CONNECTIONS, **LISTED).json()
    last = client.get(CONNECTIONS, **LISTED, pageToken=first["nextPageToken"]).json()
    assert ("nextSyncToken" in first, "nextSyncToken" in last) == (False, True)
    assert "nextSyncToken" not in client.get(CONNECTIONS, personFields="names").json()


def synced(client: Client) -> str:
    page = client.get(CONNECTIONS, **LISTED).json()
    token: str = client.get(CONNECTIONS, **LISTED, pageToken=page["nextPageToken"]).json()["nextSyncToken"]
    return token


def test_a_sync_token_lasts_seven_days_from_the_full_listing(emulator: GoogleEmulator, client: Client) -> None:
    token = synced(client)
    emulator.clock.at += timedelta(days=6)
    renewed = client.get(CONNECTIONS, **LISTED, syncToken=token).json()["nextSyncToken"]
    emulator.clock.at += timedelta(days=1)
    answer = client.get(CONNECTIONS, **LISTED, syncToken=renewed)
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["reason"]) == (400, "EXPIRED_SYNC_TOKEN")
    emulator.gives_410 = True
    assert client.get(CONNECTIONS, **LISTED, syncToken=renewed).status_code == 410


def test_changes_are_told_with_tombstones_and_former_names(emulator: GoogleEmulator, client: Client) -> None:
    token = synced(client)
    emulator.people.delete("people/c1")
    new = emulator.people.rename("people/c2")
    deleted, renamed = client.get(CONNECTIONS, **LISTED, syncToken=token).json()["connections"]
    assert (deleted["resourceName"], deleted["metadata"]["deleted"]) == ("people/c1", True)
    assert (renamed["resourceName"], renamed["metadata"]["previousResourceNames"]) == (new, ["people/c2"])
    everybody = client.get(CONNECTIONS, personFields="names,metadata").json()["connections"]
    assert [each["metadata"].keys() for each in everybody] == [{"sources", "objectType"}] * 2


def test_the_mask_says_what_is_given(client: Client) -> None:
    (first, *_) = client.get(CONNECTIONS, personFields="names").json()["connections"]
    assert first == {"resourceName": "people/c1", "etag": "%E1", "names": [{"displayName": "Ada"}]}


def test_json_has_blanks_unless_they_are_unwanted(client: Client) -> None:
    pretty, plain = (client.get(CONNECTIONS, **LISTED, prettyPrint=flag) for flag in ("true", "false"))
    assert pretty.json() == plain.json() | {"nextPageToken": pretty.json()["nextPageToken"]}
    assert pretty.text == json.dumps(pretty.json(), indent=2)
    assert len(plain.text.splitlines()) == 1


def test_a_full_listing_has_a_quota(emulator: GoogleEmulator, client: Client) -> None:
    emulator.people.first_pages = 1
    token = synced(client)
    assert client.get(CONNECTIONS, **LISTED).status_code == 429
    assert client.get(CONNECTIONS, **LISTED, syncToken=token).status_code == 200
    emulator.clock.advance(seconds=61)
    assert client.get(CONNECTIONS, **LISTED).status_code == 200


def test_faults_wait_for_their_turn(emulator: GoogleEmulator, client: Client) -> None:
    emulator.fail(faults.broken(500), on="people.otherContacts", times=2)
    emulator.fail(faults.broken(503), on="people.people", after=1)
    statuses = [client.get(CONNECTIONS, **LISTED).status_code for _ in range(3)]
    others = [client.get("v1/otherContacts", readMask="names").status_code for _ in range(3)]
    assert (statuses, others) == ([200, 503, 200], [500, 500, 200])


def test_a_mistake_fails_the_block(http: httpx.Client) -> None:
    with pytest.raises(AssertionError, match="what no client should"), GoogleEmulator() as emulator:
        http.get(f"{emulator.url}v1/nothing")


def test_an_answer_that_fails_is_a_mistake_too(emulator: GoogleEmulator, client: Client) -> None:
    def fail(_: object) -> dict[str, Any]:
        raise RuntimeError("no such calendar")

    emulator.serve("calendar.calendarList.list", fail)
    assert client.get("calendar/v3/users/me/calendarList").status_code == 500
    assert "no such calendar" in emulator.mistakes.pop()
    assert client.refused("calendar/v3/colors")["code"] == 501


class TestCalendarDocument:
    CALENDAR: Final = Discovery("calendar.v3")

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("maxResults", "2501", "from 1 to 2500"),
            ("maxResults", "0", "from 1"),
            ("timeMin", "yesterday", "date-time"),
            ("eventTypes", "party", "eventTypes"),
        ],
    )
    def test_arguments_are_checked(self, name: str, value: str, words: str) -> None:
        with pytest.raises(Refused, match=words):
            self.CALENDAR.call("GET", "/calendar/v3/calendars/ada%40example.org/events", [(name, value)])

    def test_parts_of_the_path_are_arguments(self) -> None:
        call = self.CALENDAR.call(
            "GET",
            "/calendar/v3/calendars/ada%40example.org/events",
            [
                ("eventTypes", "default"),
                ("eventTypes", "fromGmail"),
                ("fields", "items(id)"),
                ("timeMin", "2026-01-01T00:00:00Z"),
            ],
        )
        assert call is not None
        assert call.method_id == "calendar.events.list"
        assert call.arguments["calendarId"] == "ada@example.org"
        assert call.arguments["eventTypes"] == ["default", "fromGmail"]
        assert call.fields == "items(id)"
