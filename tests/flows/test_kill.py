"""Kills an import at random moments: the warehouse is the old or the new one, and the next import heals everything."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.flows.books import card
from tests.flows.looking import landing, rows, warehouse

pytestmark = pytest.mark.slow

KITH = str(Path(sys.executable).with_name("kith"))
SEED = 1815
KILLS = 50
CARDS = 2_000


class Scene(NamedTuple):
    """A home in the state before an import and after it, the file to import, and how long that takes."""

    before: Path
    after: str
    before_people: list[tuple[Any, ...]]
    after_people: list[tuple[Any, ...]]
    export: Path
    seconds: float


def start(export: Path, home: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "KITH_HOME": str(home)}
    return subprocess.Popen([KITH, "import", "--quiet", str(export)], env=environment)


def imported(export: Path, home: Path) -> float:
    """Import undisturbed; how many seconds that took."""
    began = time.monotonic()
    with start(export, home) as running:
        assert running.wait() == 0
    return time.monotonic() - began


def people(home: Path) -> list[tuple[Any, ...]]:
    """Everyone in the warehouse, with what is known of them and the ids that they keep; nothing where none is."""
    if not (home / "warehouse.duckdb").exists():
        return []
    told: list[tuple[Any, ...]] = []
    for table in ("person", "person_name", "person_email", "person_phone", "source_record"):
        told += warehouse(
            home,
            f"select '{table}', columns(lambda name: name not like '%_at') from {table} order by all",  # noqa: S608 - a test's own
        )
    return told


def versions(home: Path) -> list[tuple[Any, ...]]:
    """Every version of every record, without the times and runs that made them."""
    return landing(
        home,
        "select source, record_id, given_id, content_hash, valid_to is null, note from raw_contact order by all",
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """An import into a home where there is nothing yet."""
    return _scene(tmp_path_factory.mktemp("empty"), older=None)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """An import into a home that holds an older export: people who are edited, who are new, and who stay."""
    return _scene(tmp_path_factory.mktemp("older"), older=_book(range(CARDS // 2), "Jane"))


def _book(numbers: range, given: str) -> bytes:
    return "".join(card(number, given=given if number % 2 else "Jane") for number in numbers).encode()


def _scene(folder: Path, *, older: bytes | None) -> Scene:
    export, before, undisturbed = folder / "book.vcf", folder / "before", folder / "undisturbed"
    before.mkdir(mode=0o700)
    if older:
        export.write_bytes(older)
        imported(export, before)
    export.write_bytes(_book(range(CARDS), "Janet"))
    shutil.copytree(before, undisturbed)
    seconds = imported(export, undisturbed)
    return Scene(before, str(undisturbed), people(before), people(undisturbed), export, seconds)


def _after_kill(scene: Scene, home: Path, moment: Callable[[Path], None]) -> str:
    """Kill an import of a copy of the home; check both files and the import after it. Says what state was left."""
    shutil.copytree(scene.before, home)
    with start(scene.export, home) as running:
        moment(home)
        running.send_signal(signal.SIGKILL)
        running.wait()
    left = people(home)
    assert left in (scene.before_people, scene.after_people)
    if (home / "landing.duckdb").exists():
        rows(home / "landing.duckdb", "select 1")
    imported(scene.export, home)
    assert people(home) == scene.after_people
    assert versions(home) == versions(Path(scene.after))
    allowed = {
        "cache",
        "landing.duckdb",
        "warehouse.duckdb",
        "run.json",
        "writer.lock",
        "landing.spill",
        "warehouse.spill",
        "runs.jsonl",
    }
    assert {path.name for path in home.iterdir()} <= allowed
    states = [state for (state,) in landing(home, "select state from run order by run_id")]
    assert states[-1] == "done"
    assert "running" not in states
    return "new" if left == scene.after_people else "old"


@pytest.mark.parametrize("is_first", [True, False])
def test_killed_at_any_moment_nothing_is_lost(is_first: bool, empty: Scene, older: Scene, tmp_path: Path) -> None:
    scene = empty if is_first else older
    chance = random.Random(SEED + is_first)
    left = []
    for number in range(KILLS // 2):
        seconds = chance.uniform(0, scene.seconds)
        left.append(_after_kill(scene, tmp_path / str(number), partial(_wait, seconds)))
        shutil.rmtree(tmp_path / str(number))
    assert "old" in left  # or the kills came when all was done


@pytest.mark.parametrize("share", [0, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_killed_while_it_publishes_the_old_warehouse_or_the_new_one_stays(
    share: float, older: Scene, tmp_path: Path
) -> None:
    """Within the moment for which the new warehouse stands beside the old one, measured once undisturbed."""
    home = tmp_path / "measured"
    shutil.copytree(older.before, home)
    with start(older.export, home) as running:
        _building(home)
        began = time.monotonic()
        while (home / "warehouse.duckdb.building").exists():
            time.sleep(0.002)
        window = time.monotonic() - began
        assert running.wait() == 0

    def moment(killed: Path) -> None:
        _building(killed)
        time.sleep(window * share)

    _after_kill(older, tmp_path / "killed", moment)


def _wait(seconds: float, _: Path) -> None:
    time.sleep(seconds)


def _building(home: Path) -> None:
    """Wait until the new warehouse is being built."""
    deadline = time.monotonic() + 60
    while not (home / "warehouse.duckdb.building").exists():
        assert time.monotonic() < deadline
        time.sleep(0.002)
