"""The passwords of sources, kept once or printed by a command of the user's, and the servers that they open."""

import subprocess
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Final

from configs.errors import SignInError, UserError
from configs.secrets import Secrets
from configs.settings import Settings, Sync
from configs.source_settings import CalDavSource, CardDavSource, FolderSource, GoogleSource, SourceSettings
from connectors.base import LiveConnector
from connectors.network import Network
from flows.network_limits import network_limits

_SECONDS: Final = 60
_LONGEST: Final = 500


def password_of(name: str, source: CardDavSource | CalDavSource, secrets: Secrets) -> str:
    """The password of a source: what its command prints, else what was kept.

    Raises:
        SignInError: none was kept.
        UserError: the command fails, or the keyring can't be asked.
    """
    if source.password_command:
        return printed_password(name, source.password_command)
    password = secrets.read(name)
    if password is None:
        raise SignInError(f"There is no password for {name} yet. Give it once: kith connect {name}")
    return password


def check_way_in(settings: Settings, name: str, source: SourceSettings) -> None:
    """See whether there is a folder to read, or a password or sign-in kept, without asking any server or command.

    Raises:
        SignInError: none was kept, or it is damaged.
        UserError: there is no folder, or the keyring can't be asked.
    """
    if isinstance(source, FolderSource):
        if not source.path.is_dir():
            raise UserError(f"There is no folder {source.path}. Make it, or leave it out: kith sources remove {name}")
    elif isinstance(source, GoogleSource):
        from connectors.google.tokens import kept_of  # noqa: PLC0415 - only who has such a source loads it

        text = Secrets(settings.home).read(name)
        if text is None:
            raise SignInError(f"Not signed in yet. Run: kith connect {name}")
        kept_of(text, name)
    elif not source.password_command:
        password_of(name, source, Secrets(settings.home))


def printed_password(name: str, command: tuple[str, ...]) -> str:
    """The first line that a command prints, as password managers give it; it is run without a shell.

    Raises:
        UserError: it can't be run, fails, prints nothing, or takes more than a minute; what it printed is never shown.
    """
    what = f"The password_command of {name} ({command[0]})"
    try:
        ended = subprocess.run(  # noqa: S603 - the user's own command, from the user's own settings
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        # The exception holds what was printed.
        raise UserError(f"{what} takes more than {_SECONDS} s. Is it waiting for somebody?") from None
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else "it can't be run like that"
        raise UserError(f"{what} can't be run: {said}. Name its whole path.") from None
    if ended.returncode != 0:
        complaint = " ".join(ended.stderr.decode(errors="replace").split())[-_LONGEST:]
        raise UserError(f"{what} fails (status {ended.returncode}): {complaint or 'it says nothing'}")
    password = ended.stdout.decode(errors="surrogateescape").split("\n", 1)[0].removesuffix("\r")
    if not password:
        raise UserError(f"{what} prints nothing. Its first line has to be the password.")
    if not password.isprintable():
        raise UserError(f"{what} prints what can't be a password: its first line has to be one, as text.")
    return password


def dav_connector(
    source: CardDavSource | CalDavSource, password: str, sync: Sync, connections: ExitStack
) -> LiveConnector:
    """The connector of a CardDAV or CalDAV server; its connections are closed with `connections`."""
    from connectors.dav import CalDav, CardDav, dav_hosts  # noqa: PLC0415 - only who has such a source loads it

    kind = CardDav if isinstance(source, CardDavSource) else CalDav
    network = Network(limits=network_limits(sync), hosts=dav_hosts(source.url), auth=(source.user, password))
    return kind(
        connections.enter_context(network),
        source.url,
        collections=source.collections,
        now=lambda: datetime.now(UTC),
        full_every=timedelta(days=sync.full_days),
    )
