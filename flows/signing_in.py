"""Signing in at the sources of the settings, and leaving them."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from configs.errors import RefusedError, SignInError, UnreachableError, UsageError, UserError
from configs.secrets import Secrets
from configs.settings import SETTINGS_FILE, Settings
from configs.source_settings import CalDavSource, CardDavSource, FolderSource, GoogleSource, SourceSettings
from configs.writing import remove_source
from connectors.network import Network
from flows.connecting import dav_connector
from flows.network_limits import network_limits

CONNECTIONS: Final = "https://myaccount.google.com/connections"
"""Where Google lists who may read an account, and takes it back."""


class GoogleWish(NamedTuple):
    """How to sign in with Google: files of Google's console, the account's address, seconds, a port."""

    client: Path | None = None
    service_account: Path | None = None
    account: str | None = None
    owner: str | None = None
    timeout: float = 300
    port: int = 0
    is_headless: bool = False


class SignedIn(NamedTuple):
    """What came of signing in.

    `kept` is where the secret is and `reached` what is reached with it, in words; `parts` may be read, `missing` were
    wanted and not allowed. `twin` is another source that gives the same, `left_behind` are the keys under which the
    warehouse knows what this source gave another owner.
    """

    name: str
    kept: str
    reached: str | None = None
    parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warning: str | None = None
    twin: str | None = None
    left_behind: tuple[str, ...] = ()


class Left(NamedTuple):
    """What came of leaving a source; `not_told` is why its server wasn't told, None where it was or needn't be."""

    name: str
    had_secret: bool
    not_told: str | None = None


def connect_dav(settings: Settings, name: str, ask_password: Callable[[], str]) -> SignedIn:
    """Ask for the password of a CardDAV or CalDAV source, try it, and keep it where it works.

    A right one is kept where the server has only not what the settings name, too.

    Raises:
        UsageError: it is no such source, or a command prints its password.
        UserError: the server doesn't take it, or can't be reached; nothing was kept.
    """
    source = source_of(settings, name)
    if not isinstance(source, CardDavSource | CalDavSource):
        raise UsageError(f"{name} is a {source.kind} source: it has no password.")
    if source.password_command:
        raise UsageError(
            f"The password of {name} is what its password_command prints: there is nothing to keep. "
            f"Try it: kith sources test {name}"
        )
    password = ask_password()
    if not password:
        raise UserError("There was no password. Nothing was kept.")
    with ExitStack() as connections:
        try:
            reached, warning = _reached(settings, source, password, connections)
        except SignInError as error:
            again = (
                f"Nothing was kept for {source.user}: see whether that is the user, and try again: kith connect {name}"
            )
            raise SignInError(f"{error} {again}") from None
    return SignedIn(name, Secrets(settings.home).write(name, password), reached, warning=warning)


def disconnect(settings: Settings, name: str) -> Left:
    """Tell the server that the sign-in holds no longer, forget it, and take the source out of the settings.

    Raises:
        UsageError: there is no such source, or it is a folder.
        UserError: the secret can't be forgotten; then the source stays.
    """
    source = source_of(settings, name)
    if isinstance(source, FolderSource):
        raise UsageError(f"{name} is a folder: there is no sign-in to forget. Take it out: kith sources remove {name}")
    secrets = Secrets(settings.home)
    not_told = _revoke(settings, secrets, name, source.account) if isinstance(source, GoogleSource) else None
    had_secret = secrets.forget(name)
    remove_source(settings.home / SETTINGS_FILE, name)
    return Left(name, had_secret, not_told)


def source_of(settings: Settings, name: str) -> SourceSettings:
    """The source of a name.

    Raises:
        UsageError: there is none.
    """
    source = settings.sources.get(name)
    if source is None:
        there = f"Those there are: {', '.join(settings.sources)}." if settings.sources else "There is none yet."
        raise UsageError(f"There is no source {name!r} in the settings. {there} `kith sources add` adds one.")
    return source


def client_id_of(secrets: Secrets, name: str) -> str | None:
    """The OAuth client with which a source signed in; None where there is none, or its sign-in can't be read."""
    from connectors.google.sign_in import client_kept  # noqa: PLC0415 - only for a Google account

    try:
        text = secrets.read(name)
        client = client_kept(text) if text else None
    except UserError:
        return None
    return client.client_id if client else None


def same_account(settings: Settings, name: str, account: str | None) -> dict[str, GoogleSource]:
    """The other sources of the settings that are the same Google account."""
    return {
        other: source
        for other, source in settings.sources.items()
        if other != name and isinstance(source, GoogleSource)
        if account and source.account and source.account.casefold() == account.casefold()
    }


def _reached(
    settings: Settings, source: CardDavSource | CalDavSource, password: str, connections: ExitStack
) -> tuple[str, str | None]:
    """What a password reaches, and what of the settings it doesn't; raises where it reaches nothing."""
    try:
        return dav_connector(source, password, settings.sync, connections).check(), None
    except (SignInError, UnreachableError, RefusedError):
        raise
    except UserError as error:
        if not source.collections:
            raise
        # It may be the password that isn't taken, or only the names that aren't there.
        everything = source.model_copy(update={"collections": ()})
        reached = dav_connector(everything, password, settings.sync, connections).check()
        return reached, f"{error} They are in {settings.home / SETTINGS_FILE}."


def _revoke(settings: Settings, secrets: Secrets, name: str, account: str | None) -> str | None:
    """Tell Google; why it wasn't told, where it wasn't."""
    from connectors.google.sign_in import DelegatedError, revoke  # noqa: PLC0415 - only for a Google account

    # What is taken back is what a client may read of an account, not one of its sign-ins.
    client_id = client_id_of(secrets, name)
    for other in same_account(settings, name, account):
        if client_id and client_id == client_id_of(secrets, other):
            return (
                f"{other} is signed in as {account}, too, and Google would end both. To leave that as well: "
                f"kith disconnect {other}"
            )

    try:
        text = secrets.read(name)
        if text is None:
            return None
        with Network(limits=network_limits(settings.sync)) as network:
            revoke(text, network)
    except DelegatedError as error:
        return str(error)
    except UserError as error:
        return f"{error} Take it back there: {CONNECTIONS}"
    return None
