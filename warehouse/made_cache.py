"""Keeps the rows that were made of things between two runs, in files of the cache folder (`transforms.remaking`).

It costs only time to lose them: what can't be read, or was made by other code or with other settings, is as good as
none. `known.json`, written last, says that the files beside it belong together.
"""

import json
import shutil
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa

from configs.errors import UserError
from transforms.remaking import Kept, Memory
from warehouse.folder import private_folder
from warehouse.frame_files import read_frame, write_bytes, write_frame

FOLDER: Final = Path("cache") / "made"
_KNOWN: Final = "known.json"
_PARTS: Final = ("first", "since")


def load_made(home: Path, *, stamp: str) -> dict[str, Memory]:
    """The rows that were made, by what they were made of ("contacts"), with this `stamp` (code and settings)."""
    folder = home / FOLDER
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    found = {name: _loaded(folder / name, stamp) for name in names}
    return {name: memory for name, memory in found.items() if memory is not None}


def _loaded(folder: Path, stamp: str) -> Memory | None:
    try:
        known = json.loads((folder / _KNOWN).read_text())
        if known["stamp"] != stamp:
            return None
        return Memory(*(_read(folder / part, known["frames"]) for part in _PARTS))
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException, pl.exceptions.PolarsError):
        return None


def keep_made(home: Path, what: str, memory: Memory, *, before: Memory | None, stamp: str) -> None:
    """Keep the rows that were made of `what` for the next run; of them what isn't kept as it is since `before`.

    Where there is no room or no right to write them, nothing of them is kept, and the next run takes longer.
    """
    folder = home / FOLDER / what
    changed = [part for part in _PARTS if before is None or getattr(memory, part) is not getattr(before, part)]
    if not changed:
        return
    try:
        private_folder(folder)
        (folder / _KNOWN).unlink(missing_ok=True)
        for part in changed:
            _write(folder / part, getattr(memory, part))
        building = folder / f"{_KNOWN}.new"
        write_bytes(building, json.dumps({"stamp": stamp, "frames": list(memory.first.frames)}).encode())
        building.replace(folder / _KNOWN)
    except (OSError, UserError, pl.exceptions.PolarsError):
        shutil.rmtree(folder, ignore_errors=True)


def _read(folder: Path, names: list[str]) -> Kept:
    versions = read_frame(folder / "versions.arrow")["version"]
    return Kept(versions, {name: read_frame(folder / f"{name}.frame.arrow") for name in names})


def _write(folder: Path, kept: Kept) -> None:
    private_folder(folder)
    write_frame(folder / "versions.arrow", kept.versions.to_frame("version"))
    for name, frame in kept.frames.items():
        write_frame(folder / f"{name}.frame.arrow", frame)
