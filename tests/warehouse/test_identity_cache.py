"""What is kept of the identity engine's work saves time, and nothing else."""

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.transforms.books import Record, raw_book, record
from tests.warehouse.books import book
from transforms.identity.engine import Resolution, resolve
from transforms.identity.model import Model
from transforms.identity.state import State
from transforms.normalise import normalise
from warehouse import frame_files, identity_cache
from warehouse.identity_cache import FOLDER, keep_state, load_state

STAMP = "code and settings"


def found(records: Sequence[Record], *, model: Model | None = None, before: State | None = None) -> Resolution:
    """Who is who among the records; each has a version that changes with it."""
    raw = raw_book(records)
    numbers = [int.from_bytes(hashlib.blake2b(repr(each).encode(), digest_size=8).digest()) for each in records]
    versions = raw.select("source", "record_id", version=pl.Series(numbers, dtype=pl.UInt64))
    tidy, ids = normalise(raw, default_region=None), raw.select("source", "record_id", "connector", "given_id")
    return resolve(tidy, ids, model=model, before=before, versions=versions)


MODEL = found(book()).state.model
"""One model for all: a few records more or less would train another."""


def run(home: Path, records: Sequence[Record]) -> Resolution:
    """A run as a flow does it: with what the last one left, and leaving something for the next."""
    resolution = found(records, model=MODEL, before=load_state(home, MODEL, stamp=STAMP))
    keep_state(home, resolution.state, stamp=STAMP)
    return resolution


def assert_same(one: Resolution, other: Resolution) -> None:
    assert_frame_equal(by_least_record(one.groups), by_least_record(other.groups))
    assert_frame_equal(one.pairs, other.pairs, abs_tol=1e-4)


def by_least_record(groups: pl.DataFrame) -> pl.DataFrame:
    """Groups named by their first record: the numbers that the engine gives them depend on what it saw before."""
    name = pl.concat_str("source", "record_id", separator="/").min().over("group")
    return groups.with_columns(group=name).sort("source", "record_id")


def edited() -> list[Record]:
    """The book after somebody got another address, somebody went and somebody came."""
    first, *others, _ = book()
    moved = record("1", "Zoë Søborg-Strauß", email="zoe@example.com", phone="+44 20 7946 0108")
    assert moved.key == first.key
    return [moved, *others, record("10", "Liam O'Brien", source="google_csv", email="liam@example.net")]


@pytest.fixture(scope="module")
def anew() -> dict[str, Resolution]:
    """What all compared anew gives."""
    return {"book": found(book(), model=MODEL), "edited": found(edited(), model=MODEL)}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two runs left; tests get a copy."""
    home = tmp_path_factory.mktemp("twice")
    run(home, book())
    run(home, edited())
    return home


@pytest.fixture
def home(tmp_path: Path, twice: Path) -> Path:
    """Kith's home after two runs."""
    shutil.copytree(twice, tmp_path / "kith")
    return tmp_path / "kith"


def names(home: Path) -> set[str]:
    return {path.name for path in (home / FOLDER).iterdir()}


def test_without_anything_kept_there_is_nothing(tmp_path: Path) -> None:
    assert load_state(tmp_path, MODEL, stamp=STAMP) is None


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    state = run(tmp_path, book()).state
    kept = load_state(tmp_path, MODEL, stamp=STAMP)
    assert kept is not None
    assert kept.model is MODEL
    assert kept.turn == state.turn == 0
    for name in ("versions", "is_alive", "component", "group", "weakest", "since"):
        one, other = getattr(kept, name), getattr(state, name)
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert_frame_equal(kept.known.records, state.known.records)
    assert_frame_equal(kept.known.values, state.known.values)
    for name in ("index", "scored", "skipped"):
        assert_frame_equal(getattr(kept, name), getattr(state, name))


