"""Signing in with Google as an installed application: what to open in a browser, and what becomes of the answer.

OAuth 2.0 for native applications (RFC 8252) with PKCE (RFC 7636): the browser comes back to an address on this machine,
and what it brings is of use only to whoever knows the verifier, which doesn't leave this process before.
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

from oauthlib.oauth2 import MismatchingStateError, OAuth2Error, WebApplicationClient

from configs.errors import SignInError, UnreachableError, UserError
from connectors.google.tokens import ODD, SCOPES, credentials_of, granted, kept_of, scopes_of, why
from connectors.network import Answer, Network
from connectors.network.places import place

__all__ = [
    "SCOPES",
    "Asked",
    "Client",
    "DelegatedError",
    "ask",
    "client_of",
    "credentials_of",
    "finish",
    "granted",
    "revoke",
]


class DelegatedError(UserError):
    """An administrator lets a service account read, and nobody else can end that."""


@dataclass(frozen=True, slots=True)
class Client:
    """What Google's console calls an OAuth client of the type Desktop app."""

    client_id: str
    client_secret: str = field(repr=False)
    auth_uri: str
    token_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that waits: `address` is to be opened in a browser, which comes back to `redirect_uri`."""

    address: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    def is_answered_by(self, query: str) -> bool:
        """Whether the query of an address is the answer to this one, not to another or nobody's."""
        try:
            state = parse_qs(_text(query), max_num_fields=50).get("state", [""])[0]
        except ValueError:
            return False
        return hmac.compare_digest(state.encode(), self.state.encode())


def client_of(text: str, where: str) -> Client:
    """The client in a file of Google's console; `where` is how the file is called.

    Raises:
        UserError: it is no such file.
        RefusedError: it names a server that would be asked without encryption.
    """
    try:
        file = json.loads(text)
    except ValueError:
        file = None
    file = file if isinstance(file, dict) else {}
    if file.get("type") == "service_account":
        raise UserError(
            f"{where} is a service account's key: kith connect google --service-account {where} --account …"
        )
    if "web" in file:
        raise UserError(f"{where} is an OAuth client for a web server. Make one of the type Desktop app.")
    found = file.get("installed")
    keys = ("client_id", "client_secret", "auth_uri", "token_uri")
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) and found[key] for key in keys):
        raise UserError(f"{where} is no OAuth client of Google's console (client_secret_….json).")
    place(found["auth_uri"])
    place(found["token_uri"])
    return Client(*(found[key] for key in keys))


def client_kept(text: str) -> Client | None:
    """The client with which a kept sign-in was made, None for a service account's."""
    kept = kept_of(text)
    if "service_account" in kept:
        return None
    return Client(*(str(kept.get(key)) for key in ("client_id", "client_secret", "auth_uri", "token_uri")))


def ask(client: Client, *, parts: Iterable[str], redirect_uri: str, account: str | None = None) -> Asked:
    """What to open in a browser so that Google asks whether these parts may be read."""
    scopes, state, oauth = scopes_of(parts), token_urlsafe(24), WebApplicationClient(client.client_id)
    verifier = oauth.create_code_verifier(128)
    address = oauth.prepare_request_uri(
        _secured(client.auth_uri),
        redirect_uri=redirect_uri,
        scope=list(scopes),
        state=state,
        code_challenge=oauth.create_code_challenge(verifier, "S256"),
        code_challenge_method="S256",
        access_type="offline",
        prompt="consent",  # Google gives a refresh token only where it asks anew
        login_hint=account,
    )
    scheme = client.auth_uri.partition("://")[0]
    return Asked(f"{scheme}://{address.partition('://')[2]}", redirect_uri, scopes, state, verifier)


