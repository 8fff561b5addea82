"""The sync: every source is asked what is new, each by itself, and the warehouse is published where something is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from configs.errors import UsageError, UserError
from configs.settings import Settings
from flows.live_sources import chosen_sources, source_parts
from flows.notifying import notice_of, notice_of_failure, notify
from flows.outcome import Outcome
from flows.progress import Progress, Silent
from flows.publishing import publish_people
from flows.recording import recorded
from flows.source_parts import PullOptions
from warehouse.landing import LandingStore
from warehouse.lock import BusyError, writing
from warehouse.merging import Counts
from warehouse.publish import Published


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did.

    outcomes    of each source
    published   None where nothing has changed
    complaints  whom the settings name and could not be told, in words
    """

    outcomes: tuple[Outcome, ...]
    published: Published | None = None
    complaints: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The sources that gave nothing."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure)

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell: nothing was new, nothing failed, and nothing was published."""
        return not self.published and not any(one.message or one.counts != Counts() for one in self.outcomes)

    def followed_by(self, later: "Synced") -> "Synced":
        """This sync and one of some of its sources after it, as one."""
        again = {outcome.source for outcome in later.outcomes}
        kept = tuple(outcome for outcome in self.outcomes if outcome.source not in again)
        return Synced(kept + later.outcomes, later.published or self.published, later.complaints)


def sync(
    settings: Settings,
    *,
    names: Sequence[str] = (),
    options: PullOptions = PullOptions(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Synced:
    """Pull the sources of these names (all, where none is named), land what is new, and publish the warehouse.

    Raises:
        UsageError: there is no source of that name, or none at all.
        UserError: another process is writing, the disk is full; what was landed before stays, whole sources only.
    """
    try:
        synced = _synced(settings, names, options, progress or Silent())
    except (BusyError, UsageError):
        raise
    except UserError as error:
        notify(settings.notify, notice_of_failure(error))
        raise
    return replace(synced, complaints=notify(settings.notify, notice_of(synced.outcomes, synced.published)))


def _synced(settings: Settings, names: Sequence[str], options: PullOptions, progress: Progress) -> Synced:
    wanted = list(chosen_sources(settings, names))
    with (
        writing(settings.home, purpose="kith sync"),
        LandingStore.open(settings.home) as store,
        recorded(store, settings.home, command="sync") as recording,
        source_parts(settings, wanted) as parts,  # last: what opening them takes is part of the run, if it is cut short
    ):
        outcomes: list[Outcome] = []
        for part in parts:
            outcomes += part.land(store, recording.run, options, progress=progress)
        recording.synced(outcomes)
        return Synced(tuple(outcomes), publish_people(store, settings, progress=progress))
