"""Kills a sync at random moments: the warehouse is the old or the new one, and the next sync heals everything."""

import random
import signal
import time
from collections import Counter

import pytest

from tests.flows.looking import rows
from tests.flows.night_state import ends, state, told
from tests.flows.nights import Nights

pytestmark = pytest.mark.slow

SEED = 1815
KILLS = 50
GROUPS = 10
LEFT = {
    "cache", "config.toml", "landing.duckdb", "logs", "run.json", "runs.jsonl", "secrets", "warehouse.duckdb",
    "writer.lock", "landing.spill", "warehouse.spill",
}  # fmt: skip


@pytest.mark.parametrize("group", range(GROUPS))
def test_killed_at_any_moment_nothing_is_lost(group: int, nights: Nights) -> None:
    nights.edit()
    nights.in_pages_of(1)
    expected, before = nights.undisturbed(), told(nights.home)
    began = time.monotonic()
    assert nights.run("--quiet") == (0, "", "")
    seconds = time.monotonic() - began
    chance, left = random.Random(SEED + group), Counter[str]()
    for _ in range(KILLS // GROUPS):
        nights.again()
        nights.edit()
        nights.in_pages_of(1)
        with nights.start("--quiet") as running:
            time.sleep(chance.uniform(0.15, 1) * seconds)
            running.send_signal(signal.SIGKILL)
            running.communicate()
        found = told(nights.home)
        assert found in (before, expected.told)
        left["old" if found == before else "new"] += 1
        rows(nights.home / "landing.duckdb", "select 1")
        ran = nights.sync("--quiet")
        assert ran == (0, "", "")
        assert state(nights.home) == expected
        assert ends(nights.home)[-1] == "done"
        assert "running" not in ends(nights.home)
        assert {path.name for path in nights.home.iterdir()} <= LEFT
    assert left["old"]  # or the kills came when all was done
