import plistlib
import re
import sys
from pathlib import Path

import pytest

from configs.errors import UserError
from configs.settings import Settings
from tests.flows.cli.conftest import Kith


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home on a Linux with systemd that has Kith installed."""
    (tmp_path / "bin").mkdir()
    for name in ("kith", "systemctl"):
        (tmp_path / "bin" / name).touch(mode=0o755)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "bin" / "kith")])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    for name in ("XDG_CONFIG_HOME", "KITH_KEYRING", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_it_is_served_after_saying_when(kith: Kith, monkeypatch: pytest.MonkeyPatch, user: Path) -> None:
    served: list[str] = []

    def serve(settings: Settings, *, tell: object) -> None:
        assert callable(tell)
        tell(f"Serving {settings.sync.cron} [for] ever.")
        served.append(settings.sync.cron)

    monkeypatch.setattr("flows.scheduling.serve_schedule", serve)
    ran = kith("schedule")
    assert user.exists()
    assert (ran.code, served) == (0, ["0 4 * * *"])
    assert re.match(r"The next syncs \(Europe/Berlin\): \w{3} 20\d\d-\d\d-\d\d 04:00, ", ran.words)
    assert ran.complaint == "Serving 0 4 * * * [for] ever."


def test_what_is_wrong_with_the_server_is_told(kith: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UserError("Kith's own Prefect server doesn't start.")

    monkeypatch.setattr("flows.scheduling.serve_schedule", fail)
    ran = kith("schedule")
    assert (ran.code, ran.complaint) == (1, "kith: Kith's own Prefect server doesn't start.")


def test_it_is_installed_and_taken_away(kith: Kith, user: Path) -> None:
    unit = user / ".config" / "systemd" / "user" / "kith-schedule.service"
    ran = kith("schedule", "--install")
    assert ran.code == 0, ran.err
    assert unit.exists()
    lines = [line.strip() for line in ran.out.splitlines()]
    assert "systemctl --user daemon-reload" in lines
    assert "systemctl --user enable --now kith-schedule.service" in lines
    assert "loginctl enable-linger" in ran.words
    assert "The next syncs (Europe/Berlin):" in ran.words
    ran = kith("schedule", "--uninstall")
    assert "systemctl --user disable --now kith-schedule.service" in ran.words
    assert not unit.exists()
    assert kith("schedule", "--uninstall").out == "Nothing was installed.\n"


def test_without_a_server_the_system_syncs(kith: Kith, user: Path) -> None:
    ran = kith("schedule", "--install", "--without-server")
    assert ran.code == 0
    assert "systemctl --user enable --now kith-sync.timer" in ran.words
    timer = (user / ".config" / "systemd" / "user" / "kith-sync.timer").read_text()
    assert "OnCalendar=*-*-* 04:00:00 Europe/Berlin" in timer


def test_on_macos_launchd_is_told(kith: Kith, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    ran = kith("schedule", "--install", "--without-server")
    assert "launchctl bootstrap gui/$(id -u)" in ran.words
    assert "loginctl" not in ran.words
    agent = user / "Library" / "LaunchAgents" / "org.kith.sync.plist"
    assert plistlib.loads(agent.read_bytes())["StartCalendarInterval"] == [{"Hour": 4, "Minute": 0}]


def test_what_systemd_finds_wrong_is_told(kith: Kith, user: Path) -> None:
    analyse = user / "bin" / "systemd-analyze"
    analyse.write_text('#!/bin/sh\necho "$3:3: Unknown key" >&2\nexit 1\n')
    analyse.chmod(0o755)
    assert "systemd says: " in kith("schedule", "--install").complaint


def test_the_line_for_cron(kith: Kith, user: Path, home: Path) -> None:
    assert kith("schedule", "--cron").out == f"0 4 * * * KITH_HOME={home} {user}/bin/kith sync --quiet\n"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--install", "--cron"], "Give either --install or --cron."),
        (["--install", "--uninstall", "--cron"], "Give either --install or --uninstall or --cron."),
        (["--without-server"], "--without-server says how to --install: give both."),
    ],
)
def test_what_cannot_be_asked_for_at_once(kith: Kith, options: list[str], complaint: str) -> None:
    ran = kith("schedule", *options)
    assert (ran.code, ran.complaint) == (2, f"kith: {complaint}")


@pytest.mark.parametrize("options", [[], ["--install"], ["--cron"]])
def test_a_cron_that_is_none_is_told_with_its_key(
    kith: Kith, options: list[str], monkeypatch: pytest.MonkeyPatch, user: Path
) -> None:
    monkeypatch.setenv("KITH_SYNC__CRON", "0 25 * * *")
    ran = kith("schedule", *options)
    assert ran.code == 1
    assert "sync.cron = '0 25 * * *' is no schedule: its hour is '25'" in ran.complaint
    assert not (user / ".config").exists()
