"""The Prefect flow, on a real server of its own on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from configs.errors import UserError
from tests.flows.prefect_servers import PrefectServer, prefect_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Prefect's own warnings are not this project's
]

SAMPLES = Path(__file__).parents[1] / "samples" / "address-book"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as running:
        yield running


def test_the_flow_imports_on_a_real_server_and_leaves_counts_only(
    server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

    from flows.import_files import import_files

    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    with temporary_settings(updates={PREFECT_API_URL: server.url, PREFECT_LOGGING_TO_API_ENABLED: False}):
        first = import_files([str(SAMPLES)])
        again = import_files([str(SAMPLES)])

    assert first["vcard"]["loaded"] > 0
    assert again["vcard"]["loaded"] == 0
    assert again["vcard"]["unchanged"] == first["vcard"]["loaded"]
    assert (tmp_path / "home" / "warehouse.duckdb").exists()
    runs = server.holds("flow_runs")
    assert {run["state_type"] for run in runs} == {"COMPLETED"}
    assert all(str(run["name"]).startswith("import ") for run in runs)
    tasks = {str(task["name"]).rpartition("-")[0] for task in server.holds("task_runs")}
    assert {"land vcard", "land linkedin", "publish the warehouse"} <= tasks
    artifacts = server.holds("artifacts")
    assert {artifact["key"] for artifact in artifacts} == {"import-counts", "warehouse-rows"}
    kept = f"{artifacts} {runs}"
    assert "vcard" in kept
    for name in ("Brandt", "Ada", "example.org", "+44"):
        assert name not in kept


def test_the_flow_fails_with_the_message_of_a_user_error(
    server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

    from flows.import_files import import_files

    monkeypatch.setenv("KITH_HOME", str(tmp_path / "home"))
    once = import_files.with_options(retries=0)
    with (
        temporary_settings(updates={PREFECT_API_URL: server.url, PREFECT_LOGGING_TO_API_ENABLED: False}),
        pytest.raises(UserError, match="nowhere"),
    ):
        once([str(tmp_path / "nowhere.vcf")])
