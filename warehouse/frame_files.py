"""Frames in files of the cache folder: Arrow IPC, mapped when they are read, and readable by their owner alone."""

import os
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pyarrow as pa


def read_frame(path: Path) -> pl.DataFrame:
    """A file as a frame, mapped: only what is looked at is read.

    Raises:
        OSError, pyarrow.ArrowException: it can't be read.
    """
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    return pl.DataFrame(pl.from_arrow(table, rechunk=False))


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Write a frame into a new file."""
    with _created(path) as file:
        frame.write_ipc(file)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes into a new file."""
    with _created(path) as file:
        file.write(content)


def _created(path: Path) -> BinaryIO:
    """A new file that only its owner may read; never over one that is mapped: whoever reads it keeps the old one."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb")
