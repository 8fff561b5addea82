"""Requests to servers that may be slow, busy, broken or hostile."""

import ssl
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

import httpcore
import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from configs.errors import RefusedError, UnreachableError, UserError
from connectors.network.answers import Answer, BrokenAnswerError, NetworkLimits, TooMuchError
from connectors.network.clock import TooSlowError
from connectors.network.places import is_same_or_allowed, place, redirected
from connectors.network.transport import Transport
from connectors.network.waiting import LONGEST, AgainError, asked_wait, wait_seconds

TRANSIENT: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which a server is asked again."""

_LIMITS: Final = NetworkLimits()
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5
_TRANSIENT_ERRORS: Final = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    BrokenAnswerError,
)
_HEADERS: Final = {"accept": "*/*", "accept-encoding": "gzip", "user-agent": "kith (gzip)"}


def never(_answer: Answer) -> str | None:
    """No answer is transient but for its status."""
    return None


class Network:
    """Asks servers, within limits.

    Busy, failing and silent servers are asked again, with waits that grow; a status of `TRANSIENT` counts as such.
    Redirects are followed to the same host and to `hosts` (names; ".example.org" also stands for all below it), never
    from https to http. With `auth`, requests go nowhere but to the host that is asked first and to `hosts`, so that an
    address that a server gives can't take the password elsewhere. `verify` is how certificates are checked: against
    certifi's authorities, or those of SSL_CERT_FILE, by default. One object belongs to one thread at a time.
    """

    def __init__(
        self,
        *,
        limits: NetworkLimits = _LIMITS,
        hosts: Collection[str] = (),
        auth: httpx.Auth | tuple[str, str] | None = None,
        verify: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._hosts = tuple(host.lower() for host in hosts)
        self._auth = httpx.BasicAuth(*auth) if isinstance(auth, tuple) else auth
        self._home: str | None = None
        self._trying = Retrying(
            stop=stop_after_attempt(limits.tries),
            wait=wait_seconds,
            retry=retry_if_exception_type(AgainError),
            sleep=sleep,
            reraise=True,
        )
        self._transport = Transport(limits, verify)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | str | None = None,
        is_transient: Callable[[Answer], str | None] = never,
    ) -> Answer:
        """Ask, and ask again where it makes sense; `is_transient` gives the reason to ask for an answer again.

        Answers of all other statuses are returned, those of 401 too.

        Raises:
            UnreachableError: no answer that counts, after all tries.
            RefusedError: another host, no encryption, a certificate that nobody vouches for, too much, too slow.
            UserError: the address is none.
        """
        target = place(url)
        self._check_home(target)
        try:
            return self._trying(self._try, method, target, dict(headers or {}), content, is_transient)
        except AgainError as error:
            times = "1 try" if self._limits.tries == 1 else f"{self._limits.tries} tries"
            raise UnreachableError(
                f"{target.host} can't be reached: {error.reason}, after {times}. "
                "Check the connection, or try again later."
            ) from error

    def _try(
        self,
        method: str,
        target: httpx.URL,
        headers: dict[str, str],
        content: bytes | str | None,
        is_transient: Callable[[Answer], str | None],
    ) -> Answer:
        try:
            answer = self._follow(method, target, headers, content)
        except _TRANSIENT_ERRORS as error:
            raise AgainError(_reason(error, target.host)) from error
        reason = _status_reason(answer.status) or is_transient(answer)
        if not reason:
            return answer
        asked = asked_wait(answer.headers)
        if asked is not None and asked > LONGEST:
            raise UnreachableError(
                f"{target.host} can't be reached: {reason}, and asks to be left alone for {asked / 60:,.0f} minutes. "
                "Try again later."
            )
        raise AgainError(reason, asked)

    def _check_home(self, target: httpx.URL) -> None:
        if self._auth is None:
            return
        self._home = self._home or target.host
        if not is_same_or_allowed(target, self._home, self._hosts):
            raise RefusedError(f"{self._home} names an address on another host, {target.host[:100]}: not asked.")

    def _follow(self, method: str, url: httpx.URL, headers: dict[str, str], content: bytes | str | None) -> Answer:
        """One try, with all its redirects, within the time for an answer."""
        home = self._home or url.host
        self._transport.clock.start(self._limits.answer_seconds)
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(method, url, headers, content)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            url = redirected(url, location, home=home, hosts=self._hosts)
            if answer.status == HTTPStatus.SEE_OTHER:
                method, content = "GET", None
        raise RefusedError(f"{url.host} redirects more than {_MOST_REDIRECTS} times: not followed.")

    def _ask(self, method: str, url: httpx.URL, headers: dict[str, str], content: bytes | str | None) -> Answer:
        try:
            request = httpx.Request(method, url, headers=httpx.Headers(_HEADERS | _lower(headers)), content=content)
            return self._fetch(request)
        except TooMuchError as error:
            raise RefusedError(f"{url.host} {error}.") from error
        except (TooSlowError, httpcore.TimeoutException) as error:
            if not self._transport.clock.is_over():
                raise
            raise RefusedError(
                f"{url.host} takes longer than {self._limits.answer_seconds:g} s for one answer. "
                "If that is right, raise answer_seconds of [sync] in the settings."
            ) from error
        except (httpcore.LocalProtocolError, UnicodeEncodeError):
            # Neither says what it can't send without showing it, and that may be a password.
            raise UserError(f"What is to be sent to {url.host} holds characters that can't be sent.") from None

    def _fetch(self, request: httpx.Request) -> Answer:
        if self._auth is None:
            return self._transport.fetch(request)
        flow = self._auth.sync_auth_flow(request)
        request = _understood(lambda: next(flow))
        while True:
            answer = self._transport.fetch(request)
            headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in answer.headers.items()]
            seen = httpx.Response(answer.status, headers=headers, content=answer.body, request=request)
            try:
                request = _understood(partial(flow.send, seen))
            except StopIteration:
                return answer


def _understood(step: Callable[[], httpx.Request]) -> httpx.Request:
    """A step of the sign-in, which goes by what the server said of it."""
    try:
        return step()
    except (httpx.HTTPError, LookupError, NotImplementedError, ValueError) as error:  # what httpx's DigestAuth raises
        raise BrokenAnswerError("it asks for a kind of sign-in that isn't understood") from error


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _status_reason(status: int) -> str | None:
    if status not in TRANSIENT:
        return None
    return "it is asked too often (429)" if status == HTTPStatus.TOO_MANY_REQUESTS else f"it fails (status {status})"


def _reason(error: Exception, host: str) -> str:
    """Why there is no answer, in words.

    Raises:
        RefusedError: the server's certificate or its encryption isn't to be trusted; asking again won't help.
    """
    cause = error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise RefusedError(
                f"Nobody vouches for the certificate of {host} ({cause.verify_message}): nothing was sent. "
                "If it is your own, name its authority's file in SSL_CERT_FILE."
            ) from error
        if isinstance(cause, ssl.SSLError) and cause.reason and "VERSION" in cause.reason:
            raise RefusedError(f"{host} doesn't speak TLS 1.2 or newer: nothing was sent.") from error
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.TimeoutException):
        return "it is silent"
    if isinstance(error, httpcore.ConnectError):
        return "there is no connection"
    if isinstance(error, httpcore.ProxyError):
        return "the proxy doesn't let it through"
    return str(error) if isinstance(error, BrokenAnswerError) else "its answer breaks off"
