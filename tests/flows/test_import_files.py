"""The Prefect flow, on a real server of its own on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from configs.errors import UserError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Prefect's own warnings are not this project's
]

SAMPLES = Path(__file__).parents[1] / "samples" / "address-book"
START_SECONDS = 180


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "PREFECT_HOME": str(home)}, stdout=log, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}/api"
    try:
        _wait(url, process, home / "server.log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    pytest.fail(f"the Prefect server didn't start:\n{log.read_text()[-2000:]}")


def _filtered(url: str, what: str) -> list[dict[str, object]]:
    answer = httpx.post(f"{url}/{what}/filter", json={}, timeout=30)
    answer.raise_for_status()
    rows: list[dict[str, object]] = answer.json()
    return rows


def test_the_flow_imports_on_a_real_server_and_leaves_counts_only(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

    from flows.import_files import import_files

    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    with temporary_settings(updates={PREFECT_API_URL: server, PREFECT_LOGGING_TO_API_ENABLED: False}):
        first = import_files([str(SAMPLES)])
        again = import_files([str(SAMPLES)])

    assert first["vcard"]["loaded"] > 0
    assert again["vcard"]["loaded"] == 0
    assert again["vcard"]["unchanged"] == first["vcard"]["loaded"]
    assert (tmp_path / "home" / "warehouse.duckdb").exists()
    runs = _filtered(server, "flow_runs")
    assert {run["state_type"] for run in runs} == {"COMPLETED"}
    assert all(str(run["name"]).startswith("import ") for run in runs)
    tasks = {str(task["name"]).rpartition("-")[0] for task in _filtered(server, "task_runs")}
    assert {"land vcard", "land linkedin", "publish the warehouse"} <= tasks
    artifacts = _filtered(server, "artifacts")
    assert {artifact["key"] for artifact in artifacts} == {"import-counts", "warehouse-rows"}
    kept = f"{artifacts} {runs}"
    assert "vcard" in kept
    for name in ("Brandt", "Ada", "example.org", "+44"):
        assert name not in kept


def test_the_flow_fails_with_the_message_of_a_user_error(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

    from flows.import_files import import_files

    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    once = import_files.with_options(retries=0)
    with (
        temporary_settings(updates={PREFECT_API_URL: server, PREFECT_LOGGING_TO_API_ENABLED: False}),
        pytest.raises(UserError, match="nowhere"),
    ):
        once([str(tmp_path / "nowhere.vcf")])
