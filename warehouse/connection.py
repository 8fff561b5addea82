"""Opens DuckDB files the one way that Kith opens them: nothing is fetched, memory is bounded, others can't look in."""

from pathlib import Path
from typing import Final

import duckdb

from configs.errors import UserError

MEMORY_LIMIT: Final = "512MB"


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the database at `path`, which is made, readable by its owner alone, unless `read_only`.

    Raises:
        UserError: the file is no DuckDB database, is damaged, or another program holds it open for writing.
    """
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    try:
        connection = duckdb.connect(
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
    if is_new:
        path.chmod(0o600)
    connection.execute("set timezone = 'UTC'")
    return connection


def _reason(error: duckdb.Error) -> str:
    text = str(error)
    if "Conflicting lock" in text or "Could not set lock" in text:
        return "another program has it open for writing. Close that program (a DuckDB shell, say) and try again."
    if isinstance(error, duckdb.SerializationException) or "not a valid DuckDB" in text or "corrupt" in text.lower():
        return f"it is damaged or no DuckDB file. `kith doctor` says what can be done. ({text.splitlines()[0]})"
    return text.splitlines()[0]
