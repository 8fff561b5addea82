import plistlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from configs.errors import UserError
from configs.settings import Settings, load_settings
from flows.installing import cron_lines, install, installed, uninstall, what_is_started

RELOAD = "systemctl --user daemon-reload"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home on a Linux with systemd that has Kith installed."""
    (tmp_path / "bin").mkdir()
    for name in ("kith", "systemctl"):
        (tmp_path / "bin" / name).touch(mode=0o755)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "bin" / "kith"), "schedule"])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("KITH_KEYRING", raising=False)
    return tmp_path


@pytest.fixture
def units(user: Path) -> Path:
    return user / ".config" / "systemd" / "user"


@pytest.fixture
def agents(user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same user's agents on a macOS."""
    monkeypatch.setattr(sys, "platform", "darwin")
    return user / "Library" / "LaunchAgents"


def test_the_served_schedule_is_installed(settings: Settings, user: Path, units: Path) -> None:
    change = install(settings, is_served=True)
    assert change.paths == (units / "kith-schedule.service",) == installed()
    assert change.commands == (RELOAD, "systemctl --user enable --now kith-schedule.service")
    text = change.paths[0].read_text()
    assert f'ExecStart="{user}/bin/kith" schedule' in text
    assert f'Environment="KITH_HOME={settings.home}"' in text


def test_installed_again_it_is_restarted(settings: Settings, units: Path) -> None:
    install(settings, is_served=True)
    assert install(settings, is_served=True).commands[-1] == "systemctl --user restart kith-schedule.service"
    assert installed() == (units / "kith-schedule.service",)


def test_one_way_takes_the_place_of_the_other(settings: Settings, units: Path) -> None:
    install(settings, is_served=True)
    change = install(settings, is_served=False)
    assert installed() == change.paths == (units / "kith-sync.service", units / "kith-sync.timer")
    assert change.commands == (
        "systemctl --user disable --now kith-schedule.service",
        RELOAD,
        "systemctl --user enable --now kith-sync.timer",
    )
    assert "OnCalendar=*-*-* 04:00:00 Europe/Berlin" in change.paths[1].read_text()
    assert install(settings, is_served=True).commands[0] == "systemctl --user disable --now kith-sync.timer"


def test_it_is_taken_away_again(settings: Settings, units: Path) -> None:
    assert uninstall().paths == ()
    install(settings, is_served=False)
    change = uninstall()
    assert change.paths == (units / "kith-sync.service", units / "kith-sync.timer")
    assert change.commands == ("systemctl --user disable --now kith-sync.timer",)
    assert installed() == ()


def test_the_environment_that_is_needed_at_night_goes_along(
    settings: Settings, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user / "elsewhere"))
    (path,) = install(settings, is_served=True).paths
    assert path == user / "elsewhere" / "systemd" / "user" / "kith-schedule.service"
    assert 'Environment="KITH_KEYRING=off"' in path.read_text()


def test_launchd_serves_it(settings: Settings, user: Path, agents: Path) -> None:
    change = install(settings, is_served=True)
    assert change.paths == (agents / "org.kith.schedule.plist",) == installed()
    assert change.commands == (f"launchctl bootstrap gui/$(id -u) {agents}/org.kith.schedule.plist",)
    held = plistlib.loads(change.paths[0].read_bytes())
    assert held["ProgramArguments"] == [f"{user}/bin/kith", "schedule"]
    assert stat.S_IMODE((settings.home / "logs").stat().st_mode) == 0o700


def test_launchd_syncs_at_its_times(settings: Settings, agents: Path) -> None:
    install(settings, is_served=True)
    change = install(settings, is_served=False)
    assert installed() == (agents / "org.kith.sync.plist",)
    assert change.commands[0] == "launchctl bootout gui/$(id -u)/org.kith.schedule"
    assert plistlib.loads(change.paths[0].read_bytes())["StartCalendarInterval"] == [{"Hour": 4, "Minute": 0}]
    again = install(settings, is_served=False)
    assert again.commands[0] == "launchctl bootout gui/$(id -u)/org.kith.sync"
    assert uninstall().commands == ("launchctl bootout gui/$(id -u)/org.kith.sync",)


@pytest.mark.usefixtures("user")
def test_where_there_is_no_systemd_cron_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match=r"no systemd here that could start it\. `kith schedule --cron`"):
        install(settings, is_served=True)
    assert installed() == ()


@pytest.mark.usefixtures("user")
def test_the_line_for_cron(settings: Settings, monkeypatch: pytest.MonkeyPatch, user: Path) -> None:
    line = f"0 4 * * * KITH_HOME={settings.home} {user}/bin/kith sync --quiet"
    assert cron_lines(settings) == [line]
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    remark, same = cron_lines(settings.model_copy(update={"time_zone": "Europe/Berlin"}))
    assert remark.startswith("# Cron goes by this machine's clock (Asia/Tokyo), though your time zone is Europe/Berlin")
    assert same == line


def test_a_cron_that_is_none_is_told_with_its_key(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_SYNC__CRON", "every night")
    with pytest.raises(UserError, match=r"sync\.cron = 'every night' is no schedule"):
        install(load_settings(), is_served=False)
    assert not (user / ".config").exists()


def test_a_folder_that_cannot_be_written_to_is_told(settings: Settings, user: Path) -> None:
    (user / ".config").write_text("a file in its place")
    with pytest.raises(UserError, match=r"kith-schedule\.service can't be written: Not a directory"):
        install(settings, is_served=True)


def test_what_cannot_be_deleted_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch, units: Path) -> None:
    install(settings, is_served=True)

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(UserError, match=r"kith-schedule\.service can't be deleted: Permission denied"):
        uninstall()
    assert units.exists()


def test_kith_is_found_beside_python_where_it_was_started_otherwise(
    settings: Settings, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setattr(sys, "executable", str(user / "bin" / "python"))
    assert what_is_started(settings).kith == f"{user}/bin/kith"
    (user / "bin" / "kith").unlink()
    with pytest.raises(UserError, match="Install Kith"):
        what_is_started(settings)


@pytest.mark.parametrize("failure", [OSError("no"), subprocess.TimeoutExpired("x", 1)])
def test_what_systemd_says_of_a_unit_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, units: Path, user: Path, failure: Exception
) -> None:
    (user / "bin" / "systemd-analyze").touch(mode=0o755)
    said = f"{units}/kith-schedule.service:3: Unknown key\nFailed to lookup RuntimeDirectory path\n"

    def answer(*_: object, **__: object) -> object:
        return subprocess.CompletedProcess([], 1, "", said)

    def fail(*_: object, **__: object) -> object:
        raise failure

    monkeypatch.setattr(subprocess, "run", answer)
    assert install(settings, is_served=True).complaints == (f"{units}/kith-schedule.service:3: Unknown key",)
    monkeypatch.setattr(subprocess, "run", fail)
    assert install(settings, is_served=True).complaints == ()
