import io

import pytest
from rich.console import Console

from flows.cli import progress_bar
from flows.cli.progress_bar import ProgressBar


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal of 80 columns is sent."""
    sent = io.StringIO()
    monkeypatch.setattr(progress_bar, "err", Console(file=sent, force_terminal=True, width=80, color_system=None))
    return sent


def test_stages_are_shown_one_by_one_and_then_taken_away(screen: io.StringIO) -> None:
    with ProgressBar(is_shown=True) as bar:
        bar.stage("Reading", 200)
        bar.advance(50)
        bar._progress.refresh()
        assert "Reading" in screen.getvalue()
        assert "25%" in screen.getvalue()
        read = len(screen.getvalue())
        bar.stage("Publishing")
        bar._progress.refresh()
        frame = screen.getvalue()[read:].rpartition("Publishing")
        assert frame[1]
        assert "%" not in frame[2]
    assert screen.getvalue().endswith("\x1b[2K")


def test_nothing_is_shown_where_nobody_looks(screen: io.StringIO) -> None:
    with ProgressBar(is_shown=False) as bar:
        bar.stage("Reading", 200)
        bar.advance(50)
    assert screen.getvalue() == ""
