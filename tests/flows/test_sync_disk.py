"""A sync on a disk that is full: what was there stays, it is said, and once there is room the next one heals it."""

import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.flows.night_people import person
from tests.flows.night_state import ends, state
from tests.flows.nights import Nights

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20


def no_larger(size: int) -> None:
    """No file of this process may become larger (bytes)."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fill_up(nights: Nights, count: int = 1_500) -> None:
    """Many new contacts, of 5 kB each."""
    for number in range(count):
        note = {"biographies": [{"value": f"{number} " * 1_000}]}
        nights.google.people.add(**person(f"Ann{number}", f"Vale{number}", f"ann{number}@example.com"), **note)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_no_room_leaves_all_as_it_was(share: float, nights: Nights) -> None:
    """At any moment of the way: the limit lies between what the files are now and what they become."""
    nights.edit()
    fill_up(nights)
    expected, sizes = nights.undisturbed(), _sizes(nights.home)
    before = state(nights.home)
    grown = _grown(nights)
    smallest, largest = min(sizes.values()), max(grown.values())
    limit = int(smallest + (largest - smallest) * share)
    ran = nights.run("--quiet", limit=partial(no_larger, limit))
    assert ran.code == 1, ran
    assert "can't be written" in ran.err
    assert "make room on the disk" in ran.err.lower()
    assert "Traceback" not in ran.err
    assert state(nights.home).told == before.told
    _heals(nights, expected)


def _heals(nights: Nights, expected: object) -> None:
    assert nights.sync("--quiet") == (0, "", "")
    assert state(nights.home) == expected
    assert ends(nights.home)[-1] == "done"
    assert not list(nights.home.glob("*.building*"))
    assert "Nothing new from 4 sources." in nights.sync().out


def _sizes(home: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in home.glob("*.duckdb")}


def _grown(nights: Nights) -> dict[str, int]:
    """What the files become in a sync that has room, tried in a copy."""
    copied = nights.home.with_name("grown")
    shutil.copytree(nights.home, copied)
    try:
        assert nights.sync("--quiet", home=copied).code == 0
        return _sizes(copied)
    finally:
        shutil.rmtree(copied)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 96 MB, where whoever runs the tests may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("room", [0, 100_000, 1_000_000, 2_500_000, 5_000_000])
def test_a_disk_that_is_full_leaves_all_as_it_was(room: int, nights: Nights, small_disk: Path) -> None:
    home = small_disk / "home"
    nights.edit()
    fill_up(nights, 300)
    expected, before = nights.undisturbed(), state(nights.home)
    shutil.copytree(nights.home, home)
    filler = small_disk / "filler"
    _fill(filler, room)
    ran = nights.run("--quiet", environment={"KITH_HOME": str(home)})
    filler.unlink()
    assert ran.code == 1, ran
    assert "Traceback" not in ran.err
    assert "make room on the disk" in ran.err.lower()
    assert state(home).told == before.told
    assert nights.sync("--quiet", home=home) == (0, "", "")
    assert state(home) == expected


def _fill(filler: Path, room: int) -> None:
    """Fill the disk up but for so many bytes."""
    usage = shutil.disk_usage(filler.parent)
    with filler.open("wb") as file:
        file.write(bytes(max(0, usage.free - room)))
