"""Writes down that a run began and how it ended: in the landing store, and in `run.json` for whoever asks meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from flows.run_note import RunNote, now, write_note
from warehouse.landing import LandingStore, Run
from warehouse.merging import Counts


@dataclass(slots=True)
class Recording:
    """A run that is being written down."""

    run: Run
    _store: LandingStore
    sources: dict[str, dict[str, int]] = field(default_factory=dict)

    def landed(self, counts: Mapping[str, Counts]) -> None:
        """Everything is read: the run is done as far as the landing store goes, and is published as such."""
        self.sources = {source: asdict(one) for source, one in counts.items()}
        self._store.finish_run(self.run, state="done")


@contextmanager
def recorded(store: LandingStore, home: Path, *, command: str) -> Iterator[Recording]:
    """A run of the block: done at its end, failed or interrupted where it raises."""
    recording = Recording(store.begin_run(command), store)
    note = RunNote(command, "running", now())
    write_note(home, note)
    try:
        yield recording
    except BaseException as error:
        state = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        message = str(error) or type(error).__name__
        store.finish_run(recording.run, state=state, message=message)
        write_note(home, replace(note, state=state, finished_at=now(), message=message))
        raise
    write_note(home, replace(note, state="done", finished_at=now(), sources=recording.sources))