def test_a_run_goes_on_from_it_and_finds_what_it_would_find_without(
    tmp_path: Path, anew: dict[str, Resolution]
) -> None:
    for turn, (name, records) in enumerate({"book": book(), "edited": edited(), "again": book()}.items()):
        now = run(tmp_path, records)
        assert now.state.turn == turn
        assert_same(now, anew.get(name, anew["book"]))


def test_what_came_is_added_to_what_was_there(tmp_path: Path) -> None:
    run(tmp_path, book())
    first = (tmp_path / FOLDER / "records-0.arrow").stat()
    run(tmp_path, edited())
    assert (tmp_path / FOLDER / "records-0.arrow").stat() == first
    assert {"records-1.arrow", "values-1.arrow", "index-1.arrow", "scored-1.arrow", "nodes-1.arrow"} <= names(tmp_path)
    assert "nodes-0.arrow" not in names(tmp_path)


def test_it_is_its_owners_alone(home: Path) -> None:
    for path in (home / FOLDER).iterdir():
        assert path.name == "known.json" or path.stat().st_mode & 0o077 == 0
    assert b"Brien" not in (home / FOLDER / "known.json").read_bytes()


def test_of_other_code_or_settings_nothing_is_taken(home: Path, anew: dict[str, Resolution]) -> None:
    assert load_state(home, MODEL, stamp="other code") is None
    keep_state(home, anew["book"].state, stamp="other code")
    assert load_state(home, MODEL, stamp=STAMP) is None
    assert load_state(home, MODEL, stamp="other code") is not None


def test_of_another_model_nothing_is_taken(home: Path) -> None:
    other = Model(MODEL.records, MODEL.duplicates * 2, MODEL.levels, MODEL.frequencies)
    assert load_state(home, other, stamp=STAMP) is None


def test_after_many_additions_all_is_compared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_cache, "MOST_TURNS", 2)
    turns = [run(tmp_path, records).state.turn for records in (book(), edited(), book(), edited(), book())]
    assert turns == [0, 1, 2, 0, 1]
    assert not {name for name in names(tmp_path) if name.endswith("-2.arrow")}


