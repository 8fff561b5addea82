import json
import logging
import traceback
from collections.abc import Iterator

import pytest

from configs.errors import RefusedError, SignInError, UnreachableError, UserError
from connectors.google.service_account import key_of, sign_in_as
from connectors.google.sign_in import client_kept, revoke
from connectors.google.tokens import SCOPES, credentials_of, granted
from connectors.google.transport import NetworkRequest
from connectors.network import Network, NetworkLimits
from tests.connectors.google.service_accounts import key_pair, key_text
from tests.emulators.oauth import OAuthEmulator


@pytest.fixture
def oauth() -> Iterator[OAuthEmulator]:
    with OAuthEmulator(public_key=key_pair()[1]) as emulator:
        yield emulator


@pytest.fixture
def network() -> Iterator[Network]:
    with Network(limits=NetworkLimits(tries=2, timeout_seconds=2), sleep=lambda _: None) as network:
        yield network


def kept_for(oauth: OAuthEmulator, network: Network, *parts: str) -> str:
    key = key_of(key_text(oauth.url), "key.json")
    return sign_in_as(key, "ada@example.org", parts or SCOPES, network, name="work")


def test_it_reads_as_the_person(oauth: OAuthEmulator, network: Network) -> None:
    kept = kept_for(oauth, network)
    assert granted(kept) == set(SCOPES)
    assert client_kept(kept) is None
    credentials = credentials_of(kept, "work")
    credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]
    assert oauth.tokens[str(credentials.token)] == {scope for scopes in SCOPES.values() for scope in scopes}


def test_parts_that_an_administrator_did_not_allow_are_left_out(oauth: OAuthEmulator, network: Network) -> None:
    oauth.allowed = frozenset(SCOPES["contacts"])
    assert granted(kept_for(oauth, network)) == {"contacts"}


def test_nothing_allowed_says_what_an_administrator_has_to_do(oauth: OAuthEmulator, network: Network) -> None:
    oauth.allowed = frozenset()
    with pytest.raises(SignInError, match=r"client id 1234567890 these scopes.*delegation: .*contacts\.readonly$"):
        kept_for(oauth, network, "contacts")


def test_what_is_taken_back_later_is_said(oauth: OAuthEmulator, network: Network) -> None:
    credentials = credentials_of(kept_for(oauth, network), "work")
    oauth.allowed = frozenset()
    with pytest.raises(SignInError, match=r"of work any more \(unauthorized_client: .*domain-wide delegation"):
        credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]


def test_a_server_that_fails_is_out_of_reach(oauth: OAuthEmulator, network: Network) -> None:
    oauth.fails = [(503, "")] * 2
    with pytest.raises(UnreachableError):
        kept_for(oauth, network)


def test_it_is_taken_back_by_an_administrator(oauth: OAuthEmulator, network: Network) -> None:
    with pytest.raises(UserError, match="taken back by an administrator"):
        revoke(kept_for(oauth, network), network)


def test_what_is_no_key_is_said_so(oauth: OAuthEmulator) -> None:
    text = key_text(oauth.url)
    for wrong in ("", "[]", "{}", oauth.client_text()):
        with pytest.raises(UserError, match=r"key\.json is no key of a service account"):
            key_of(wrong, "key.json")
    for part in ({"private_key": "s3cret"}, {"private_key": 3}, {"client_email": None}, {"private_key": None}):
        wrong = json.dumps({key: value for key, value in (json.loads(text) | part).items() if value is not None})
        with pytest.raises(UserError, match="key is damaged") as caught:
            key_of(wrong, "key.json")
        assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(RefusedError, match="without encryption"):
        key_of(text.replace("127.0.0.1", "oauth2.example.org"), "key.json")


def test_no_secret_is_shown_or_logged(oauth: OAuthEmulator, network: Network, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = credentials_of(kept_for(oauth, network), "work")
    credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]
    shown = [repr(credentials), str(credentials)]
    oauth.allowed = frozenset()
    try:
        kept_for(oauth, network)
    except SignInError:
        shown.append(traceback.format_exc())
    text = "\n".join(shown) + caplog.text
    private = key_pair()[0].splitlines()[1]
    assert [secret for secret in [private, str(credentials.token), *oauth.secrets()] if secret in text] == []
