"""Runs `kith` in this process, as somebody at a pipe would."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from tests.flows.books import book, table
from tests.flows.friends import TODAY, log_years

SAMPLES = Path(__file__).parents[2] / "samples" / "address-book"


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


@pytest.fixture(scope="session")
def eight_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after the import of eight invented people from two sources; tests get a copy."""
    folder = tmp_path_factory.mktemp("eight")
    book(folder / "book.vcf", range(5))
    table(folder / "people.csv", range(3))
    return _imported(folder, folder / "book.vcf", folder / "people.csv")


@pytest.fixture(scope="session")
def example_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after the import of the example address book; tests get a copy."""
    return _imported(tmp_path_factory.mktemp("example"), SAMPLES)


def _imported(folder: Path, *paths: Path) -> Path:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KITH_HOME", str(folder / "kith"))
        assert CliRunner().invoke(app, ["import", "--quiet", *map(str, paths)]).exit_code == 0
    return folder / "kith"


@pytest.fixture
def imported(kith: Kith, home: Path, eight_people: Path) -> Kith:
    """The command line after that import."""
    shutil.copytree(eight_people, home)
    return kith


@pytest.fixture
def known(kith: Kith, home: Path, example_people: Path) -> Kith:
    """The command line after the import of the example address book."""
    shutil.copytree(example_people, home)
    return kith


@pytest.fixture(scope="session")
def befriended_people(example_people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the example address book with what was done with some of its people; tests get a copy."""
    home = tmp_path_factory.mktemp("befriended") / "kith"
    shutil.copytree(example_people, home)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KITH_HOME", str(home))
        log_years(home)
    return home


@pytest.fixture
def befriended(kith: Kith, home: Path, befriended_people: Path, monkeypatch: pytest.MonkeyPatch) -> Kith:
    """The command line over that home, on the day of `tests.flows.friends.TODAY`."""
    shutil.copytree(befriended_people, home)
    monkeypatch.setattr("flows.today.today", lambda _settings: TODAY)
    return kith


@pytest.fixture
def doubtful(kith: Kith, doubtful_home: Path) -> Kith:
    """The command line over a home about which there are questions."""
    assert doubtful_home.is_dir()
    return kith
