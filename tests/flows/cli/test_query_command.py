import json
from pathlib import Path

import duckdb
import pytest

from flows.cli import query_command
from tests.flows.cli.conftest import Kith

NAMES = "select full_name from person order by full_name limit 2"


def test_a_table_for_people(imported: Kith) -> None:
    ran = imported("query", NAMES)
    assert (ran.code, ran.err) == (0, "")
    assert "│ Jane Doe0 │" in ran.out


def test_formats_for_machines(imported: Kith, tmp_path: Path) -> None:
    assert imported("query", "--format", "csv", NAMES).out == "full_name\nJane Doe0\nJane Doe1\n"
    rows = json.loads(imported("query", "-F", "json", NAMES).out)
    assert rows == [{"full_name": "Jane Doe0"}, {"full_name": "Jane Doe1"}]
    target = tmp_path / "people.parquet"
    assert imported("query", "-F", "parquet", "-o", target, NAMES).out == ""
    assert duckdb.read_parquet(str(target)).fetchall() == [("Jane Doe0",), ("Jane Doe1",)]


def test_parquet_is_not_for_a_terminal(imported: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_command, "is_terminal", lambda: True)
    ran = imported("query", "-F", "parquet", NAMES)
    assert (ran.code, ran.out) == (2, "")
    assert "give a file with --output" in ran.complaint


def test_a_pipe_gets_every_row_and_a_terminal_a_screenful(imported: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "select range as number from range(1_000)"
    assert "│    567 │" in imported("query", long).out
    monkeypatch.setattr(query_command, "is_terminal", lambda: True)
    shown = imported("query", long).out
    assert "│    567 │" not in shown
    assert "1000 rows" in shown


def test_what_a_terminal_shows_cannot_steer_it(imported: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "select chr(27) || '[31mred' || chr(155) as name"
    assert "\x1b" in imported("query", "-F", "csv", evil).out
    monkeypatch.setattr("flows.cli.console.is_terminal", lambda: True)
    for style in ("csv", "json", "table"):
        ran = imported("query", "-F", style, evil)
        assert ran.code == 0
        assert not {"\x1b", "\x9b"} & set(ran.out)


def test_sql_from_a_file_or_standard_input(imported: Kith, tmp_path: Path) -> None:
    file = tmp_path / "names.sql"
    file.write_text(f"-- the first two\n{NAMES};\n", encoding="utf-8")
    expected = imported("query", NAMES).out
    assert imported("query", "-f", file).out == expected
    assert imported("query", "--file", "-", stdin=NAMES).out == expected
    assert imported("query", stdin=f"{NAMES};\n").out == expected


def test_the_last_statement_is_shown(imported: Kith) -> None:
    assert imported("query", "-F", "csv", "select 1 as a; select 2 as b").out == "b\n2\n"
    assert imported("query", "set threads = 1").out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["select nonsense from person"], 1, 'Referenced column "nonsense" not found'),
        (["selec"], 1, "syntax error"),
        (["delete from person"], 1, "The warehouse is read-only: it is made anew at every import"),
        (["select cast(full_name as integer) from person"], 1, "Could not convert string"),
        (["  ;; "], 2, "There is no SQL in it. Try: kith query"),
        (["select '\udcff'"], 2, "bytes that are no UTF-8 text"),
        (["-f", "/nowhere.sql"], 2, "/nowhere.sql can't be read: No such file or directory. Give a file of SQL"),
        (["-f", "/"], 2, "/ can't be read: Is a directory."),
        (["-f", "x.sql", "select 1"], 2, "either as an argument or with --file, not both"),
        (["-o", "/nowhere/out.csv", "select 1"], 2, "/nowhere/out.csv can't be written: No such file or directory."),
    ],
)
def test_what_cannot_be_answered_is_told(imported: Kith, arguments: list[str], code: int, complaint: str) -> None:
    ran = imported("query", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert complaint in ran.complaint


def test_a_file_that_is_no_text(imported: Kith, tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_bytes(b"select '\xff'")
    ran = imported("query", "-f", tmp_path / "x.sql")
    assert ran.code == 2
    assert "it is no UTF-8 text. Save it as UTF-8." in ran.complaint


def test_before_an_import_it_says_what_to_do(kith: Kith, home: Path) -> None:
    for arguments in (["query", "select 1"], ["query"], ["person", "ada"], ["rejects"]):
        ran = kith(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert ran.complaint == "kith: There is no warehouse yet. Import an address book first: kith import PATH"
    assert not home.exists()
