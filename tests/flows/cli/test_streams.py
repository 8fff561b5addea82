"""Standard output that is closed, full, left by its reader or of an old encoding: told or borne, never a traceback."""

import errno
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import app as app_module
from flows.cli import streams
from flows.cli.console import _Console
from flows.cli.streams import flush_streams, leave_quietly, settle_streams, silence
from tests.flows.cli.conftest import Kith

KITH = str(Path(sys.executable).with_name("kith"))


class Failing(io.StringIO):
    """A stream that nothing can be written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def flush(self) -> None:
        raise self.error


@pytest.fixture
def silenced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was silenced, without silencing the tests' own output."""
    done: list[str] = []

    def leave() -> None:
        done.append("all")
        raise SystemExit(0)

    monkeypatch.setattr(streams, "silence", lambda: done.append("output"))
    monkeypatch.setattr(streams, "leave_quietly", leave)
    return done


@pytest.fixture
def kept_streams(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A test may change streams, garbage collection and what Ctrl-C does; afterwards all is as it was."""
    thresholds, interrupted = gc.get_threshold(), signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as environment:
        yield environment
    signal.signal(signal.SIGINT, interrupted)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def shell(command: str, home: Path) -> "subprocess.CompletedProcess[str]":
    """What a command line of bash prints, and its exit code; `kith` in it is Kith."""
    script = f'kith() {{ "{KITH}" "$@"; }}; {command}'
    environment = {**os.environ, "KITH_HOME": str(home)}
    return subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_closed_streams_are_replaced(kept_streams: pytest.MonkeyPatch) -> None:
    kept_streams.setattr(sys, "stdout", None)
    kept_streams.setattr(sys, "stderr", None)
    settle_streams()
    with sys.stdout, sys.stderr:
        assert sys.stdout.write("x") == sys.stderr.write("x") == 1


def test_letters_that_a_terminal_lacks_are_replaced(kept_streams: pytest.MonkeyPatch) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    kept_streams.setattr(sys, "stdout", terminal)
    settle_streams()
    terminal.write("Елена é")
    terminal.flush()
    assert terminal.detach().getvalue() == b"????? \xe9"  # type: ignore[attr-defined] # it is a BytesIO


def test_a_reader_that_has_gone_is_no_error(kept_streams: pytest.MonkeyPatch, silenced: list[str]) -> None:
    kept_streams.setattr(sys, "stdout", Failing(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    with pytest.raises(SystemExit) as ended:
        flush_streams()
    assert ended.value.code == 0
    assert silenced == ["all"]


def test_a_full_disk_is_told_at_the_end(
    kept_streams: pytest.MonkeyPatch, silenced: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kept_streams.setattr(sys, "stdout", Failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(SystemExit) as ended:
        flush_streams()
    assert ended.value.code == 1
    assert silenced == ["output"]
    assert "The answer can't be written: No space left on device." in capsys.readouterr().err


def test_silence_keeps_everything_from_being_written(tmp_path: Path, kept_streams: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        kept_streams.setattr(sys, "stdout", file)
        silence()
        file.write("never")
    assert (tmp_path / "out").read_bytes() == b""


def test_leaving_quietly_silences_both(tmp_path: Path, kept_streams: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("w") as first, (tmp_path / "err").open("w") as second:
        kept_streams.setattr(sys, "stdout", first)
        kept_streams.setattr(sys, "stderr", second)
        with pytest.raises(SystemExit):
            leave_quietly()
        second.write("never")
    assert (tmp_path / "err").read_bytes() == b""


def test_rich_leaves_quietly_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> None:
        raise SystemExit(0)

    monkeypatch.setattr("flows.cli.console.leave_quietly", leave)
    with pytest.raises(SystemExit):
        _Console().on_broken_pipe()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 1),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0),
    ],
)
def test_a_command_that_cannot_write_its_answer(
    kith: Kith, monkeypatch: pytest.MonkeyPatch, error: OSError, code: int
) -> None:
    def fail() -> None:
        raise error

    def leave() -> None:
        raise SystemExit(0)

    monkeypatch.setattr("configs.settings.load_settings", fail)
    monkeypatch.setattr(app_module, "silence", lambda: None)
    monkeypatch.setattr(app_module, "leave_quietly", leave)
    ran = kith("status")
    assert ran.code == code
    assert ("The answer can't be written: No space left on device." in ran.complaint) == bool(code)


def test_another_files_fault_is_not_taken_for_the_answers(kith: Kith, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/some/file")

    monkeypatch.setattr("configs.settings.load_settings", fail)
    with pytest.raises(OSError, match="/some/file"):
        kith("status")


def test_the_program_from_end_to_end(
    home: Path, kept_streams: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept_streams.setattr(sys, "argv", ["kith", "status"])
    with pytest.raises(SystemExit) as ended:
        app_module.main()
    assert ended.value.code == 0
    assert "There is no warehouse yet" in capsys.readouterr().out
    assert not home.exists()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("kith status >&-", 0),
        ("kith status >&- 2>&-", 0),
        ("kith query 'select 1' >/dev/full", 1),
        ("kith query -F csv 'select * from range(100_000)' >/dev/full", 1),
        ("kith status >/dev/full", 1),
        ("set -o pipefail; kith status | true", 0),
        ("set -o pipefail; kith query -F csv 'select * from range(100_000)' | head -n 1 >/dev/null", 0),
    ],
)
def test_streams_of_the_system(eight_people: Path, command: str, code: int) -> None:
    ran = shell(command, eight_people)
    assert ran.returncode == code, ran.stderr
    assert ran.stdout == ""
    told = "kith: The answer can't be written: No space left on device. Make room, or write it elsewhere.\n"
    assert ran.stderr == (told if code else "")


def test_an_old_terminal_gets_question_marks(eight_people: Path) -> None:
    ran = shell("PYTHONUTF8=0 PYTHONIOENCODING=ascii kith query \"select 'Елена' as name\"", eight_people)
    assert ran.returncode == 0, ran.stderr
    assert "?????" in ran.stdout


def test_completion_offers_commands_and_needs_no_known_shell(home: Path) -> None:
    ran = shell("_KITH_COMPLETE=complete_bash COMP_WORDS='kith im' COMP_CWORD=1 kith", home)
    assert ran.stdout.split() == ["import"]
    ran = shell("SHELL= kith --show-completion", home)
    assert "Traceback" not in ran.stderr
    assert ran.returncode in {0, 1}
