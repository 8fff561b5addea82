"""Reads why records are, or are not, one person's: for `kith explain` and `kith review`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.reading import Row, WarehouseReader


class EvidenceReader(WarehouseReader):
    """The published warehouse, open for asking why."""

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator["EvidenceReader"]:
        """The warehouse in `home`, closed at the end of the block.

        Raises:
            UserError: nothing was published yet, or the file can't be read.
        """
        with WarehouseReader.open(home) as reader:
            yield cls(reader._connection)  # noqa: SLF001 - the same class's, asked more

    def rows(self, query: str, **variables: object) -> list[Row]:
        """What a file of `queries/` gives, its variables set."""
        for name, value in variables.items():
            self._connection.execute(f"set variable {name} = ?", [value])
        return self._rows(query)

    def record_named(self, who: str) -> Row | None:
        """The record of a person that is named as SOURCE/RECORD_ID: source, record_id, person_id."""
        return next(iter(self.rows("record_named", who=who)), None)

    def evidence_of(self, person_id: str) -> list[Row]:
        """The pairs that a person's records are in, the strongest first (those without a weight before them).

        Columns: those of match_evidence (evidence as a list of dicts); full_name_a, file_a, position_a, and the same of
        b; verdict, judged_because, judged_by, judged_at of what was said of the pair (null where nothing stands).
        """
        return self.rows("evidence_of", person_id=person_id)

    def values_of(self, records: Sequence[tuple[str, str]]) -> list[Row]:
        """What records (source, record_id) say, a row a value and record.

        Columns: place, kind, said, is_preferred, source, record_id. kind is one of name, work, email, phone, address,
        web, birthday, date, context, relation, note, in this order; the preferred values of a kind come first.
        """
        sources, record_ids = [source for source, _ in records], [record_id for _, record_id in records]
        return self.rows("values_of", sources=sources, record_ids=record_ids)
