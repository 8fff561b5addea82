import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer

from configs.errors import UserError
from flows.cli.app import app
from tests.flows.cli.conftest import Kith

COMMANDS = sorted(command.name or "" for command in app.registered_commands)


def test_no_command_shows_the_help(kith: Kith) -> None:
    assert kith().code == 2
    shown = kith("--help")
    assert shown.code == 0
    assert [name for name in COMMANDS if f"│ {name} " not in shown.out] == []
    assert "KITH_HOME moves it" in shown.words


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does_in_a_short_sentence(kith: Kith, command: str) -> None:
    shown = kith(command, "--help")
    assert shown.code == 0
    first = shown.out.split("\n\n")[1] if "\n\n" in shown.out else shown.out
    assert "`" not in first
    assert kith(command, "-h").out == shown.out


@pytest.mark.parametrize("command", app.registered_commands, ids=lambda command: command.name)
def test_a_commands_first_sentence_fits_a_line_or_two(command: typer.models.CommandInfo) -> None:
    assert command.callback is not None
    assert command.callback.__doc__ is not None
    first = command.callback.__doc__.strip().partition("\n")[0]
    assert first.endswith(".")
    assert len(first) <= 105


def test_the_version(kith: Kith) -> None:
    assert kith("--version").out == f"kith {version('kithbook')}\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["import"], "Missing argument"),
        (["person"], "Missing argument"),
        (["remove"], "Missing argument"),
        (["status", "--nonsense"], "No such option: --nonsense"),
        (["inspect", "book.vcf", "--limit", "-1"], "Invalid value for '--limit'"),
        (["import", "book.vcf", "--source"], "requires an argument"),
        (["import", "book.vcf", "--source", "a b"], "--source 'a b': use letters, digits, - and _ only."),
        (["import", "book.vcf", "--source", ""], "--source '': use letters, digits, - and _ only."),
        (["import", "book.vcf", "--owner", "a b"], "owner = 'a b' on the command line"),
        (["inspect", "book.vcf", "--format", "xml"], "There is no format 'xml': choose table or jsonl."),
        (["query", "--format", "xml", "select 1"], "There is no format 'xml': choose table, csv, json or parquet."),
        (["person", "--format", "xml", "ada"], "There is no format 'xml': choose text, json or csv."),
        (["rejects", "--format", "xml"], "There is no format 'xml': choose text or jsonl."),
    ],
)
def test_wrong_usage_is_told(kith: Kith, arguments: list[str], complaint: str) -> None:
    ran = kith(*arguments)
    assert ran.code == (1 if "owner" in complaint else 2)
    assert complaint in ran.complaint.replace("│ ", "")
    assert ran.out == ""


@pytest.mark.parametrize("command", ["status", "rejects", "doctor"])
def test_a_home_that_is_a_file_is_told(
    kith: Kith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "file"))
    ran = kith(command)
    assert (ran.code, ran.out) == (1, "")
    assert "is a file. Set it to a folder" in ran.complaint


def test_a_home_whose_name_is_no_text_is_told(kith: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "KITH_HOME", "/tmp/\udcff")  # noqa: S108 - it is never made
    ran = kith("status")
    assert ran.code == 1
    assert "its name is no UTF-8 text" in ran.complaint


def test_a_home_may_be_relative_or_begin_with_a_tilde(
    kith: Kith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for home in ("some/kith", "~/some/kith"):
        monkeypatch.setenv("KITH_HOME", home)
        assert str(tmp_path / "some" / "kith") in kith("status").out


@pytest.mark.parametrize(
    ("error", "code", "complaint"),
    [
        (KeyboardInterrupt(), 130, "kith: interrupted. What was not finished was not kept"),
        (RuntimeError("Query interrupted"), 130, "kith: interrupted."),
        (UserError("The disk is [red]full\x1b[0m."), 1, "kith: The disk is [red]full\ufffd[0m."),
    ],
)
def test_how_a_command_ends(
    kith: Kith, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, complaint: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("configs.settings.load_settings", fail)
    ran = kith("status")
    assert ran.code == code
    assert complaint in ran.complaint


@pytest.mark.parametrize("error", [RuntimeError("no interruption"), ZeroDivisionError()])
def test_a_fault_of_kiths_keeps_its_traceback(kith: Kith, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("configs.settings.load_settings", fail)
    with pytest.raises(type(error)):
        kith("status")


def test_modules_of_the_command_line_cost_no_polars() -> None:
    assert "flows.cli.app" in sys.modules
