"""A sync beside others: a second sync, commands that write, commands that read, and whoever has the warehouse open."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.emulators.google_discovery import Call
from tests.flows.looking import warehouse
from tests.flows.night_state import state
from tests.flows.nights import Nights

pytestmark = pytest.mark.slow

READER = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read_only") as connection:
    for _ in sys.stdin:
        print(connection.execute("select count(*) from person").fetchone()[0], flush=True)
"""


class Held:
    """Google answers nothing until it is let go; `is_asked` is set once somebody waits."""

    def __init__(self, nights: Nights) -> None:
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        self._answer = nights.google.people.answers["people.contactGroups.list"]
        nights.google.serve("people.contactGroups.list", self)

    def __call__(self, call: Call) -> Mapping[str, Any] | bytes:
        self.is_asked.set()
        assert self.may_answer.wait(60)
        return self._answer(call)


@contextmanager
def syncing(nights: Nights) -> Iterator["subprocess.Popen[str]"]:
    """A sync of another process, which waits for Google while the block runs, and ends well after it."""
    held = Held(nights)
    with nights.start() as running:
        try:
            assert held.is_asked.wait(60)
            yield running
        finally:
            held.may_answer.set()
        out, err = running.communicate(timeout=60)
        assert (running.returncode, err) == (0, ""), out


def test_of_two_syncs_the_second_is_told_who_is_at_it(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    with syncing(nights) as first:
        asked = len(nights.google.asked), len(nights.dav.asked)
        second = nights.sync()
        imported = nights.kith("import", str(nights.inbox))
        assert (len(nights.google.asked), len(nights.dav.asked)) == asked  # nobody was asked twice
    assert (second.code, imported.code) == (75, 75)
    assert f"kith: `kith sync` (process {first.pid}, since " in second.err
    assert "is writing to Kith's data right now. Wait until it has finished, or stop it; then try again." in second.err
    assert state(nights.home) == expected


def test_whoever_only_reads_waits_for_no_sync(nights: Nights) -> None:
    nights.edit()
    with syncing(nights):
        status = nights.kith("status")
        ran = nights.kith("query", "select count(*) as people from person where full_name like 'Dora%'")
        assert nights.kith("person", "ben").code == 0
    assert status.code == 0
    assert "Running now: sync, since " in status.out
    assert ran.code == 0
    assert " 0 " in ran.out
    assert warehouse(nights.home, "select count(*) from person where full_name like 'Dora%'") == [(1,)]


@pytest.mark.parametrize("mode", ["read_only", "read_write"])
def test_who_holds_the_warehouse_open_all_night_keeps_what_they_see(mode: str, nights: Nights) -> None:
    before = warehouse(nights.home, "select count(*) from person")
    nights.edit()
    expected = nights.undisturbed()
    command = [sys.executable, "-c", READER, str(nights.home / "warehouse.duckdb"), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def seen() -> list[tuple[int]]:
            print(file=reader.stdin, flush=True)
            return [(int(reader.stdout.readline()),)]  # type: ignore[union-attr]

        assert seen() == before
        assert nights.sync("--quiet") == (0, "", "")
        assert seen() == before
        now = warehouse(nights.home, "select count(*) from person")
        assert state(nights.home) == expected
        nights.edit()
        assert nights.sync("--quiet") == (0, "", "")
        assert seen() == before
        reader.stdin.close()
    assert now != before
    assert reader.returncode == 0
    assert warehouse(nights.home, "select count(*) from person") != now


def test_who_holds_the_landing_store_open_is_told_of(nights: Nights) -> None:
    nights.edit()
    expected = nights.undisturbed()
    command = [sys.executable, "-c", READER.replace("person", "run"), str(nights.home / "landing.duckdb"), "read_only"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        print(file=reader.stdin, flush=True)
        reader.stdout.readline()
        ran = nights.sync()
        reader.stdin.close()
    assert ran.code == 1
    assert f"{nights.home / 'landing.duckdb'} can't be opened: another program has it open" in ran.err
    assert "Close that program (a DuckDB shell, say) and try again." in ran.err
    assert nights.sync("--quiet") == (0, "", "")
    assert state(nights.home) == expected
