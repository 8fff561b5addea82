import json
import logging
import traceback
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from configs.errors import RefusedError, SignInError, UnreachableError, UserError
from connectors.google.sign_in import Asked, Client, ask, client_kept, client_of, finish, query_of, revoke
from connectors.google.tokens import SCOPES, credentials_of, granted
from connectors.google.transport import NetworkRequest
from connectors.network import Network, NetworkLimits
from tests.emulators.oauth import READ_ONLY, OAuthEmulator

HERE = "http://127.0.0.1:8085/"


@pytest.fixture
def oauth() -> Iterator[OAuthEmulator]:
    with OAuthEmulator() as emulator:
        yield emulator


@pytest.fixture
def network() -> Iterator[Network]:
    limits = NetworkLimits(tries=2, timeout_seconds=0.3, answer_seconds=2)
    with Network(limits=limits, sleep=lambda _: None) as network:
        yield network


@pytest.fixture
def client(oauth: OAuthEmulator) -> Client:
    return client_of(oauth.client_text(), "client.json")


def asked_for(client: Client, *parts: str) -> Asked:
    return ask(client, parts=parts or SCOPES, redirect_uri=HERE)


@pytest.fixture
def kept(oauth: OAuthEmulator, client: Client, network: Network) -> str:
    asked = asked_for(client)
    return finish(client, asked, oauth.browse(asked.address), network)


def refreshed(text: str, network: Network) -> str:
    credentials = credentials_of(text, "work")
    credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]
    return str(credentials.token)


