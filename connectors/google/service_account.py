"""Service accounts that read the data of a person, for companies: domain-wide delegation."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from google.auth.transport import Request
from google.oauth2 import service_account

from configs.errors import SignInError, UserError
from connectors.google.tokens import ODD, SCOPES, refusal, scopes_of
from connectors.google.transport import NetworkRequest
from connectors.network import Network
from connectors.network.places import place


def key_of(text: str, where: str) -> dict[str, Any]:
    """The key in a file of Google's console; `where` is how the file is called.

    Raises:
        UserError: it is no key of a service account.
    """
    try:
        key = json.loads(text)
    except ValueError:
        key = None
    if not isinstance(key, dict) or key.get("type") != "service_account":
        raise UserError(
            f"{where} is no key of a service account. In Google's console, open the service account, "
            "then Keys, Add key, JSON, and name the file that you get."
        )
    place(str(key.get("token_uri")))
    _credentials(key, "", (), "")
    return key


def sign_in_as(key: Mapping[str, Any], account: str, parts: Iterable[str], network: Network, *, name: str) -> str:
    """Try what the service account may read of a person's, and give the sign-in to keep.

    Raises:
        SignInError: nothing.
        UnreachableError, RefusedError: as `Network.send`.
    """
    scopes: list[str] = []
    error: SignInError | None = None
    for part in (part for part in SCOPES if part in set(parts)):
        try:
            _credentials(key, account, SCOPES[part], name).refresh(NetworkRequest(network))
        except SignInError as refused:
            error = refused
        else:
            scopes += SCOPES[part]
    if not scopes:
        wanted = ", ".join(scopes_of(parts))
        raise SignInError(
            f"The service account may read nothing of {account}'s. An administrator has to allow its client id "
            f"{key.get('client_id')} these scopes, in the Admin console under Security, API controls, "
            f"Domain-wide delegation: {wanted}"
        ) from error
    return json.dumps({"service_account": dict(key), "account": account, "scopes": scopes})


def credentials_of_key(
    key: Mapping[str, Any], account: str, scopes: Iterable[str], name: str
) -> service_account.Credentials:
    """Credentials of a service account that acts as a person; see `tokens.credentials_of`.

    Raises:
        UserError: the key is none.
    """
    return _credentials(key, account, scopes, name)


class _ServiceCredentials(service_account.Credentials):
    source_name = "google"

    def refresh(self, request: Request) -> None:
        """Get a new access token; raises as `tokens.credentials_of` says."""
        try:
            super().refresh(request)  # type: ignore[no-untyped-call]
        except ODD as error:
            raise refusal(error, self.source_name) from None


def _credentials(key: Mapping[str, Any], account: str, scopes: Iterable[str], name: str) -> _ServiceCredentials:
    try:
        made = _ServiceCredentials.from_service_account_info(  # type: ignore[no-untyped-call]
            key, scopes=tuple(scopes), subject=account
        )
    except ODD:
        # What the library says may hold the key.
        raise UserError("The service account's key is damaged. Get a new one in Google's console.") from None
    credentials = cast("_ServiceCredentials", made)
    credentials.source_name = name
    return credentials
