"""Two people, or two parts of one, side by side: what both have, and what only one has."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from rich.table import Table

from flows.cli.console import plain
from warehouse.reading import Row

_TITLES: Final = {
    "name": "Name",
    "work": "Work",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
    "web": "Web",
    "birthday": "Birthday",
    "date": "Dates",
    "context": "Known from",
    "relation": "Relations",
    "note": "Notes",
}
_TELLING: Final = {"name", "work", "email", "phone", "address", "birthday"}
"""Kinds of which it says something that two people share none, though both have some."""

_LONGEST: Final = 300
"""Characters of a value that are shown: a note can be a letter."""


def side_by_side(left: Sequence[Row], right: Sequence[Row], *, heads: tuple[str, str]) -> Table:
    """A table of two columns of values, what both have first and marked with "=".

    `left` and `right` are rows of `EvidenceReader.values_of`; `heads` stand above them.
    """
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold", ratio=1)
    table.add_column(width=1)
    table.add_column(overflow="fold", ratio=1)
    table.add_row("", f"[bold]{plain(heads[0])}[/]", "", f"[bold]{plain(heads[1])}[/]")
    for kind, title in _TITLES.items():
        mine, theirs = _said(left, kind), _said(right, kind)
        for number, (one, mark, other) in enumerate(_beside(mine, theirs, is_telling=kind in _TELLING)):
            table.add_row("" if number else title, _shown(one, mark), _mark(mark), _shown(other, mark))
    table.add_row("From", *(plain(", ".join(sorted({row["source"] for row in rows}))) for rows in (left, [], right)))
    return table


def _said(rows: Sequence[Row], kind: str) -> dict[str, str]:
    """Values of a kind by how they compare: without case and blanks."""
    found: dict[str, str] = {}
    for row in rows:
        if row["kind"] == kind:
            found.setdefault(" ".join(row["said"].casefold().split()), row["said"])
    return found


def _beside(mine: dict[str, str], theirs: dict[str, str], *, is_telling: bool) -> list[tuple[str, str, str]]:
    shared = [(said, "=", theirs[key]) for key, said in mine.items() if key in theirs]
    rest = zip_longest(
        (said for key, said in mine.items() if key not in theirs),
        (said for key, said in theirs.items() if key not in mine),
        fillvalue="",
    )
    mark = "≠" if is_telling and mine and theirs and not shared else ""
    return [*shared, *((one, mark if one and other else "", other) for one, other in rest)]


def _shown(value: str, mark: str) -> str:
    text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]} …"
    return f"[green]{plain(text)}[/]" if mark == "=" else plain(text)


def _mark(mark: str) -> str:
    return {"=": "[green]=[/]", "≠": "[red]≠[/]"}.get(mark, "")
