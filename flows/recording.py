"""Writes down that a run began and how it ended: in the landing store, and in `run.json` for whoever asks meanwhile."""

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from configs.errors import UserError
from flows.outcome import Outcome
from flows.run_history import remember
from flows.run_log import log_line, log_run, logged
from flows.run_note import RunNote, SourceOutcome, now, read_note, write_note
from warehouse.landing import LandingStore, Run
from warehouse.merging import Counts


def is_interruption(error: BaseException) -> bool:
    """Whether the user pressed Ctrl-C: while DuckDB computes, it says so in an error of its own."""
    return isinstance(error, KeyboardInterrupt) or (isinstance(error, RuntimeError) and "interrupted" in str(error))


@dataclass(slots=True)
class Recording:
    """A run that is being written down."""

    run: Run
    _store: LandingStore
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    outcomes: tuple[SourceOutcome, ...] = ()
    message: str | None = None

    def landed(self, counts: Mapping[str, Counts], *, failures: Sequence[str] = ()) -> None:
        """Everything is read: the run is done as far as the landing store goes, and is published as such.

        `failures` say which sources could not be read, and make it a failed one.
        """
        self.sources = {source: asdict(one) for source, one in counts.items()}
        self.message = " ".join(failures) or None
        self._store.finish_run(self.run, state=self.state, message=self.message)

    def synced(self, outcomes: Sequence[Outcome]) -> None:
        """Every source was asked: as `landed`, with what became of each; a source that failed makes it a failed run."""
        counts: dict[str, Counts] = {}
        for one in outcomes:
            counts[one.source] = counts.get(one.source, Counts()) + one.counts
        failed = [one for one in outcomes if one.failure]
        for one in failed:
            self._store.note_failure(self.run, one.source, failure=one.failure or "error", message=one.message)
        self.outcomes = tuple(SourceOutcome(one.name, one.source, one.failure, one.message) for one in outcomes)
        told = dict.fromkeys(f"{one.name}: {one.message or one.failure}" for one in failed)  # parts often fail alike
        self.landed(counts, failures=list(told))

    @property
    def state(self) -> str:
        """How the run ends, if nothing raises."""
        return "failed" if self.message else "done"


@contextmanager
def recorded(store: LandingStore, home: Path, *, command: str) -> Iterator[Recording]:
    """A run of the block: done at its end, failed or interrupted where it raises.

    Raises:
        UserError: the note of it can't be written to `home`.
    """
    recording = Recording(store.begin_run(command), store)
    if (last := read_note(home)) and last.state == "running":  # it was killed: whoever writes now is the only one
        remember(home, replace(last, state="interrupted"))
    note = RunNote(command, "running", now())
    write_note(home, note)
    if command.startswith("sync"):
        log_line(home, f"{command}: begun (process {note.pid})")
    try:
        with logged(home):
            yield recording
    except BaseException as error:
        state = "interrupted" if is_interruption(error) else "failed"
        message = str(error) or type(error).__name__
        ended = replace(note, state=state, finished_at=now(), message=message)
        # Where the disk is full this can't be written down either; what the user must hear is what came first.
        with suppress(UserError):
            _write_down(home, replace(ended, sources=recording.sources, outcomes=recording.outcomes))
        with suppress(Exception):
            store.finish_run(recording.run, state=state, message=message)
        raise
    ended = replace(note, state=recording.state, finished_at=now(), message=recording.message)
    _write_down(home, replace(ended, sources=recording.sources, outcomes=recording.outcomes))


def _write_down(home: Path, note: RunNote) -> None:
    """How a run ended, for whoever asks now and later."""
    with _deaf():
        write_note(home, note)
        remember(home, note)
        log_run(home, note)


@contextmanager
def _deaf() -> Iterator[None]:
    """Don't hear Ctrl-C for a moment: who presses it twice would otherwise have it that the first leaves no trace."""
    if threading.current_thread() is not threading.main_thread():  # which alone hears it
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
