"""What every test gets: a home of its own, no telemetry, patience for a busy machine, and golden files."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings

GOLDEN: Final = Path(__file__).parent / "golden"

Golden = Callable[[str, Sequence[Mapping[str, Any]]], None]

# A console takes its width from here when it is made, and keeps it: a worker of xdist is told 80.
os.environ.pop("COLUMNS", None)

# A time limit for each example would fail on a busy machine, and then only now and then.
settings.register_profile("kith", deadline=None)
settings.load_profile("kith")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files with what the tests find")


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Tests never see the address book, the settings, the keyring or the Prefect server of whoever runs them."""
    home = tmp_path_factory.mktemp("kith-home")
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith(("KITH_", "PREFECT_"))]:
            environment.delenv(name)
        environment.setenv("KITH_HOME", str(home))
        environment.setenv("KITH_KEYRING", "off")
        environment.setenv("PREFECT_HOME", str(home / "prefect"))
        environment.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        environment.setenv("DO_NOT_TRACK", "1")
        yield home


def golden_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as JSON lines, a row a line, so that a diff shows which row changed; what JSON lacks is written as text."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, rows)` compares rows with tests/golden/NAME.jsonl; with `--golden` it writes them there."""

    def compare(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        path = GOLDEN / f"{name}.jsonl"
        found = golden_text(rows)
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, encoding="utf-8")
            return
        if not path.exists():
            pytest.fail(f"{path} doesn't exist: write it with `just golden`, and read it before you commit it.")
        # JSON lines rather than texts: pytest then shows the fields that differ.
        expected = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert [json.loads(line) for line in found.splitlines()] == expected

    return compare
