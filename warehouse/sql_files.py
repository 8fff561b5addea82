"""The SQL files of this package, and what their first lines say about what one row is.

A file of a published table starts with comments: what one row is, then a line for each column.

    -- One row per person: what you would write on their card.
    -- person_id: stays the same over every import
    select …
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_COLUMN: Final = re.compile(r"^-- ([a-z0-9_]+): (.+)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A SQL file: its name without the ending, its text, what one row is, and a description for each column."""

    name: str
    text: str
    row: str
    columns: dict[str, str]


@cache
def statement(folder: str, name: str) -> str:
    """The text of `folder/name.sql`."""
    return files("warehouse").joinpath(folder, f"{name}.sql").read_text(encoding="utf-8")


@cache
def statements(folder: str) -> tuple[Statement, ...]:
    """Every SQL file of a folder, by name."""
    names = sorted(entry.name for entry in files("warehouse").joinpath(folder).iterdir() if entry.name.endswith(".sql"))
    return tuple(_described(name.removesuffix(".sql"), statement(folder, name.removesuffix(".sql"))) for name in names)


def _described(name: str, text: str) -> Statement:
    row: list[str] = []
    columns: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if match := _COLUMN.match(line):
            last = match[1]
            columns[last] = match[2]
        elif last:
            columns[last] += " " + line.removeprefix("--").strip()
        else:
            row.append(line.removeprefix("--").strip())
    return Statement(name, text, " ".join(row), columns)