def finish(client: Client, asked: Asked, query: str, network: Network) -> str:
    """The sign-in to keep, for the query of the address to which the browser came back.

    Raises:
        SignInError: the answer is another sign-in's, it is a no, or Google gives no token for it.
        UnreachableError, RefusedError: as `Network.send`.
    """
    oauth = WebApplicationClient(client.client_id)
    try:
        came_back = f"{_secured(asked.redirect_uri)}?{_text(query)}"
        answer = oauth.parse_request_uri_response(came_back, state=asked.state)
    except MismatchingStateError:
        raise SignInError(
            "That is the answer to another sign-in. Run kith connect google again, and use its address."
        ) from None
    except OAuth2Error as error:
        raise SignInError(f"Google says no{why(error.error)}. Nothing was kept.") from None
    form = oauth.prepare_request_body(
        code=answer["code"],
        redirect_uri=asked.redirect_uri,
        code_verifier=asked.verifier,
        client_secret=client.client_secret,
    )
    token = _token(oauth, _post(network, client.token_uri, form))
    refresh_token = token.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token:
        raise SignInError(
            "Google gives no lasting sign-in. Take Kith's access away at https://myaccount.google.com/connections, "
            "and run kith connect google again."
        )
    scopes = token.get("scope")
    text = json.dumps(
        {
            "client_id": client.client_id,
            "client_secret": client.client_secret,
            "auth_uri": client.auth_uri,
            "token_uri": client.token_uri,
            "refresh_token": refresh_token,
            # RFC 6749 § 5.1: it may be left out where it is what was asked for.
            "scopes": list(scopes or asked.scopes),
        }
    )
    if not granted(text):
        raise SignInError("You allowed nothing of what Kith reads. Run it again, and tick what it may read.")
    return text


def revoke(text: str, network: Network) -> None:
    """Tell Google that a sign-in holds no longer; one that holds no longer already is fine.

    Raises:
        DelegatedError: it is a service account's.
        UserError: Google refuses.
        UnreachableError, RefusedError: as `Network.send`.
    """
    kept = kept_of(text)
    if "service_account" in kept:
        raise DelegatedError(
            "What a service account may read is taken back by an administrator, in the Admin console under Security, "
            "API controls, Domain-wide delegation."
        )
    # https://oauth2.googleapis.com/token -> …/revoke (developers.google.com/identity/protocols/oauth2/native-app)
    address = str(kept.get("token_uri")).removesuffix("/token") + "/revoke"
    oauth = WebApplicationClient(str(kept.get("client_id")))
    _, _, form = oauth.prepare_token_revocation_request(
        _secured(address), str(kept.get("refresh_token")), token_type_hint=None
    )
    answer = _post(network, address, form)
    if answer.status != HTTPStatus.OK and _said(answer).get("error") != "invalid_token":
        raise UserError(f"Google doesn't take the sign-in back (status {answer.status}).")


def _token(oauth: WebApplicationClient, answer: Answer) -> dict[str, Any]:
    """What Google gives for a code."""
    said = _said(answer)
    if answer.status != HTTPStatus.OK:
        raise SignInError(f"Google doesn't take the sign-in{why(said.get('error'))}. Nothing was kept: try it again.")
    try:
        return dict(oauth.parse_request_body_response(json.dumps(said)))
    except (OAuth2Error, *ODD):
        # What is wrong with it isn't told: it holds a token.
        raise UnreachableError("Google's sign-in doesn't answer as it should. Try again later.") from None


def _post(network: Network, address: str, form: str) -> Answer:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    return network.send("POST", address, headers=headers, content=form)


def _secured(address: str) -> str:
    """An address as oauthlib takes it, https only: that http stays on this machine was seen to already (`place`)."""
    return f"https://{address.partition('://')[2]}"


def _said(answer: Answer) -> dict[str, Any]:
    """An answer's JSON, {} where it is none."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _text(query: str) -> str:
    """A query as text: what a terminal or a socket gave that is none is replaced."""
    return query.encode(errors="replace").decode()


def query_of(address: str) -> str:
    """The query of an address that somebody pasted, "" where it has none."""
    try:
        return urlsplit(address.strip()).query
    except ValueError:
        return ""
