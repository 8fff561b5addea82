import os
import plistlib
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from configs.errors import UserError
from flows.cron import parsed_cron
from flows.units import (
    Started,
    calendar_events,
    crontab_line,
    serving_plist,
    serving_unit,
    sync_plist,
    sync_unit,
    timer_unit,
)

ODD = "/opt/a b%c$HOME \"q\" 'x' \\n/kith"
STARTED = Started(ODD, {"KITH_HOME": ODD, "KITH_KEYRING": "off"})
PLAIN = Started("/opt/kith/bin/kith", {"KITH_HOME": "/home/ada/kith"})
ANALYSE = shutil.which("systemd-analyze")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_serving_unit() -> None:
    lines = serving_unit(PLAIN).splitlines()
    assert 'ExecStart="/opt/kith/bin/kith" schedule' in lines
    assert 'Environment="KITH_HOME=/home/ada/kith"' in lines
    assert "Restart=on-failure" in lines
    assert "WantedBy=default.target" in lines


def test_odd_paths_are_quoted_as_systemd_reads_them() -> None:
    quoted = '/opt/a b%%c$HOME \\"q\\" \'x\' \\\\n/kith"'
    lines = sync_unit(STARTED).splitlines()
    assert f'ExecStart="{quoted} sync --quiet' in lines
    assert f'Environment="KITH_HOME={quoted}' in lines
    assert 'Environment="KITH_KEYRING=off"' in lines


@pytest.mark.parametrize(
    ("cron", "events"),
    [
        ("0 4 * * *", ["*-*-* 04:00:00"]),
        ("*/30 4,16 * * *", ["*-*-* 04,16:00,30:00"]),
        ("0 * * jan 1-5", ["Mon,Tue,Wed,Thu,Fri *-01-* *:00:00"]),
        ("* 4 1 * sun", ["*-*-01 04:*:00", "Sun *-*-* 04:*:00"]),
    ],
)
def test_cron_in_the_words_of_systemd(cron: str, events: list[str]) -> None:
    assert calendar_events(parsed_cron(cron)) == events


def test_the_timer_makes_up_for_missed_nights_at_once() -> None:
    lines = timer_unit(parsed_cron("0 4 1 * sun"), "Europe/Berlin").splitlines()
    assert "OnCalendar=*-*-01 04:00:00 Europe/Berlin" in lines
    assert "OnCalendar=Sun *-*-* 04:00:00 Europe/Berlin" in lines
    assert "Persistent=true" in lines


@pytest.mark.skipif(ANALYSE is None, reason="there is no systemd here")
@pytest.mark.parametrize("cron", ["0 4 * * *", "*/17 3-9/2 1,15 * mon-wed", "59 23 29 feb *", "0 0 * * 0"])
def test_systemd_takes_them_for_the_same_times(cron: str) -> None:
    schedule = parsed_cron(cron)
    expected = set(islice(schedule.after(NOON, ZoneInfo("Europe/Berlin")), 3))
    found = set()
    for event in calendar_events(schedule):
        command = ["systemd-analyze", "calendar", "--iterations=3", f"--base-time={NOON:%Y-%m-%d %H:%M:%S} UTC"]
        ran = subprocess.run(
            [*command, f"{event} Europe/Berlin"],
            env={**os.environ, "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=True,
        )
        times = [line.partition(": ")[2] for line in ran.stdout.splitlines() if "elapse:" in line or "Iter. #" in line]
        found |= {datetime.strptime(time, "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC) for time in times}
    assert expected == set(sorted(found)[: len(expected)])


@pytest.mark.skipif(ANALYSE is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    kith = tmp_path / "a b%c$HOME" / "kith"
    kith.parent.mkdir()
    kith.touch(mode=0o755)
    started = Started(str(kith), {"KITH_HOME": ODD})
    texts = {
        "kith-schedule.service": serving_unit(started),
        "kith-sync.service": sync_unit(started),
        "kith-sync.timer": timer_unit(parsed_cron("0 4 1 * sun"), "Europe/Berlin"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", *(str(tmp_path / name) for name in texts)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_launchd_serves() -> None:
    held = plistlib.loads(serving_plist(STARTED, log="/opt/log"))
    assert held["Label"] == "org.kith.schedule"
    assert held["ProgramArguments"] == [ODD, "schedule"]
    assert held["EnvironmentVariables"] == {"KITH_HOME": ODD, "KITH_KEYRING": "off"}
    assert held["RunAtLoad"] is True
    assert held["StandardErrorPath"] == "/opt/log"


@pytest.mark.parametrize(
    ("cron", "times"),
    [
        ("0 4 * * *", [{"Hour": 4, "Minute": 0}]),
        ("* * * * *", [{}]),
        ("0,30 4 * dec *", [{"Month": 12, "Hour": 4, "Minute": 0}, {"Month": 12, "Hour": 4, "Minute": 30}]),
        ("0 4 1 * 0", [{"Day": 1, "Hour": 4, "Minute": 0}, {"Weekday": 0, "Hour": 4, "Minute": 0}]),
    ],
)
def test_cron_in_the_words_of_launchd(cron: str, times: list[dict[str, int]]) -> None:
    held = plistlib.loads(sync_plist(PLAIN, parsed_cron(cron), log="/opt/log"))
    assert held["ProgramArguments"] == ["/opt/kith/bin/kith", "sync", "--quiet"]
    assert held["StartCalendarInterval"] == times


def test_more_times_than_launchd_can_be_told_are_refused() -> None:
    with pytest.raises(UserError, match=r"sync\.cron says 960 different times"):
        sync_plist(PLAIN, parsed_cron("*/3 * 1-2 * *".replace(" * ", " 0-23 ", 1)), log="/opt/log")


def test_the_line_for_cron_is_what_a_shell_reads() -> None:
    line = crontab_line(STARTED, parsed_cron("0 4 * * mon"))
    assert line.startswith("0 4 * * 1 ")
    # What cron hands to the shell: up to the first % that has no backslash before it.
    assert "%" not in line.replace("\\%", "")
    command = line.removeprefix("0 4 * * 1 ").replace("\\%", "%")
    assert shlex.split(command) == [f"KITH_HOME={ODD}", "KITH_KEYRING=off", ODD, "sync", "--quiet"]


def test_a_path_that_no_unit_can_hold_is_refused() -> None:
    with pytest.raises(UserError, match="holds a character that no unit can hold"):
        Started("/opt/kith\n/kith", {})
