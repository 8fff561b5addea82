"""What is kept of a sign-in with Google, what it allows, and the credentials that are made of it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import google.auth.exceptions
import google.oauth2.credentials
from google.auth.transport import Request

from configs.errors import SignInError, UnreachableError, UserError
from configs.words import word_list

_READ: Final = "https://www.googleapis.com/auth/"

SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "contacts": (_READ + "contacts.readonly",),
    "other_contacts": (_READ + "contacts.other.readonly",),
    "calendar": (_READ + "calendar.events.readonly", _READ + "calendar.calendarlist.readonly"),
}
"""The parts of an account, and the scopes that each needs; all of them only read."""

ODD: Final = (
    google.auth.exceptions.GoogleAuthError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What google.auth raises where an answer isn't what it expects."""

Kept = dict[str, Any]
"""What a sign-in's text holds: of a user `client_id`, `client_secret`, `auth_uri`, `token_uri`, `refresh_token`; of a
service account `service_account` (its key) and `account` (whose data it reads); of both `scopes`."""


def scopes_of(parts: Iterable[str]) -> tuple[str, ...]:
    """The scopes that some parts need, in the order of `SCOPES`."""
    wanted = set(parts)
    return tuple(scope for part, scopes in SCOPES.items() if part in wanted for scope in scopes)


def granted(text: str) -> frozenset[str]:
    """The parts of the account that a kept sign-in allows to read."""
    return parts_of(kept_of(text)["scopes"])


def parts_of(scopes: Iterable[str]) -> frozenset[str]:
    """The parts all of whose scopes are among these."""
    allowed = set(scopes)
    return frozenset(part for part, needed in SCOPES.items() if allowed.issuperset(needed))


def kept_of(text: str, name: str = "google") -> Kept:
    """What the kept sign-in of a source holds.

    Raises:
        SignInError: it is damaged.
    """
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    if not isinstance(kept, dict) or not isinstance(kept.get("scopes"), list):
        raise SignInError(f"What was kept of the sign-in with Google is damaged. Sign in again: kith connect {name}")
    return kept


def credentials_of(text: str, name: str = "google") -> google.auth.credentials.Credentials:
    """Credentials that renew themselves; `name` is what the settings call the source, for whoever has to sign in again.

    Their `refresh` raises SignInError where Google doesn't take the sign-in any more, and UnreachableError and
    RefusedError as the network does.

    Raises:
        SignInError: what was kept is damaged.
    """
    kept = kept_of(text, name)
    if "service_account" in kept:
        from connectors.google.service_account import credentials_of_key  # noqa: PLC0415 - loads a library of ciphers

        return credentials_of_key(kept["service_account"], kept["account"], kept["scopes"], name)
    return _UserCredentials(kept, name)


class _UserCredentials(google.oauth2.credentials.Credentials):
    """A user's credentials, whose complaints are for a person."""

    def __init__(self, kept: Kept, name: str) -> None:
        # Scopes aren't given: Google would refuse to renew what it granted only in part.
        super().__init__(  # type: ignore[no-untyped-call]
            None,
            refresh_token=kept.get("refresh_token"),
            token_uri=kept.get("token_uri"),
            client_id=kept.get("client_id"),
            client_secret=kept.get("client_secret"),
        )
        self._name = name

    def refresh(self, request: Request) -> None:
        """Get a new access token.

        Raises:
            SignInError: Google doesn't take the sign-in any more.
            UnreachableError: it doesn't answer as it should.
        """
        try:
            super().refresh(request)  # type: ignore[no-untyped-call]
        except ODD as error:
            # Without what Google answered, which may hold a token.
            raise refusal(error, self._name) from None


def refusal(error: Exception, name: str) -> UserError:
    """Why google.auth has no token, in words."""
    if not isinstance(error, google.auth.exceptions.GoogleAuthError) or error.retryable:
        return UnreachableError("Google's sign-in doesn't answer as it should. Try again later.")
    answered = next((part for part in error.args if isinstance(part, dict)), {})
    return SignInError(
        f"Google doesn't take the sign-in of {name} any more{why(answered.get('error'))}. "
        f"Sign in again: kith connect {name}"
    )


def why(code: object) -> str:
    """What stands behind an error code of Google's, in brackets; "" for what is none."""
    if not isinstance(code, str) or not code.replace("_", "").isalnum():
        return ""
    said = word_list("google_sign_in")["why"].get(code)
    return f" ({code[:40]}: {said})" if said else f" ({code[:40]})"
