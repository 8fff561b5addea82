"""One writer at a time, over processes: who comes second learns who is first, and a crash leaves the place free."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from configs.errors import UserError
from warehouse.lock import BusyError, writing

HOLD = """
import sys
from pathlib import Path
from warehouse.lock import writing
with writing(Path(sys.argv[1]), purpose="kith import book.vcf"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the writer's place until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused_and_told_which_one_is_first(tmp_path: Path) -> None:
    with another_process(tmp_path) as first, pytest.raises(BusyError) as refusal, writing(tmp_path, purpose="sync"):
        pytest.fail("two writers")
    assert f"`kith import book.vcf` (process {first.pid}, since 20" in str(refusal.value)
    assert "Wait until it has finished, or stop it" in str(refusal.value)
    assert refusal.value.exit_code == 75


def test_who_was_refused_takes_nothing_from_who_is_first(tmp_path: Path) -> None:
    with another_process(tmp_path) as first:
        for _ in range(2):
            with pytest.raises(BusyError, match=f"process {first.pid}"), writing(tmp_path, purpose="sync"):
                pytest.fail("two writers")


def test_a_killed_process_leaves_the_place_free(tmp_path: Path) -> None:
    with another_process(tmp_path) as first:
        first.kill()
        first.wait()
        assert (tmp_path / "writer.json").exists()
        with writing(tmp_path, purpose="sync"):
            assert json.loads((tmp_path / "writer.json").read_text())["pid"] == os.getpid()


def test_one_that_ends_leaves_the_place_free_and_nothing_but_the_lock(tmp_path: Path) -> None:
    with another_process(tmp_path) as first:
        assert first.communicate("")[0] == ""
        assert first.returncode == 0
    with pytest.raises(ValueError, match="in the block"), writing(tmp_path, purpose="sync"):
        raise ValueError("in the block")
    with writing(tmp_path, purpose="sync"):
        pass
    assert {each.name for each in tmp_path.iterdir()} <= {"writer.lock"}


def test_within_a_process_there_is_one_writer_too(tmp_path: Path) -> None:
    with (
        writing(tmp_path, purpose="sync"),
        pytest.raises(BusyError, match=rf"`sync` \(process {os.getpid()}, "),
        writing(tmp_path, purpose="import"),
    ):
        pytest.fail("two writers")


@pytest.mark.parametrize("note", [None, "", "{", "[]", "{}", "\x00\xff"])
def test_a_note_that_says_nothing_still_makes_a_refusal(tmp_path: Path, note: str | None) -> None:
    with another_process(tmp_path):
        holder = tmp_path / "writer.json"
        holder.unlink() if note is None else holder.write_text(note)
        with pytest.raises(BusyError, match=r"^another process is writing"), writing(tmp_path, purpose="sync"):
            pytest.fail("two writers")


def test_what_is_written_meanwhile_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "kith"
    before = os.umask(0o022)
    try:
        with writing(home, purpose="sync"):
            (home / "landing.duckdb.wal").write_text("Ada")
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in home.iterdir()}
        (tmp_path / "later").write_text("anybody")
    finally:
        os.umask(before)
    assert modes == {"landing.duckdb.wal": 0o600, "writer.json": 0o600, "writer.lock": 0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "later").stat().st_mode) == 0o644


def test_a_home_that_is_a_file_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "kith").write_text("")
    for home in (tmp_path / "kith", tmp_path / "kith" / "deeper"):
        with (
            pytest.raises(UserError, match=r"can't keep its data in .*kith.*set KITH_HOME"),
            writing(home, purpose="x"),
        ):
            pytest.fail("no home")


def test_a_home_that_may_not_be_written_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").mkdir()  # as good as a folder without the right to write, and root is refused too
    with pytest.raises(UserError, match="set KITH_HOME"), writing(tmp_path, purpose="x"):
        pytest.fail("no lock")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_is_told_and_leaves_the_place_free(tmp_path: Path) -> None:
    (tmp_path / "writer.json").symlink_to("/dev/full")
    told = pytest.raises(UserError, match=r"writer\.json can't be written: .*make room on the disk")
    with told, writing(tmp_path, purpose="sync"):
        pytest.fail("it is not known who writes")
    with writing(tmp_path, purpose="sync"):
        assert json.loads((tmp_path / "writer.json").read_text())["purpose"] == "sync"
