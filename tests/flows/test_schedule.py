import json
import os
import re
from datetime import UTC, datetime

import pytest

from configs.settings import Settings
from flows.schedule import FILE_NAME, Serving, next_runs, only_one, schedule_zone, serving
from warehouse.folder import private_folder
from warehouse.lock import BusyError


def test_the_next_runs_are_in_the_users_zone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    berlin = settings.model_copy(update={"time_zone": "Europe/Berlin"})
    assert [run.isoformat() for run in next_runs(berlin, after=noon, number=2)] == [
        "2026-11-25T04:00:00+01:00",
        "2026-11-26T04:00:00+01:00",
    ]
    assert schedule_zone(settings).key == "Asia/Tokyo"
    assert next_runs(settings, after=noon, number=1)[0].isoformat() == "2026-11-25T04:00:00+09:00"


def test_only_one_serves_a_home_and_others_see_which(settings: Settings) -> None:
    private_folder(settings.home)
    assert serving(settings.home) is None
    with only_one(settings.home):
        running = serving(settings.home)
        assert running is not None
        assert running.pid == os.getpid()
        refusal = rf"is running already \(process {os.getpid()}, since {re.escape(running.since[:16])} UTC\)"
        with pytest.raises(BusyError, match=refusal), only_one(settings.home):
            pass
        (settings.home / FILE_NAME).write_text("[]")
        with pytest.raises(BusyError, match=r"is running already\. Stop it first"), only_one(settings.home):
            pass
    assert serving(settings.home) is None


def test_a_note_that_a_crash_has_left_says_nothing(settings: Settings) -> None:
    private_folder(settings.home)
    with only_one(settings.home):
        pass
    (settings.home / FILE_NAME).write_text(json.dumps(Serving(1, "2026-11-24 04:00:00+00:00")._asdict()))
    assert serving(settings.home) is None
