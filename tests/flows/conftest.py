"""A home of its own for each test of the flows."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from configs.settings import Settings, load_settings
from flows.importing import ImportOptions, import_files
from tests.flows.questions import plant_questions, two_books

if TYPE_CHECKING:
    from tests.flows.nights import Nights


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Kith's folder, which doesn't exist yet."""
    folder = tmp_path / "kith"
    monkeypatch.setenv("KITH_HOME", str(folder))
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    """The settings in force, for that home."""
    loaded = load_settings()
    assert loaded.home == home
    return loaded


@pytest.fixture(scope="session")
def doubtful_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home about which there are questions (`tests.flows.questions`); tests get a copy."""
    folder = tmp_path_factory.mktemp("doubtful")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KITH_HOME", str(folder / "kith"))
        for path in two_books(folder):
            import_files([path], load_settings(), options=ImportOptions(source_name=path.stem))
    plant_questions(folder / "kith")
    return folder / "kith"


@pytest.fixture
def doubtful_home(home: Path, doubtful_people: Path) -> Path:
    """That home."""
    shutil.copytree(doubtful_people, home)
    return home


@pytest.fixture(scope="session")
def four_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Nights"]:
    """Four sources after the first sync, their servers running (`tests.flows.nights`)."""
    from tests.flows.nights import Nights  # Google's library is only loaded where it is needed

    with Nights(tmp_path_factory.mktemp("nights")) as nights:
        nights.begin()
        yield nights


@pytest.fixture
def nights(four_servers: "Nights") -> Iterator["Nights"]:
    """Those, with the home as it was after the first sync; nothing may be asked of Google that no client should ask."""
    four_servers.again()
    yield four_servers
    assert (four_servers.google.mistakes, four_servers.oauth.mistakes) == ([], [])