def spoilt(content: bytes) -> dict[str, bytes]:
    return {"empty": b"", "cut off": content[: len(content) // 2], "rubbish": b"rubbish" * 99}


@pytest.mark.parametrize("fault", ["missing", "empty", "cut off", "rubbish", "another"])
@pytest.mark.parametrize("part", ["known.json", "records-0", "values-0", "index-0", "scored-0", "nodes-1", "skipped"])
def test_a_damaged_file_is_as_good_as_none(home: Path, part: str, fault: str, anew: dict[str, Resolution]) -> None:
    path = home / FOLDER / (part if "." in part else f"{part}.arrow")
    content, other = path.read_bytes(), (home / FOLDER / "nodes-1.arrow").read_bytes()
    path.unlink()
    if fault != "missing":
        path.write_bytes({**spoilt(content), "another": other[:-9] if part in {"nodes-1", "skipped"} else other}[fault])
    assert load_state(home, MODEL, stamp=STAMP) is None
    keep_state(home, anew["book"].state, stamp=STAMP)
    assert load_state(home, MODEL, stamp=STAMP) is not None
    assert not {name for name in names(home) if name.endswith("-1.arrow")}


NONSENSE = ["null", "[]", "[1]", "7", '"text"', "{}", '{"stamp": "code and settings"}', '{"turn": "x"}', "\udcff"]


@pytest.mark.parametrize("text", NONSENSE)
def test_a_note_that_makes_no_sense_is_as_good_as_none(home: Path, text: str, anew: dict[str, Resolution]) -> None:
    (home / FOLDER / "known.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert load_state(home, MODEL, stamp=STAMP) is None
    keep_state(home, anew["edited"].state, stamp=STAMP)
    assert load_state(home, MODEL, stamp=STAMP) is not None


def test_files_of_different_runs_are_as_good_as_none(home: Path) -> None:
    known = home / FOLDER / "known.json"
    right = json.loads(known.read_text())
    for wrong in ({"nodes": 3}, {"turn": 2}, {"turn": "1"}):
        known.write_text(json.dumps(right | wrong))
        assert load_state(home, MODEL, stamp=STAMP) is None


class StoppedError(Exception):
    """Stands for a crash."""


def stops_after(writes: int) -> Callable[[Path, pl.DataFrame], None]:
    """Writes so many files, half of the next, and stops."""
    written = []
    write = frame_files.write_frame

    def stopping(path: Path, frame: pl.DataFrame) -> None:
        write(path, frame)
        written.append(path)
        if len(written) > writes:
            path.write_bytes(path.read_bytes()[:100])
            raise StoppedError

    return stopping


@pytest.mark.parametrize("writes", range(6))
def test_a_crash_while_it_is_kept_costs_only_time(
    home: Path, writes: int, anew: dict[str, Resolution], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_state(home, MODEL, stamp=STAMP)
    assert before is not None
    added = found(book(), model=MODEL, before=before)
    for state in (added.state, anew["book"].state):  # an addition, then all anew
        with monkeypatch.context() as patched:
            patched.setattr(identity_cache, "write_frame", stops_after(writes))
            with pytest.raises(StoppedError):
                keep_state(home, state, stamp=STAMP)
        left = load_state(home, MODEL, stamp=STAMP)
        assert left is None or (left.turn, state.turn) == (1, 2)
    assert_same(run(home, book()), anew["book"])
    assert load_state(home, MODEL, stamp=STAMP) is not None


def test_after_a_crash_a_run_goes_on_from_the_one_before(
    home: Path, anew: dict[str, Resolution], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, pytest.raises(StoppedError):  # noqa: PT012 - the patch has to end with it
        patched.setattr(identity_cache, "write_frame", stops_after(3))
        run(home, book())
    again = run(home, book())
    assert again.state.turn == 2
    assert_same(again, anew["book"])
    assert_same(run(home, edited()), anew["edited"])


def test_a_run_that_was_not_kept_is_made_up_for(home: Path, anew: dict[str, Resolution]) -> None:
    lost = found(book(), model=MODEL, before=load_state(home, MODEL, stamp=STAMP)).state
    after = found(edited(), model=MODEL, before=lost).state
    keep_state(home, after, stamp=STAMP)
    kept = load_state(home, MODEL, stamp=STAMP)
    assert kept is not None
    assert (after.turn, kept.turn) == (3, 1)
    assert_same(run(home, book()), anew["book"])


several = st.lists(st.sets(st.sampled_from(range(len(book()))), min_size=4), min_size=2, max_size=3)


@settings(max_examples=4)
@given(several, st.integers(0, 4))
def test_deleting_it_changes_nothing_but_time(
    tmp_path_factory: pytest.TempPathFactory, books: Sequence[set[int]], deleted: int
) -> None:
    home = tmp_path_factory.mktemp("home")
    for number, chosen in enumerate(books):
        if number == deleted and number:
            for path in (home / FOLDER).iterdir():
                path.unlink()
        version = edited() if number % 2 else book()
        records = [version[place] for place in sorted(chosen)]
        assert_same(run(home, records), found(records, model=MODEL))


def test_where_there_is_no_room_nothing_is_kept_and_nothing_fails(
    home: Path, anew: dict[str, Resolution], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("warehouse.identity_cache.write_frame", full)
        keep_state(home, anew["edited"].state, stamp=STAMP)
    assert load_state(home, anew["edited"].state.model, stamp=STAMP) is None
    assert not (home / FOLDER).exists()


def test_a_file_in_the_place_of_its_folder_costs_only_time(tmp_path: Path, anew: dict[str, Resolution]) -> None:
    (tmp_path / "cache").write_text("not a folder")
    state = next(iter(anew.values())).state
    keep_state(tmp_path, state, stamp=STAMP)
    assert load_state(tmp_path, state.model, stamp=STAMP) is None