class TestSigningIn:
    def test_only_reading_is_asked_for_lastingly_and_with_pkce(self, client: Client) -> None:
        asked = ask(client, parts=SCOPES, redirect_uri=HERE, account="ada@example.org")
        query = dict(parse_qsl(urlsplit(asked.address).query))
        assert set(query["scope"].split()) == READ_ONLY
        assert (query["access_type"], query["prompt"], query["login_hint"]) == ("offline", "consent", "ada@example.org")
        assert (query["code_challenge_method"], query["redirect_uri"]) == ("S256", HERE)
        assert asked.verifier not in asked.address
        assert client.client_secret not in asked.address

    def test_each_sign_in_has_a_state_and_a_verifier_of_its_own(self, client: Client) -> None:
        one, two = asked_for(client), asked_for(client)
        assert one.state != two.state
        assert one.verifier != two.verifier
        assert len(one.verifier) >= 43

    def test_parts_that_are_not_wanted_are_not_asked_for(self, client: Client) -> None:
        query = parse_qs(urlsplit(asked_for(client, "calendar").address).query)
        assert query["scope"] == [" ".join(SCOPES["calendar"])]

    def test_what_is_kept_renews_itself(self, oauth: OAuthEmulator, kept: str, network: Network) -> None:
        assert granted(kept) == {"contacts", "other_contacts", "calendar"}
        token = refreshed(kept, network)
        assert oauth.tokens[token] == READ_ONLY
        assert "scope" not in oauth.asked[-1][1]

    def test_the_client_is_kept_with_it(self, client: Client, kept: str) -> None:
        assert client_kept(kept) == client

    @pytest.mark.parametrize("tells_scopes", [True, False])
    def test_fewer_parts_than_asked_for_are_kept(
        self, oauth: OAuthEmulator, client: Client, network: Network, tells_scopes: bool
    ) -> None:
        oauth.allowed = frozenset(SCOPES["contacts"]) | {SCOPES["calendar"][0]}
        oauth.tells_scopes = tells_scopes
        asked = asked_for(client, "contacts") if not tells_scopes else asked_for(client)
        kept = finish(client, asked, oauth.browse(asked.address), network)
        assert granted(kept) == {"contacts"}
        assert refreshed(kept, network) in oauth.tokens

    def test_nothing_allowed_is_nothing_kept(self, oauth: OAuthEmulator, client: Client, network: Network) -> None:
        oauth.allowed = frozenset()
        asked = asked_for(client)
        with pytest.raises(SignInError, match="You allowed nothing of what Kith reads"):
            finish(client, asked, oauth.browse(asked.address), network)

    def test_a_no_is_a_no(self, oauth: OAuthEmulator, client: Client, network: Network) -> None:
        oauth.refuses = "access_denied"
        asked = asked_for(client)
        with pytest.raises(SignInError, match=r"says no \(access_denied: you didn't allow it.*\). Nothing was kept"):
            finish(client, asked, oauth.browse(asked.address), network)
        assert oauth.asked == []

    def test_another_sign_ins_answer_is_not_taken(self, oauth: OAuthEmulator, client: Client, network: Network) -> None:
        asked, other = asked_for(client), asked_for(client)
        query = oauth.browse(other.address)
        for wrong in (query, "", "code=x", query.replace("state=", "state=x"), "a=b&" * 100, "state=\udcff"):
            assert not asked.is_answered_by(wrong)
            with pytest.raises(SignInError, match="answer to another sign-in"):
                finish(client, asked, wrong, network)
        assert oauth.asked == []

    def test_a_code_is_of_no_use_without_the_verifier(
        self, oauth: OAuthEmulator, client: Client, network: Network
    ) -> None:
        asked, other = asked_for(client), asked_for(client)
        stolen = dict(parse_qsl(oauth.browse(asked.address)))["code"]
        with pytest.raises(SignInError, match="invalid_grant"):
            finish(client, other, urlencode({"state": other.state, "code": stolen}), network)

    def test_without_a_refresh_token_it_does_not_last(
        self, oauth: OAuthEmulator, client: Client, network: Network
    ) -> None:
        oauth.gives_refresh_token = False
        asked = asked_for(client)
        with pytest.raises(SignInError, match=r"no lasting sign-in.*myaccount\.google\.com/connections"):
            finish(client, asked, oauth.browse(asked.address), network)

    @pytest.mark.parametrize(
        ("answer", "error", "said"),
        [
            ((400, '{"error": "invalid_client"}'), SignInError, "invalid_client: the OAuth client isn't known"),
            ((400, '{"error": "s3cret token!"}'), SignInError, r"doesn't take the sign-in\. Nothing was kept"),
            ((400, "[]"), SignInError, r"doesn't take the sign-in\."),
            ((200, "[]"), UnreachableError, "doesn't answer as it should"),
            ((200, "<html>"), UnreachableError, "doesn't answer as it should"),
        ],
    )
    def test_what_google_answers_otherwise_is_said(
        self,
        oauth: OAuthEmulator,
        client: Client,
        network: Network,
        answer: tuple[int, str],
        error: type[Exception],
        said: str,
    ) -> None:
        asked = asked_for(client)
        query = oauth.browse(asked.address)
        oauth.fails = [answer]
        with pytest.raises(error, match=said) as caught:
            finish(client, asked, query, network)
        assert "s3cret" not in str(caught.value)

    def test_a_failing_server_is_asked_again(self, oauth: OAuthEmulator, client: Client, network: Network) -> None:
        asked = asked_for(client)
        query = oauth.browse(asked.address)
        oauth.fails = [(500, "")]
        assert granted(finish(client, asked, query, network))

    def test_a_silent_one_is_out_of_reach(self, oauth: OAuthEmulator, client: Client, network: Network) -> None:
        asked = asked_for(client)
        query = oauth.browse(asked.address)
        oauth.delay = 0.4
        with pytest.raises(UnreachableError, match="it is silent, after 2 tries"):
            finish(client, asked, query, network)


