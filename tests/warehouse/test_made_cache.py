"""What was made comes back as it was; what can't be read or written is as good as nothing."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms.remaking import AT, Frames, Memory, remade
from warehouse import made_cache
from warehouse.made_cache import FOLDER, keep_made, load_made

STAMP = "code and settings"


def made(numbers: range, before: Memory | None = None) -> Memory:
    """The memory of some numbers, each with a row."""

    def make(places: pl.Series) -> Frames:
        texts = [[f"row of {numbers[place]}"] for place in places]
        return {"told": pl.DataFrame({AT: places, "texts": texts}, schema={AT: pl.UInt32, "texts": pl.List(pl.String)})}

    return remade(pl.Series(list(numbers), dtype=pl.UInt64), make, before)[1]


def assert_same(one: Memory, other: Memory) -> None:
    for part in ("first", "since"):
        assert getattr(one, part).versions.equals(getattr(other, part).versions)
        assert_frame_equal(getattr(one, part).frames["told"], getattr(other, part).frames["told"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which the rows of 20 numbers are kept."""
    keep_made(tmp_path, "numbers", made(range(20)), before=None, stamp=STAMP)
    return tmp_path


def test_it_comes_back_as_it_was(home: Path) -> None:
    assert_same(load_made(home, stamp=STAMP)["numbers"], made(range(20)))


def test_nothing_is_known_of_a_new_home(tmp_path: Path) -> None:
    assert load_made(tmp_path, stamp=STAMP) == {}


def test_of_other_code_or_settings_nothing_is_taken(home: Path) -> None:
    assert load_made(home, stamp="other code") == {}


def test_only_what_was_made_since_is_written(home: Path) -> None:
    whole = home / FOLDER / "numbers" / "first" / "told.frame.arrow"
    written = whole.stat()
    before = load_made(home, stamp=STAMP)["numbers"]
    memory = made(range(21), before)
    keep_made(home, "numbers", memory, before=before, stamp=STAMP)
    assert whole.stat() == written
    again = load_made(home, stamp=STAMP)["numbers"]
    assert_same(again, memory)
    assert again.since.versions.to_list() == [20]


def test_what_is_as_it_was_is_not_written_again(home: Path) -> None:
    before = load_made(home, stamp=STAMP)["numbers"]
    known = (home / FOLDER / "numbers" / "known.json").stat()
    keep_made(home, "numbers", made(range(20), before), before=before, stamp=STAMP)
    assert (home / FOLDER / "numbers" / "known.json").stat() == known


def test_it_is_its_owners_alone(home: Path) -> None:
    folder = home / FOLDER / "numbers"
    assert [path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))].count(0) == 1 + len(
        list(folder.rglob("*"))
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "known.json").unlink(),
        lambda folder: (folder / "known.json").write_text("{"),
        lambda folder: (folder / "known.json").write_text(json.dumps({"stamp": STAMP, "frames": ["other"]})),
        lambda folder: (folder / "first" / "told.frame.arrow").write_bytes(b"nothing of that kind"),
        lambda folder: (folder / "since" / "versions.arrow").unlink(),
    ],
    ids=["not_known", "no_json", "other_frames", "no_frame", "no_versions"],
)
def test_what_is_spoilt_is_as_good_as_nothing(home: Path, spoil: Callable[[Path], None]) -> None:
    spoil(home / FOLDER / "numbers")
    assert load_made(home, stamp=STAMP) == {}


def test_where_there_is_no_room_nothing_is_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(made_cache, "write_frame", refuse)
    keep_made(home, "numbers", made(range(30)), before=None, stamp=STAMP)
    assert load_made(home, stamp=STAMP) == {}


def test_a_crash_while_it_is_written_leaves_nothing_that_counts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(made_cache, "write_frame", crash)
    with pytest.raises(KeyboardInterrupt):
        keep_made(home, "numbers", made(range(30)), before=None, stamp=STAMP)
    assert load_made(home, stamp=STAMP) == {}
