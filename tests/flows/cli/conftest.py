"""Runs `kith` in this process, as somebody at a pipe would."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from tests.flows.books import book, table


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended; `words` is its output with blanks and line ends made one."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        return " ".join(self.out.split())

    @property
    def complaint(self) -> str:
        return " ".join(self.err.split())


Kith = Callable[..., Ran]


@pytest.fixture
def kith(home: Path, monkeypatch: pytest.MonkeyPatch) -> Kith:
    """`kith("import", path)` runs the command on a home of its own; `stdin` is what is piped into it."""
    assert not home.exists()
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Ran:
        words: Sequence[str] = [str(argument) for argument in arguments]
        result = CliRunner().invoke(app, words, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def imported(kith: Kith, tmp_path: Path) -> Kith:
    """The command line after an import of eight invented people from two sources."""
    book(tmp_path / "book.vcf", range(5))
    table(tmp_path / "people.csv", range(3))
    assert kith("import", "--quiet", tmp_path / "book.vcf", tmp_path / "people.csv") == Ran(0, "", "")
    return kith
