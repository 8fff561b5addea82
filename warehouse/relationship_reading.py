"""Reads what you are to the people you know: for `kith reconnect`, `recent`, `birthdays`, `circle` and `person`."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from configs.errors import UserError
from warehouse.reading import CARD_TABLES, Row, WarehouseReader
from warehouse.sql_files import statement

_HEAD: Final = re.compile(r"\A(--.*\n)+")
_LINTED: Final = re.compile(r" *-- noqa: \w+")
_VARIABLE: Final = re.compile(r"getvariable\('(\w+)'\)")
_ACQUAINTANCE: Final = {
    "relationship": "relationship_of",
    "how_we_met": "how_we_met_of",
    "timeline": "timeline_of",
    "channel": "channels_of",
    "tie": "ties_of",
    "circle": "circles_of",
}
"""What two people are to each other, and what asks for it."""


class RelationshipReader(WarehouseReader):
    """The published warehouse, open for questions whose SQL can be shown."""

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator["RelationshipReader"]:
        """The warehouse in `home`, closed at the end of the block.

        Raises:
            UserError: nothing was published yet, or the file can't be read.
        """
        with WarehouseReader.open(home) as reader:
            yield cls(reader._connection)  # noqa: SLF001 - the same class's, asked more

    def ask(self, name: str, **values: object) -> list[Row]:
        """The rows of `queries/NAME.sql` with those values for its variables.

        Raises:
            UserError: the warehouse is another version's, or there is no memory for so much.
        """
        try:
            answer = self._connection.sql(question(name, **values))
            return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise UserError(
                f"The warehouse was made by another version of Kith ({str(error).splitlines()[0]}). Import any file "
                "again: it is built anew."
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise UserError("That is more than fits into memory. Ask for less: --limit 1000") from error

    def acquaintance(self, person_id: str, *, owner: str, as_of: date, most: int) -> dict[str, list[Row]]:
        """What an owner and a person are to each other as of a day, in rows; all empty where the two are one.

        relationship (one row), how_we_met (one at most), timeline (the latest first, at most so many), channel (how
        many interactions of each kind), tie (whom else the person knows), circle (in which ones they are).
        """
        of: dict[str, object] = {"person_id": person_id, "owner": owner, "as_of": as_of, "most": most}
        return {part: self.ask(name, **of) for part, name in _ACQUAINTANCE.items()}

    def owners(self) -> list[str]:
        """Whose address books there are, in order."""
        return [row["owner"] for row in self.ask("owners")]


def question(name: str, **values: object) -> str:
    """The SQL of `queries/NAME.sql` with values in the place of its variables, so that it runs as it stands.

    It begins with no comment: on a command line that would be taken for an option. A value is None, a truth value, a
    whole number, a date, a text or a list of texts.
    """
    text = _LINTED.sub("", _HEAD.sub("", statement("queries", name)))
    return _VARIABLE.sub(lambda found: _literal(values[found[1]]), text)


def card_questions(person_id: str, *, owner: str, as_of: date, most: int) -> dict[str, str]:
    """The SQL of each part of a person's card, by its name: `WarehouseReader.card`, then `acquaintance`."""
    names = {part: f"card_{part}" for part in ("person", *CARD_TABLES)} | _ACQUAINTANCE
    of: dict[str, object] = {"person_id": person_id, "owner": owner, "as_of": as_of, "most": most}
    return {part: question(name, **of) for part, name in names.items()}


def _literal(value: object) -> str:
    match value:
        case None | bool() | int():
            return "null" if value is None else str(value).lower()
        case date():
            return f"date '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case Sequence():
            return "[" + ", ".join(map(_literal, value)) + "]"
        case _:
            raise TypeError(f"{value!r} is no value of a question")
