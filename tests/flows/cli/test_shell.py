from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from flows.cli.shell import answer, run_shell
from tests.flows.cli.conftest import Kith
from warehouse.reading import WarehouseReader


@pytest.fixture
def keys(imported: Kith) -> Iterator[PipeInput]:
    """What somebody types at the prompt of a warehouse with people in it."""
    assert imported("status").code == 0
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        yield typed


def shown(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str], typed: str) -> tuple[str, str]:
    """What the shell prints: answers and errors."""
    keys.send_text(typed)
    with WarehouseReader.open(home) as reader:
        run_shell(reader, home / "query_history")
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_statement_ends_with_a_semicolon(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(keys, home, capsys, "select count(*)\nas people\nfrom person; -- all\n\x04")
    assert "A statement ends with a semicolon." in out
    assert "people" in out
    assert "8" in out
    assert err == ""


def test_what_was_asked_is_remembered_by_its_owner_alone(
    keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown(keys, home, capsys, "select 42;\n\x04")
    history = home / "query_history"
    assert "select 42;" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_without_a_place_for_history_it_works_all_the_same(
    keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.send_text("select 42 as answer;\n\x04")
    with WarehouseReader.open(home) as reader:
        run_shell(reader, home / "nowhere" / "query_history")
    assert "42" in capsys.readouterr().out


def test_an_error_ends_nothing(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(keys, home, capsys, "select nonsense;\ndelete from person;\n;\nselect 7 as seven;\n\x04")
    assert "seven" in out
    assert "nonsense" in err
    assert "read-only" in err
    assert "There is no SQL in it" in err


@pytest.mark.parametrize("word", [".tables", ".TABLES;", "show tables;"])
def test_the_tables_are_listed(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str], word: str) -> None:
    out, _ = shown(keys, home, capsys, f"{word}\n\x04")
    assert "person_email" in out


def test_the_columns_are_listed(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown(keys, home, capsys, ".schema\n\x04")
    assert "full_name" in out


def test_the_columns_of_a_table_are_listed(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown(keys, home, capsys, ".schema relationship\n\x04")
    assert "usual_gap_days" in out
    assert "blocking_keys" not in out


@pytest.mark.parametrize("word", ["exit", "quit;", ".exit", ".quit", "\\q", "EXIT;"])
def test_words_that_leave(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str], word: str) -> None:
    out, _ = shown(keys, home, capsys, f"\n\n{word}\nselect 'never';\n\x04")
    assert "never" not in out


def test_ctrl_c_starts_afresh(keys: PipeInput, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(keys, home, capsys, "select nonsense\n\x03select 7 as seven;\n\x04")
    assert "seven" in out
    assert err == ""


def test_a_query_without_sql_at_a_terminal_is_a_shell(
    keys: PipeInput, imported: Kith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cli.query_command.is_answered", lambda: True)
    keys.send_text("select 42 as answer;\n\x04")
    ran = imported("query")
    assert ran.code == 0
    assert "answer" in ran.out


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_stops_a_long_statement(
    imported: Kith,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
) -> None:
    assert imported("status").code == 0

    def interrupted(*_: object) -> None:
        raise error

    monkeypatch.setattr(WarehouseReader, "query", interrupted)
    with WarehouseReader.open(home) as reader:
        answer(reader, "select 1;")
    assert capsys.readouterr().out == "Stopped.\n"


def test_a_fault_is_not_taken_for_ctrl_c(imported: Kith, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert imported("status").code == 0

    def faulty(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(WarehouseReader, "query", faulty)
    with WarehouseReader.open(home) as reader, pytest.raises(RuntimeError, match="a fault"):
        answer(reader, "select 1;")


def test_an_answer_cannot_steer_the_terminal(imported: Kith, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported("status").code == 0
    with WarehouseReader.open(home) as reader:
        answer(reader, "select chr(27) || chr(155) as evil;")
        answer(reader, "set threads = 1;")
    assert not {"\x1b", "\x9b"} & set(capsys.readouterr().out)
