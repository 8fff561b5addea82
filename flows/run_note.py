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
class RunNote:
    """What the last run is or was: its state is running, done, failed or interrupted."""

    command: str
    state: str
    started_at: str
    finished_at: str | None = None
    message: str | None = None
    pid: int = field(default_factory=os.getpid)
    sources: dict[str, dict[str, int]] = field(default_factory=dict)

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
    fresh = home / f"{FILE_NAME}.new"
    try:
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(note), indent=2), encoding="utf-8")
        fresh.replace(home / FILE_NAME)
    except OSError as error:
        raise UserError(
            f"{home / FILE_NAME} can't be written: {error.strerror}. Make room on the disk, and see that {home} and "
            "what is in it are yours to write."
        ) from error


def read_note(home: Path) -> RunNote | None:
    """The note of the last run; None where there is none that can be read."""
    try:
        held: dict[str, Any] = json.loads((home / FILE_NAME).read_text(encoding="utf-8"))
        note = RunNote(**held)
    except (OSError, ValueError, TypeError):
        return None
    return note if _makes_sense(note) else None


def _makes_sense(note: RunNote) -> bool:
    """Whether everything in it is of its type: another program, or a hand, may have written it."""
    texts = (note.command, note.state, note.started_at, note.finished_at or "", note.message or "")
    return all(isinstance(text, str) for text in texts) and type(note.pid) is int and isinstance(note.sources, dict)
