"""What the sources of the settings consist of: each part is pulled, and can fail, by itself."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from configs.errors import SignInError, UserError
from connectors.base import Batch, LiveConnector
from flows.outcome import Outcome, StumbledError, failure_of
from flows.progress import Progress
from warehouse.landing import LandingStore, Run
from warehouse.merging import LossError, Source

_LOG: Final = logging.getLogger("kith.sync")


@dataclass(frozen=True, slots=True)
class PullOptions:
    """How sources are pulled.

    is_full   everything, not only what is new
    may_lose  sources, by name or key, of which more than half of the records may go
    """

    is_full: bool = False
    may_lose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source that is a server: `connect` makes its connector, and may raise what a pull may."""

    name: str
    source: Source
    title: str
    connect: Callable[[], LiveConnector]

    def land(self, store: LandingStore, run: Run, options: PullOptions, *, progress: Progress) -> tuple[Outcome, ...]:
        """Pull and land what is new; what the source does wrong is its outcome, and nothing of it is taken then."""
        progress.stage(f"{self.title} ({self.name})" if self.name != self.source.connector else self.title)
        try:
            cursor = None if options.is_full else store.cursor(self.source)
            batches = _counted(_pulled(self, cursor), progress)
            may_lose = bool({self.name, self.source.key} & options.may_lose)
            counts = store.land_pull(run, self.source, batches, allows_loss=may_lose)
        except UserError as error:
            return (self.failed(error),)
        skipped = tuple(store.skipped(run, self.source))
        return (Outcome(self.name, self.source.key, self.title, counts, skipped=skipped),)

    def check(self) -> str:
        """What it reaches, in one line; raises UserError where that is nothing."""
        try:
            return self.connect().check()
        except SignInError as error:
            raise SignInError(_with_way_in(error, self.name)) from None

    def failed(self, error: UserError) -> Outcome:
        """The outcome of a pull that raised."""
        message = _with_way_in(error, self.name) if isinstance(error, SignInError) else str(error)
        if isinstance(error, LossError):
            message = (
                f"it would lose {error.gone:,} of its {error.had:,} records, so it was left as it was. If they are "
                f"really gone there, say so: kith sync {self.name} --allow-loss"
            )
        return Outcome(self.name, self.source.key, self.title, failure=failure_of(error), message=message)


def _with_way_in(error: SignInError, name: str) -> str:
    """Why a sign-in isn't taken, and how to sign in: connectors don't know what the settings call a source."""
    message = str(error)
    return message if "kith connect" in message else f"{message} Sign in again: kith connect {name}"


def _pulled(part: Part, cursor: str | None) -> Iterator[Batch]:
    """What a part's connector gives; a fault of Kith's in it is told as one, and the log has its way."""
    try:
        yield from part.connect().pull(cursor)
    except (UserError, GeneratorExit):
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        # The text of an error may hold what was read: the log gets its kind and its way, and nothing of that.
        way = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("%s: %s\n%s", part.source.key, type(error).__name__, way)
        raise StumbledError(
            f"Kith stumbled over what it gave ({type(error).__name__} in {place.name}), so nothing of it was taken. "
            "That is a fault of Kith's: please report it, with what logs/sync.log says of it."
        ) from error


def _counted(batches: Iterator[Batch], progress: Progress) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        progress.advance(batch.read)
