"""Looks the two files over, for `kith doctor`: whether they open, and whether what they promise holds."""

from pathlib import Path

import duckdb

from configs.errors import UserError
from warehouse import landing, publish
from warehouse.connection import connect


def check_landing(home: Path) -> str:
    """What the landing store holds, in words.

    Raises:
        UserError: it can't be opened or read.
    """
    if not (home / landing.FILE_NAME).exists():
        return "nothing was landed yet"
    try:
        with landing.LandingStore.open(home) as store:
            sources, records = store.size()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{home / landing.FILE_NAME} is damaged ({reason}). Restore it from a backup.") from error
    return f"{records:,} records of {sources:,} sources"


def check_warehouse(home: Path) -> str:
    """What the warehouse holds, in words, all its checks run.

    Raises:
        UserError: it can't be opened, or a check fails; it can be built anew.
    """
    path = home / publish.FILE_NAME
    if not path.exists():
        return "nothing was published yet"
    try:
        with connect(path, read_only=True) as connection:
            publish.check(connection)
            row = connection.execute("select count(*) from person").fetchone()
    except (duckdb.Error, publish.CheckError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path} isn't right ({reason}). Delete it and import again: it is built anew.") from error
    return f"{row[0] if row else 0:,} people; all checks pass"
