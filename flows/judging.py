"""What the user says of who is who: kept in the landing store, taken back, and published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from configs.settings import Settings
from flows.progress import Progress
from flows.publishing import publish_people
from flows.recording import recorded
from warehouse.judgements import Action, Judged, RecordKey, Verdict
from warehouse.landing import LandingStore
from warehouse.lock import writing


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of pairs of records in one go: by which command, by whom, and why."""

    command: str
    judged: tuple[Judged, ...]
    by: str
    because: str | None = None

    @property
    def records(self) -> list[RecordKey]:
        """The records that it is about, in order."""
        return _records(self.judged)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An action that was taken back, the records that it was about, and the action that would be next."""

    action: Action
    records: list[RecordKey]
    next_one: Action | None


def across(ones: Iterable[RecordKey], others: Iterable[RecordKey], verdict: Verdict) -> tuple[Judged, ...]:
    """Say something of two people: of every record of the one and every record of the other.

    So it holds whichever of the records go, and a later word on the two takes the place of this one pair by pair. Of
    the records of either person among themselves nothing is said.
    """
    return tuple(Judged(one, other, verdict) for one, other in product(ones, others))


def keep_words(settings: Settings, words: Words) -> list[Action]:
    """Keep what is said, and publish nothing yet. Returns the actions that said the contrary, the latest first.

    Raises:
        UserError: it can't be true together with what was said before, or another process is writing.
    """
    with writing(settings.home, purpose=f"kith {words.command}"), LandingStore.open(settings.home) as store:
        return _kept(store, words)


def publish_words(settings: Settings, *, command: str, progress: Progress | None = None) -> None:
    """Publish what was said; nothing is done where that is published already.

    Raises:
        UserError: another process is writing, or there is no room.
    """
    home = settings.home
    with (
        writing(home, purpose=f"kith {command}"),
        LandingStore.open(home) as store,
        recorded(store, home, command=command) as recording,
    ):
        recording.landed({})
        publish_people(store, settings, progress=progress)


def judge(settings: Settings, words: Words, *, progress: Progress | None = None) -> list[Action]:
    """Keep what is said and publish it. Returns the actions that said the contrary, the latest first.

    Raises:
        UserError: it can't be true together with what was said before, or another process is writing.
    """
    home = settings.home
    with (
        writing(home, purpose=f"kith {words.command}"),
        LandingStore.open(home) as store,
        recorded(store, home, command=words.command) as recording,
    ):
        overruled = _kept(store, words)
        recording.landed({})
        publish_people(store, settings, progress=progress)
    return overruled


def take_back(
    settings: Settings,
    *,
    by: str,
    because: str | None = None,
    action_id: int | None = None,
    progress: Progress | None = None,
) -> TakenBack | None:
    """Take back the latest action that stands, or the one of a number, and publish; None where none stands.

    Raises:
        UsageError: there is no action of that number, or it was taken back before.
        UserError: what was said since rests on it, or another process is writing.
    """
    home = settings.home
    with (
        writing(home, purpose="kith undo"),
        LandingStore.open(home) as store,
        recorded(store, home, command="undo") as recording,
    ):
        action = store.judgements.undo(by=by, because=because, action_id=action_id)
        recording.landed({})
        if action is None:
            return None
        publish_people(store, settings, progress=progress)
        left = next((each for each in store.judgements.actions() if not each.is_undone), None)
        return TakenBack(action, _records(store.judgements.of_action(action.action_id)), left)


def _kept(store: LandingStore, words: Words) -> list[Action]:
    overruled = store.judgements.overruled(words.judged)
    store.judgements.add(words.command, words.judged, by=words.by, because=words.because)
    return overruled


def _records(judged: Sequence[Judged]) -> list[RecordKey]:
    return sorted({record for one, other, _ in judged for record in (one, other)})
