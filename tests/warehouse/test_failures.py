from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from warehouse.failures import disk_failures
from warehouse.landing import FILE_NAME, LandingStore


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        duckdb.IOException("IO Error: could not open"),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to offload"),
        duckdb.TransactionException('Failed to commit: Could not write file "x": File too large'),
        duckdb.FatalException("FATAL Error: Failed to create checkpoint because of error: Could not write file"),
    ],
)
def test_what_the_disk_refuses_is_told_in_one_line(error: Exception) -> None:
    with (
        pytest.raises(UserError, match=r"^/kith/x can't be written: .*make room on the disk") as told,
        disk_failures(Path("/kith/x")),
    ):
        raise error
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("error", [duckdb.CatalogException("no table"), ZeroDivisionError(), UserError("already told")])
def test_every_other_error_passes(error: Exception) -> None:
    with pytest.raises(type(error)), disk_failures(Path("x")):
        raise error


def test_an_error_that_says_nothing_is_named() -> None:
    with pytest.raises(UserError, match="OSError"), disk_failures(Path("x")):
        raise OSError


def test_another_programs_database_is_told(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / FILE_NAME)) as connection:
        connection.execute("create table run (x integer)")
    with pytest.raises(UserError, match=r"another program .*Move it away"), LandingStore.open(tmp_path):
        pass
