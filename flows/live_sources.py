"""Makes the parts of a sync out of the settings' sources: which connectors, signed in how, within which limits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from configs.errors import SignInError, UsageError, UserError
from configs.secrets import Secrets
from configs.settings import Settings
from configs.source_settings import CalDavSource, CardDavSource, FolderSource, GoogleSource, SourceSettings
from connectors.base import LiveConnector
from connectors.network import Network
from connectors.registry import FILE_CONNECTORS
from flows.connecting import dav_connector, password_of
from flows.network_limits import network_limits
from flows.outcome import Failure, Outcome, failure_of
from flows.progress import Progress
from flows.source_parts import Part, PullOptions
from flows.watched_folder import FolderPart
from warehouse.landing import LandingStore, Run
from warehouse.merging import Source

_GOOGLE_PARTS: Final = ("google_contacts", "google_other_contacts", "google_calendar")
"""The connectors that read a Google account."""


class SourcePart(Protocol):
    """A part of a sync: a server's contacts, its calendars, a folder."""

    @property
    def name(self) -> str:
        """What the settings call its source."""
        ...

    @property
    def source(self) -> Source:
        """Where its records come from; a folder's own are those of its files."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    def land(self, store: LandingStore, run: Run, options: PullOptions, *, progress: Progress) -> tuple[Outcome, ...]:
        """Land what is new; never raises for what the source does."""
        ...

    def check(self) -> str:
        """What it reaches, in one line; raises UserError where that is nothing."""
        ...


@dataclass(frozen=True, slots=True)
class IdlePart:
    """A part that isn't pulled, and why: a failure, or what the user left out."""

    name: str
    source: Source
    title: str
    failure: Failure | None
    message: str

    def land(self, store: LandingStore, run: Run, options: PullOptions, *, progress: Progress) -> tuple[Outcome, ...]:  # noqa: ARG002 - as every part
        """Say why it isn't pulled."""
        return (Outcome(self.name, self.source.key, self.title, failure=self.failure, message=self.message),)

    def check(self) -> str:
        """Raises UserError with why it isn't pulled."""
        raise UserError(self.message)


def chosen_sources(settings: Settings, names: Sequence[str] = ()) -> dict[str, SourceSettings]:
    """The sources of these names, in the order of the settings; all, where none is named.

    Raises:
        UsageError: there is none of that name, or none at all.
    """
    known = ", ".join(settings.sources)
    if not settings.sources:
        raise UsageError(
            "There is no source to sync yet. Add one: kith connect google, kith sources add folder PATH, or "
            "kith sources add carddav URL --user NAME"
        )
    if unknown := [name for name in names if name not in settings.sources]:
        if meant := synced_by(settings, unknown[0]):
            raise UsageError(f"{unknown[0]} is what {meant} gives: kith sync {meant}")
        raise UsageError(f"There is no source {unknown[0]!r}. Those there are: {known} (`kith sources list`).")
    return {name: source for name, source in settings.sources.items() if not names or name in names}


def synced_keys(settings: Settings, name: str) -> tuple[str, ...]:
    """Under which keys the warehouse knows what a source of the settings gives."""
    source = settings.sources[name]
    owner = source.owner or settings.owner
    if isinstance(source, FolderSource):
        return tuple(Source(reader.name, owner, name).key for reader in FILE_CONNECTORS)
    if isinstance(source, GoogleSource):
        named = _named(name, "google")
        return tuple(Source(part, owner, named).key for part in _GOOGLE_PARTS)
    return (Source(source.kind, owner, _named(name, source.kind)).key,)


def synced_by(settings: Settings, key: str) -> str | None:
    """The source of the settings that gives what the warehouse knows under a key; None where none does."""
    return next((name for name in settings.sources if key in synced_keys(settings, name)), None)


@contextmanager
def source_parts(settings: Settings, names: Sequence[str] = ()) -> Iterator[tuple[SourcePart, ...]]:
    """The parts of these sources (all, where none is named); connections are closed at the end of the block.

    Raises:
        UsageError: there is no source of that name, or none at all.
    """
    with ExitStack() as connections:
        parts: list[SourcePart] = []
        for name, source in chosen_sources(settings, names).items():
            if isinstance(source, FolderSource):
                parts.append(FolderPart(name, source.path, source.owner or settings.owner, settings))
            elif isinstance(source, GoogleSource):
                parts += _google_parts(name, source, settings, connections)
            else:
                parts.append(_dav_part(name, source, settings, connections))
        yield tuple(parts)


def _google_parts(name: str, source: GoogleSource, settings: Settings, connections: ExitStack) -> Iterator[SourcePart]:
    from connectors.google import GoogleApi, GoogleCalendar, GoogleContacts, GoogleOtherContacts  # noqa: PLC0415 - only for who has such a source
    from connectors.google.tokens import credentials_of, granted  # noqa: PLC0415 - as above

    owner = source.owner or settings.owner
    try:
        token = Secrets(settings.home).read(name)
        if token is None:
            raise SignInError(f"The source {name!r} isn't signed in. Run: kith connect {name}")
        network = connections.enter_context(Network(limits=network_limits(settings.sync)))
        api, is_granted = GoogleApi(network, credentials_of(token, name), endpoint=source.endpoint), granted(token)
    except UserError as error:
        yield IdlePart(name, Source("google", owner, _named(name, "google")), "Google", failure_of(error), str(error))
        return
    every = timedelta(days=settings.sync.full_days)
    parts: dict[str, tuple[bool, type[LiveConnector], Callable[[], LiveConnector]]] = {
        "contacts": (source.contacts, GoogleContacts, lambda: GoogleContacts(api, now=_now, full_every=every)),
        "other_contacts": (
            source.other_contacts,
            GoogleOtherContacts,
            lambda: GoogleOtherContacts(api, now=_now, full_every=every),
        ),
        "calendar": (
            bool(source.calendars),
            GoogleCalendar,
            lambda: GoogleCalendar(api, calendars=source.calendars, now=_now, full_every=every),
        ),
    }
    for part, (is_wanted, connector, connect) in parts.items():
        key = Source(connector.name, owner, _named(name, "google"))
        if is_wanted and part in is_granted:
            yield Part(name, key, connector.title, connect)
        elif is_wanted:
            message = f"not granted when you signed in; to have it, run: kith connect {name}"
            yield IdlePart(name, key, connector.title, None, message)


def _dav_part(
    name: str, source: CardDavSource | CalDavSource, settings: Settings, connections: ExitStack
) -> SourcePart:
    from connectors.dav import CalDav, CardDav  # noqa: PLC0415 - only for who has such a source

    kind = CardDav if isinstance(source, CardDavSource) else CalDav
    key = Source(kind.name, source.owner or settings.owner, _named(name, kind.name))

    def connect() -> LiveConnector:
        password = password_of(name, source, Secrets(settings.home))
        return dav_connector(source, password, settings.sync, connections)

    return Part(name, key, kind.title, connect)


def _named(name: str, default: str) -> str | None:
    """The name within a source's key: none where it is called by its kind, so that the key isn't "carddav:carddav"."""
    return None if name == default else name


def _now() -> datetime:
    return datetime.now(UTC)
