"""What the user says of people beside who is who: kept in the landing store, and published at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from configs.settings import Settings
from flows.progress import Progress
from flows.publishing import publish_people
from flows.recording import recorded
from warehouse.landing import LandingStore
from warehouse.lock import writing
from warehouse.sayings import CadenceSaid, ContextSaid, Kept, Logged, Sayings


def log_together(settings: Settings, said: Logged, *, progress: Progress | None = None) -> Kept:
    """Keep what an owner did with people, and publish it.

    Raises:
        UserError: another process is writing, or there is no room.
    """
    with _publishing(settings, "log", progress) as sayings:
        return sayings.log(said)


def take_back_logged(settings: Settings, logged_id: int, *, progress: Progress | None = None) -> Logged:
    """Take back what was logged under a number, and publish.

    Raises:
        UsageError: nothing stands under it.
        UserError: another process is writing, or there is no room.
    """
    with _publishing(settings, "log", progress) as sayings:
        return sayings.take_back(logged_id)


def say_contexts(settings: Settings, words: Sequence[ContextSaid], *, progress: Progress | None = None) -> None:
    """Keep how an owner knows people, or doesn't, and publish it.

    Raises:
        UserError: another process is writing, or there is no room.
    """
    with _publishing(settings, "context", progress) as sayings:
        for word in words:
            sayings.say_context(word)


def say_cadence(settings: Settings, word: CadenceSaid, *, progress: Progress | None = None) -> None:
    """Keep how often an owner wants to write to somebody, and publish it.

    Raises:
        UserError: another process is writing, or there is no room.
    """
    with _publishing(settings, "cadence", progress) as sayings:
        sayings.say_cadence(word)


@contextmanager
def _publishing(settings: Settings, command: str, progress: Progress | None) -> Iterator[Sayings]:
    """The user's words, for the block to add to; what they say then is published."""
    home = settings.home
    with (
        writing(home, purpose=f"kith {command}"),
        LandingStore.open(home) as store,
        recorded(store, home, command=command) as recording,
    ):
        yield store.sayings
        recording.landed({})
        publish_people(store, settings, progress=progress)
