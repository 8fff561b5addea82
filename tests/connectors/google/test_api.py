"""Google's client library over our network: what it asks, what is asked again, and its errors in words."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest

from configs.errors import SignInError, UnreachableError, UserError
from connectors.google.api import ExpiredTokenError, GoogleApi, NoAccessError
from connectors.network import Network
from tests.connectors.google.people_world import reached
from tests.emulators import google_faults as faults
from tests.emulators.google import GoogleEmulator


@pytest.fixture
def emulator() -> Iterator[GoogleEmulator]:
    with GoogleEmulator() as emulator:
        emulator.people.add(names=[{"displayName": "Ada"}])
        yield emulator


@pytest.fixture
def network(emulator: GoogleEmulator) -> Iterator[Network]:
    with Network(sleep=emulator.clock.sleep) as network:
        yield network


@pytest.fixture
def api(emulator: GoogleEmulator) -> Iterator[GoogleApi]:
    with reached(emulator) as api:
        yield api


def contacts(api: GoogleApi, mask: str = "names", **arguments: object) -> dict[str, Any]:
    connections = api.people.people().connections()
    return api.execute(connections.list(resourceName="people/me", personFields=mask, **arguments))


def test_it_asks_for_json_without_blanks_packed_and_in_english(emulator: GoogleEmulator, api: GoogleApi) -> None:
    assert contacts(api)["connections"][0]["names"] == [{"displayName": "Ada"}]
    (asked,) = emulator.asked
    assert not asked.is_pretty
    assert asked.headers["accept-encoding"] == "gzip"
    assert asked.headers["accept-language"] == "en"
    assert "gzip" in asked.headers["user-agent"]  # without which Google doesn't pack


def test_a_long_address_is_sent_as_a_body(emulator: GoogleEmulator, api: GoogleApi) -> None:
    mask = ",".join(["names"] * 400)
    assert contacts(api, mask)["totalItems"] == 1
    (asked,) = emulator.asked
    assert (asked.verb, asked.headers["x-http-method-override"]) == ("POST", "GET")
    assert asked.arguments["personFields"] == mask


PASSING: Final = {
    "429 with a time to wait": faults.too_many(retry_after=7),
    "429": faults.too_many(),
    "403 rateLimitExceeded": faults.rate_limited(),
    "403 userRateLimitExceeded": faults.rate_limited("userRateLimitExceeded"),
    "500": faults.broken(500),
    "503": faults.broken(503),
    "no answer": faults.dropped(),
    "half an answer": faults.half_sent(),
    "half of the JSON": faults.cut_off(),
    "a web page": faults.web_page(),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_again(emulator: GoogleEmulator, api: GoogleApi, name: str) -> None:
    emulator.fail(PASSING[name], times=2)
    assert contacts(api)["totalItems"] == 1
    assert len(emulator.asked) == 3


def test_it_waits_as_long_as_google_asks(emulator: GoogleEmulator, api: GoogleApi) -> None:
    before = emulator.clock()
    emulator.fail(faults.too_many(retry_after=40))
    contacts(api)
    assert 40 <= (emulator.clock() - before).total_seconds() < 45


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a web page", "answers with a web page"),
        ("half of the JSON", "can't be read"),
        ("half an answer", "breaks off"),
        ("403 rateLimitExceeded", "asked too often"),
        ("503", "503"),
    ],
)
def test_what_does_not_pass_is_told(emulator: GoogleEmulator, api: GoogleApi, name: str, words: str) -> None:
    emulator.fail(PASSING[name], times=9)
    with pytest.raises(UnreachableError, match=words):
        contacts(api)
    assert len(emulator.asked) == 3


@pytest.mark.parametrize(
    ("code", "reason", "message", "kind", "words"),
    [
        (403, "forbidden", "Not yours.", NoAccessError, "403: Not yours"),
        (404, "notFound", "", NoAccessError, "404: no reason given"),
        (400, "badRequest", "Nonsense.", UserError, "400: Nonsense"),
        (400, "x", "Sync token is invalid.", ExpiredTokenError, "invalid"),
        (400, "EXPIRED_SYNC_TOKEN", "Too old.", ExpiredTokenError, "Too old"),
        (410, "gone", "Gone.", ExpiredTokenError, "Gone"),
        (403, "SERVICE_DISABLED", "Enable it.", UserError, "isn't switched on.*Enable it"),
        (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "No.", SignInError, "tick what Kith may read"),
    ],
)
def test_what_google_refuses_is_told_at_once(
    emulator: GoogleEmulator, api: GoogleApi, code: int, reason: str, message: str, kind: type[Exception], words: str
) -> None:
    emulator.fail(faults.refused(code, reason=reason, message=message), times=9)
    with pytest.raises(kind, match=words) as raised:
        contacts(api)
    assert type(raised.value) is kind
    assert len(emulator.asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"error": 1}', b'{"error": {"errors": 2, "details": [3, {}]}}', b"\xff"]
)
def test_a_refusal_may_be_anything(emulator: GoogleEmulator, api: GoogleApi, body: bytes) -> None:
    emulator.fail(lambda _: faults.Reply(418, body))
    with pytest.raises(UserError, match="418"):
        contacts(api)


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"null"])
def test_an_answer_that_is_none_of_googles_is_told(emulator: GoogleEmulator, api: GoogleApi, body: bytes) -> None:
    emulator.fail(lambda _: faults.Reply(200, body))
    with pytest.raises(UnreachableError, match="no answer of its interfaces"):
        contacts(api)


def test_an_answer_may_be_nested_without_end(emulator: GoogleEmulator, api: GoogleApi) -> None:
    emulator.fail(lambda _: faults.Reply(200, b"[" * 100_000), times=9)
    with pytest.raises(UnreachableError, match="can't be read"):
        contacts(api)


def test_an_access_token_is_renewed_once(emulator: GoogleEmulator, api: GoogleApi) -> None:
    contacts(api)
    emulator.tokens.clear()
    contacts(api)
    first, refused, second = (asked.headers["authorization"] for asked in emulator.asked)
    assert first == refused != second


def test_a_token_that_is_never_taken_is_told(emulator: GoogleEmulator, api: GoogleApi) -> None:
    emulator.fail(faults.unauthorised(), times=9)
    with pytest.raises(SignInError, match="sign-in"):
        contacts(api)
    assert len(emulator.asked) == 2


def test_a_revoked_sign_in_is_not_tried_again(emulator: GoogleEmulator, api: GoogleApi) -> None:
    emulator.is_revoked = True
    with pytest.raises(SignInError, match="invalid_grant"):
        contacts(api)
    assert emulator.asked == []


def test_no_error_shows_a_token(emulator: GoogleEmulator, api: GoogleApi) -> None:
    contacts(api)
    (token,) = emulator.tokens
    for fault in (faults.unauthorised(), faults.refused(403, reason="forbidden"), faults.broken()):
        emulator.fail(fault, times=3)
        with pytest.raises(UserError) as raised:
            contacts(api)
        emulator.heal()
        shown = f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__suppress_context__}"
        assert token not in shown


def test_a_scope_that_was_not_granted_is_told(emulator: GoogleEmulator, network: Network) -> None:
    credentials = emulator.credentials("https://www.googleapis.com/auth/contacts.other.readonly")
    api = GoogleApi(network, credentials, endpoint=emulator.url)
    with pytest.raises(SignInError, match="doesn't allow this"):
        contacts(api)
    assert api.execute(api.people.otherContacts().list(readMask="names"))["totalSize"] == 0


def test_an_answer_is_read_as_it_should_be(api: GoogleApi) -> None:
    class Total(msgspec.Struct, rename="camel"):
        total_items: int

    request = api.people.people().connections().list(resourceName="people/me", personFields="names")
    assert api.read(request, msgspec.json.Decoder(Total).decode) == Total(1)
