"""Opens DuckDB files the one way that Kith opens them: nothing is fetched, memory is bounded, others can't look in."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from configs.errors import UserError
from warehouse.folder import private_folder, unusable

MEMORY_LIMIT: Final = "256MB"

_DAMAGED: Final = ("not a valid DuckDB", "Could not read enough bytes", "corrupt")
_LOCKED: Final = ("Conflicting lock", "Could not set lock")


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the database at `path`, which is made, readable by its owner alone, unless `read_only`.

    Raises:
        UserError: the file is no DuckDB database, is damaged, or another program holds it open for writing.
    """
    if not read_only and not path.exists():
        _create(path)
    connection = _open(path, read_only=read_only)
    connection.execute("set timezone = 'UTC'")
    return connection


def release_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Give back to the system what DuckDB and Arrow keep for the next large load; there is none soon."""
    with suppress(duckdb.OutOfMemoryException):  # what is in use stays
        connection.execute("set memory_limit = '64MB'")
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    pa.default_memory_pool().release_unused()


def _create(path: Path) -> None:
    """Make an empty database beside `path` and put it in place whole: one that a crash left half made can't be read."""
    private_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    _open(fresh, read_only=False).close()
    try:
        fresh.chmod(0o600)
        fresh.replace(path)
    except OSError as error:
        raise unusable(path.parent, error) from error


def _open(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(
            str(path),
            read_only=read_only,
            config={
                "autoinstall_known_extensions": "false",
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(path.with_suffix(".spill")),
            },
        )
    except duckdb.Error as error:
        raise UserError(f"{path} can't be opened: {_reason(error)}") from error


def _reason(error: duckdb.Error) -> str:
    text = str(error)
    if any(sign in text for sign in _LOCKED):
        return "another program has it open for writing. Close that program (a DuckDB shell, say) and try again."
    if isinstance(error, duckdb.SerializationException) or any(sign.lower() in text.lower() for sign in _DAMAGED):
        return f"it is damaged or no DuckDB file. `kith doctor` says what can be done. ({text.splitlines()[0]})"
    return text.splitlines()[0]
