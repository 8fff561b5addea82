"""The small note of the last run, for whoever asks while another runs: `run.json` in Kith's home."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from configs.errors import UserError

FILE_NAME: Final = "run.json"


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How a sync went for one source.

    name     what the settings call it ("work")
    source   its key in the warehouse
    failure  why it gave nothing, as one word (`flows.outcome.Failure`); None where it was synced
    message  the same in words, for the user alone
    """

    name: str
    source: str
    failure: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class RunNote:
    """What the last run is or was: its state is running, done, failed or interrupted.

    `sources` are counts by the keys of sources; `outcomes` how a sync went for each of those that it asked.
    """

    command: str
    state: str
    started_at: str
    finished_at: str | None = None
    message: str | None = None
    pid: int = field(default_factory=os.getpid)
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    outcomes: tuple[SourceOutcome, ...] = ()

    @property
    def is_alive(self) -> bool:
        """Whether it says that it runs and its process does."""
        if self.state != "running":
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def now() -> str:
    """The time in UTC, as the note writes it."""
    return datetime.now(UTC).isoformat(" ", "seconds")


def write_note(home: Path, note: RunNote) -> None:
    """Put the note in the place of the old one, in one step.

    Raises:
        UserError: it can't be written.
    """
    write_private(home / FILE_NAME, json.dumps(asdict(note), indent=2))


def write_private(path: Path, text: str) -> None:
    """Put a text in the place of a file that only its owner reads, in one step.

    Raises:
        UserError: it can't be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UserError(
            f"{path} can't be written: {error.strerror}. Make room on the disk, and see that {path.parent} and "
            "what is in it are yours to write."
        ) from error


def read_note(home: Path) -> RunNote | None:
    """The note of the last run; None where there is none that can be read."""
    try:
        return parsed_note((home / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def parsed_note(text: str) -> RunNote | None:
    """The note that a JSON text holds; None where it holds none."""
    try:
        held: dict[str, Any] = json.loads(text)
        note = RunNote(**{**held, "outcomes": tuple(SourceOutcome(**one) for one in held.get("outcomes", ()))})
    except (ValueError, TypeError, AttributeError):
        return None
    return note if _makes_sense(note) else None


def _makes_sense(note: RunNote) -> bool:
    """Whether everything in it is of its type: another program, or a hand, may have written it."""
    texts = [note.command, note.state, note.started_at, note.finished_at or "", note.message or ""]
    texts += [text or "" for one in note.outcomes for text in (one.name, one.source, one.failure, one.message)]
    return all(isinstance(text, str) for text in texts) and type(note.pid) is int and _are_counts(note.sources)


def _are_counts(held: object) -> bool:
    """Whether it is a table of tables of whole numbers."""
    tables = list(held.values()) if isinstance(held, dict) else [None]
    return all(isinstance(table, dict) and all(type(count) is int for count in table.values()) for table in tables)