class TestRenewing:
    def test_a_revoked_sign_in_is_said_once_and_never_asked_again(
        self, oauth: OAuthEmulator, kept: str, network: Network
    ) -> None:
        oauth.revoke_all()
        before = len(oauth.asked)
        with pytest.raises(SignInError) as caught:
            refreshed(kept, network)
        assert str(caught.value).startswith("Google doesn't take the sign-in of work any more (invalid_grant: it was ")
        assert str(caught.value).endswith("Sign in again: kith connect work")
        assert len(oauth.asked) == before + 1

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ((500, ""), UnreachableError),
            ((200, "<html>"), UnreachableError),
            ((200, "[]"), UnreachableError),
            ((200, "3"), UnreachableError),
            ((200, '{"access_token": "s3cret", "expires_in": "soon"}'), UnreachableError),
            ((200, '{"access_token": "s3cret", "expires_in": 1e300}'), UnreachableError),
            ((200, '{"refresh_token": "s3cret"}'), SignInError),
            ((400, "s3cret"), SignInError),
            ((400, '{"error": ["s3cret"]}'), SignInError),
            ((403, '{"error": "admin_policy_enforced"}'), SignInError),
        ],
    )
    def test_whatever_comes_is_an_error_for_a_person(
        self, oauth: OAuthEmulator, kept: str, network: Network, answer: tuple[int, str], error: type[Exception]
    ) -> None:
        oauth.fails = [answer, answer]
        with pytest.raises(error) as caught:
            refreshed(kept, network)
        assert "s3cret" not in "".join(traceback.format_exception(caught.value))

    def test_it_is_not_renewed_without_encryption(self, kept: str, network: Network) -> None:
        unsafe = json.dumps(json.loads(kept) | {"token_uri": "http://oauth2.example.org/token"})
        with pytest.raises(RefusedError, match="without encryption"):
            refreshed(unsafe, network)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"scopes": 1}'])
    def test_what_is_damaged_is_said_so(self, text: str) -> None:
        with pytest.raises(SignInError, match=r"damaged\. Sign in again: kith connect work$"):
            credentials_of(text, "work")
        with pytest.raises(SignInError, match=r"damaged\. Sign in again"):
            granted(text)

    def test_what_lacks_something_is_no_sign_in(self, network: Network) -> None:
        with pytest.raises(SignInError, match="Sign in again: kith connect work"):
            refreshed('{"scopes": []}', network)


class TestLeaving:
    def test_google_is_told(self, oauth: OAuthEmulator, kept: str, network: Network) -> None:
        revoke(kept, network)
        assert oauth.refresh_tokens == {}
        revoke(kept, network)

    def test_google_may_refuse(self, oauth: OAuthEmulator, kept: str, network: Network) -> None:
        oauth.fails = [(403, "no")]
        with pytest.raises(UserError, match=r"doesn't take the sign-in back \(status 403\)"):
            revoke(kept, network)


class TestClients:
    WRONG: tuple[tuple[Callable[[OAuthEmulator], str], type[Exception], str], ...] = (
        (lambda _: "", UserError, "client.json is no OAuth client"),
        (lambda _: "[]", UserError, "is no OAuth client"),
        (lambda _: '{"installed": {"client_id": "x"}}', UserError, "is no OAuth client"),
        (lambda _: '{"installed": 3}', UserError, "is no OAuth client"),
        (lambda oauth: oauth.client_text("web"), UserError, "make one of the type Desktop app"),
        (lambda _: '{"type": "service_account"}', UserError, "--service-account client.json"),
        (lambda oauth: oauth.client_text().replace("127.0.0.1", "evil.example"), RefusedError, "without encryption"),
    )

    @pytest.mark.parametrize("case", range(len(WRONG)))
    def test_what_is_no_client_is_said_so(self, oauth: OAuthEmulator, case: int) -> None:
        text, error, said = self.WRONG[case]
        with pytest.raises(error, match=f"(?i){said}"):
            client_of(text(oauth), "client.json")

    def test_the_query_of_a_pasted_address(self) -> None:
        assert query_of(" http://127.0.0.1:1/?state=a&code=4/b \n") == "state=a&code=4/b"
        assert query_of("http://[") == ""
        assert query_of("4/code") == ""


def test_no_secret_is_shown_or_logged(oauth: OAuthEmulator, network: Network, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(oauth.client_text(), "client.json")
    shown: list[object] = [client]
    asked = asked_for(client)
    shown += [asked]
    oauth.fails = [(400, '{"error": "invalid_grant"}')]
    for query in (oauth.browse(asked.address), "state=wrong", oauth.browse(asked.address)):
        try:
            kept = finish(client, asked, query, network)
        except UserError as error:
            shown += [error, traceback.format_exc()]
    credentials = credentials_of(kept, "work")
    credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]
    shown += [credentials, network]
    used = [str(credentials.token), *oauth.refresh_tokens, asked.verifier, asked.state, *oauth.secrets()]
    oauth.revoke_all()
    try:
        credentials.refresh(NetworkRequest(network))  # type: ignore[no-untyped-call]
    except SignInError as error:
        shown += [error, traceback.format_exc()]
    text = "\n".join(f"{each!r} {each!s}" for each in shown) + caplog.text
    assert [secret for secret in used if secret in text] == []
    assert len(used) >= 8
