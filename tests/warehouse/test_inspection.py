"""What `kith doctor` says of the two files."""

from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from tests.warehouse.books import book_frames
from tests.warehouse.cards import card, land
from warehouse import landing, publish
from warehouse.inspection import check_landing, check_warehouse
from warehouse.landing import LandingStore


def test_nothing_yet(tmp_path: Path) -> None:
    assert check_landing(tmp_path) == "nothing was landed yet"
    assert check_warehouse(tmp_path) == "nothing was published yet"
    assert list(tmp_path.iterdir()) == []


def test_what_is_landed_is_counted(tmp_path: Path) -> None:
    with LandingStore.open(tmp_path) as store:
        land(store, *(card(str(number)) for number in range(3)))
    assert check_landing(tmp_path) == "3 records of 1 sources"


def test_a_damaged_landing_store_is_told(tmp_path: Path) -> None:
    with LandingStore.open(tmp_path):
        pass
    with duckdb.connect(str(tmp_path / landing.FILE_NAME)) as connection:
        connection.execute("drop table raw_contact cascade")
    with pytest.raises(UserError, match=r"landing.duckdb is damaged \(.*\)\. Restore it from a backup"):
        check_landing(tmp_path)


def test_what_is_published_is_counted_and_checked(tmp_path: Path) -> None:
    path = publish.publish(tmp_path, book_frames(), fingerprint="x").path
    assert check_warehouse(tmp_path) == "6 people; all checks pass"
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into person from person limit 1")
    with pytest.raises(UserError, match=r"isn't right \(.*person_is_unique.*\)\. Delete it and import again"):
        check_warehouse(tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table person")
    with pytest.raises(UserError, match=r"isn't right .*Delete it and import again: it is built anew"):
        check_warehouse(tmp_path)
