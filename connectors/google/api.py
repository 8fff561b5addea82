"""Google's People and Calendar APIs by Google's own client library, over our network; its errors in words."""

from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

import google.auth.credentials
import msgspec
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.model import JsonModel

from configs.errors import SignInError, UnreachableError, UserError
from connectors.google.http import GoogleHttp, error_of, reasons
from connectors.network import Network

T = TypeVar("T")

_EXPIRED: Final = frozenset({"EXPIRED_SYNC_TOKEN", "fullSyncRequired", "updatedMinTooLongAgo"})
_SWITCHED_OFF: Final = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})
_NOT_GRANTED: Final = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"})
_CALENDAR_PATH: Final = "calendar/v3/"
_LONGEST_WORDS: Final = 300


class ExpiredTokenError(Exception):
    """The sync token is too old, unknown, or of another question: everything has to be listed again."""


class NoAccessError(UserError):
    """This part of what Google holds isn't there, or isn't for this account; other parts may be."""


class GoogleApi:
    """Google's APIs for one account.

    `people` and `calendar` are the resources of the client library: their methods make requests, which `execute` sends.
    The network is closed by whoever opened it. `endpoint` is another address of both APIs, for tests.
    """

    def __init__(
        self, network: Network, credentials: google.auth.credentials.Credentials, *, endpoint: str | None = None
    ) -> None:
        self._http = GoogleHttp(network, credentials)
        self._endpoint = endpoint and endpoint.rstrip("/") + "/"

    @cached_property
    def people(self) -> Any:  # noqa: ANN401 - the library makes its methods at run time
        """The People API: contacts, other contacts, groups."""
        return self._built("people", "v1", "")

    @cached_property
    def calendar(self) -> Any:  # noqa: ANN401 - as above
        """The Calendar API: calendars, events."""
        return self._built("calendar", "v3", _CALENDAR_PATH)

    def execute(self, request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """The answer to a request, as a mapping.

        Raises:
            ExpiredTokenError: the request's sync token doesn't hold any more.
            SignInError: the sign-in isn't taken any more, or doesn't allow this.
            NoAccessError: what was asked for isn't there or not for this account.
            UnreachableError, RefusedError: as `Network.send`.
            UserError: Google refuses the request otherwise.
        """
        found = self.read(request, msgspec.json.decode)
        if not isinstance(found, dict):
            raise UnreachableError("Google answers with what is no answer of its interfaces. Try again later.")
        return found

    def read(self, request: Any, decode: Callable[[bytes], T]) -> T:  # noqa: ANN401 - as above
        """The answer to a request, as `decode` reads its JSON; raises what `execute` does.

        Where `decode` raises msgspec.DecodeError, the answer is asked for again.
        """
        self._http.read = decode
        try:
            return cast("T", request.execute())
        except HttpError as error:
            raise _in_words(error.resp.status, error.content) from None

    def _built(self, name: str, version: str, path: str) -> Any:  # noqa: ANN401 - as above
        options = {"api_endpoint": self._endpoint + path} if self._endpoint else None
        return build(
            name,
            version,
            http=self._http,
            model=_Model(self._http),
            client_options=options,
            static_discovery=True,
            cache_discovery=False,
        )


class _Model(JsonModel):  # type: ignore[misc] # the library has no types
    """JSON without blanks, read when it arrived."""

    def __init__(self, http: GoogleHttp) -> None:
        super().__init__()
        self._http = http

    def _build_query(self, params: dict[str, Any]) -> str:
        return str(super()._build_query({**params, "prettyPrint": "false"}))

    def deserialize(self, content: bytes) -> object:
        """What the answer says."""
        return self._http.take(content)


def _in_words(status: int, body: bytes) -> Exception:
    """An error of Google's as one of ours."""
    why, error = frozenset(reasons(body)), error_of(body)
    said = " ".join(str(error.get("message", "")).split())[:_LONGEST_WORDS].rstrip(".")
    is_of_token = status == HTTPStatus.BAD_REQUEST and "sync token" in said.lower()
    if status == HTTPStatus.GONE or is_of_token or _EXPIRED.intersection(why):
        return ExpiredTokenError(said)
    if status == HTTPStatus.UNAUTHORIZED:
        return SignInError("Google doesn't take the sign-in any more.")
    if _NOT_GRANTED.intersection(why):
        return SignInError("The sign-in with Google doesn't allow this: tick what Kith may read when you are asked.")
    if _SWITCHED_OFF.intersection(why):
        return UserError(f"Google says that this interface isn't switched on in your project: {said}.")
    kind = NoAccessError if status in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN} else UserError
    return kind(f"Google doesn't give what was asked for ({status}: {said or 'no reason given'}).")
