"""The golden files' own fixture: it compares, it rewrites when asked, and it never passes for want of a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROWS: list[dict[str, Any]] = [{"name": "山田 花子", "born_on": date(1986, 4, 21)}, {"name": "Ada", "born_on": None}]


@pytest.fixture
def folder(golden: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for golden files that is not the real one."""
    monkeypatch.setitem(golden.__globals__, "GOLDEN", tmp_path / "golden")
    return tmp_path / "golden"


@pytest.fixture
def rewritten(
    golden: Callable[..., None], folder: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """That folder, after a run with `--golden`."""
    with monkeypatch.context() as asked:
        asked.setattr(pytestconfig.option, "golden", True)
        golden("people", ROWS)
    monkeypatch.setattr(pytestconfig.option, "golden", False)
    return folder


def test_a_golden_file_has_a_row_a_line_and_keeps_its_letters(rewritten: Path) -> None:
    text = (rewritten / "people.jsonl").read_text(encoding="utf-8")
    assert text == '{"name": "山田 花子", "born_on": "1986-04-21"}\n{"name": "Ada", "born_on": null}\n'


@pytest.mark.usefixtures("rewritten")
def test_equal_rows_pass(golden: Callable[..., None]) -> None:
    golden("people", ROWS)


@pytest.mark.usefixtures("rewritten")
@pytest.mark.parametrize("rows", [ROWS[:1], [*ROWS, *ROWS], ROWS[::-1], [{**ROWS[0], "name": "Hana"}, ROWS[1]]])
def test_other_rows_fail(golden: Callable[..., None], rows: list[dict[str, Any]]) -> None:
    with pytest.raises(AssertionError):
        golden("people", rows)


@pytest.mark.usefixtures("folder")
def test_a_missing_file_fails_and_says_what_to_do(
    golden: Callable[..., None], pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytestconfig.option, "golden", False)
    with pytest.raises(pytest.fail.Exception, match="just golden"):
        golden("people", ROWS)
