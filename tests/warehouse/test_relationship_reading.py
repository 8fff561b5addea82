"""Questions whose SQL can be shown: values stand in it as literals, and it runs as it stands."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.errors import UserError
from tests.warehouse.books import book_frames
from warehouse import relationship_reading
from warehouse.publish import publish
from warehouse.relationship_reading import RelationshipReader, _literal, question

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**31), 2**31), st.dates(), TEXTS, st.lists(TEXTS))


@given(VALUES)
def test_a_literal_is_its_value(value: Any) -> None:  # noqa: ANN401 - any value of a question
    with duckdb.connect() as connection:
        assert connection.sql(f"select {_literal(value)} as it").fetchall() == [(value,)]


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="no value of a question"):
        _literal(1.5)


def test_values_stand_in_the_place_of_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "-- What it is,\n-- at length.\nselect getvariable('who'), getvariable('most') -- of getvariable"
    monkeypatch.setattr(relationship_reading, "statement", lambda _folder, _name: text)
    assert question("any", who="O'Brien getvariable('most')", most=3) == (
        "select 'O''Brien getvariable(''most'')', 3 -- of getvariable"
    )


def test_questions_are_answered_in_rows(tmp_path: Path) -> None:
    publish(tmp_path, book_frames(), fingerprint="x")
    with RelationshipReader.open(tmp_path) as reader:
        assert reader.owners() == ["me"]
        rows = reader.ask("logged", owner="me", person_id=None, most=1)
        assert [list(row) for row in rows] == [["logged_id", "happened_on", "text", "people", "said_at"]]
        assert reader.ask("logged", owner="me", person_id="nobody", most=5) == []


def test_another_versions_warehouse_is_told(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("create table warehouse_build as select 'x' as fingerprint")
    with RelationshipReader.open(tmp_path) as reader, pytest.raises(UserError, match="another version of Kith"):
        reader.owners()


def test_what_does_not_fit_into_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, book_frames(), fingerprint="x")
    large = "select list(range order by hash(range)) from range(getvariable('most'))"
    monkeypatch.setattr(relationship_reading, "statement", lambda _folder, _name: large)
    with RelationshipReader.open(tmp_path) as reader:
        reader.query("set memory_limit = '16MB'")
        assert len(reader.ask("any", most=3)) == 1
        with pytest.raises(UserError, match="more than fits into memory"):
            reader.ask("any", most=5_000_000)
