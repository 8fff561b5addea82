"""Google's client library over our own network: its requests go within limits, its credentials are renewed there."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import google.auth.credentials
import google.auth.exceptions
import httplib2
import msgspec

from configs.errors import SignInError, UnreachableError, UserError
from connectors.google.transport import NetworkRequest
from connectors.network import Answer, Network

_BUSY: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED"})
"""Reasons of a 403 after which the same request is answered a little later."""

_LANGUAGE: Final = {"accept-language": "en"}
"""Labels of Google's own come in English, else a record would be another one whenever its owner's language is."""

_OWN_HEADERS: Final = frozenset({"accept-encoding", "content-length", "user-agent"})
"""What the network says by itself."""


class GoogleHttp:
    """What Google's client library takes for an `httplib2.Http`.

    JSON is read as soon as it arrives, by `read`, so that what can't be read is asked for again; `take` gives what was
    read, and nothing is read twice.
    """

    def __init__(self, network: Network, credentials: google.auth.credentials.Credentials) -> None:
        self.credentials = credentials
        self._network = network
        self._token_request = NetworkRequest(network)
        self._refusal: SignInError | None = None
        self.read: Callable[[bytes], object] = msgspec.json.decode
        self._body = b""
        self._found: object = None

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: object = None,
    ) -> tuple[httplib2.Response, bytes]:
        """The answer to a request that carries the credentials, which are renewed once where they aren't taken.

        Raises:
            SignInError: they can't be renewed.
            UnreachableError, RefusedError: as `Network.send`; also where a web page comes for an answer.
        """
        del redirections, connection_type
        answer = self._send(uri, method, body, headers)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            with self._asking_for_token():
                self.credentials.refresh(self._token_request)  # type: ignore[no-untyped-call]
            answer = self._send(uri, method, body, headers)
        return httplib2.Response({**answer.headers, "status": str(answer.status)}), answer.body

    def take(self, body: bytes) -> object:
        """What an answer's JSON says; it is forgotten here."""
        found = self._found if body is self._body else self.read(body)
        self._body, self._found = b"", None
        return found

    def close(self) -> None:
        """Nothing: the network is closed by whoever opened it."""

    def _send(self, uri: str, method: str, body: bytes | str | None, headers: Mapping[str, str] | None) -> Answer:
        kept = {name: text for name, text in (headers or {}).items() if name.lower() not in _OWN_HEADERS}
        sent = kept | _LANGUAGE
        with self._asking_for_token():
            self.credentials.before_request(self._token_request, method, uri, sent)  # type: ignore[no-untyped-call]
        return self._network.send(method, uri, headers=sent, content=body, is_transient=self._reason_to_ask_again)

    @contextmanager
    def _asking_for_token(self) -> Iterator[None]:
        """Errors in words. Whose sign-in was refused isn't asked for again by what else reads this account."""
        if self._refusal is not None:
            raise SignInError(str(self._refusal))
        try:
            yield
        except google.auth.exceptions.GoogleAuthError as error:
            raise self._remembered(_sign_in_error(error)) from None
        except SignInError as error:
            raise self._remembered(error) from None

    def _remembered(self, error: UserError) -> UserError:
        self._refusal = error if isinstance(error, SignInError) else None
        return error

    def _reason_to_ask_again(self, answer: Answer) -> str | None:
        if answer.status == HTTPStatus.FORBIDDEN:
            return "it is asked too often" if _BUSY.intersection(reasons(answer.body)) else None
        if answer.status != HTTPStatus.OK:
            return None
        try:
            self._body, self._found = answer.body, self.read(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            if "html" in answer.headers.get("content-type", "") or answer.body.lstrip().startswith(b"<"):
                return "it answers with a web page (does this network want you to sign in, or to pay, first?)"
            return "its answer can't be read"
        return None


def reasons(body: bytes) -> tuple[str, ...]:
    """Why Google refuses a request, in its own words for programs ("rateLimitExceeded", "EXPIRED_SYNC_TOKEN")."""
    return tuple(
        reason
        for part in ("errors", "details")
        for each in _entries(error_of(body).get(part))
        if isinstance(reason := each.get("reason"), str)
    )


def error_of(body: bytes) -> dict[str, Any]:
    """The `error` of an answer, {} where it has none."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, dict) else {}


def _entries(listed: object) -> list[dict[str, Any]]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _sign_in_error(error: google.auth.exceptions.GoogleAuthError) -> SignInError | UnreachableError:
    """Why there is no token, without what Google answered: that may hold one."""
    said = next((part.get("error") for part in error.args if isinstance(part, dict)), None)
    if error.retryable:
        return UnreachableError("Google's sign-in doesn't answer as it should. Try again later.")
    why = f" ({said[:40]})" if isinstance(said, str) and said.replace("_", "").isalnum() else ""
    return SignInError(f"Google doesn't take the sign-in any more{why}.")
