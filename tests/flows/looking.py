"""Looks into what the flows wrote."""

from pathlib import Path
from typing import Any

import duckdb


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def warehouse(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query over the published warehouse gives."""
    return rows(home / "warehouse.duckdb", sql)


def landing(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query over the landing store gives."""
    return rows(home / "landing.duckdb", sql)


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file beneath a folder: its bytes and when it was changed; locks aside, which hold nothing."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "writer.lock"
    }
