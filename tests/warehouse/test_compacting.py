from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from connectors.base import Batch
from connectors.records import RawContact
from warehouse import compacting
from warehouse.compacting import compact_landing
from warehouse.landing import FILE_NAME, LandingStore
from warehouse.merging import Source


def landed(home: Path) -> None:
    """Two sources, of which one is removed again."""
    with LandingStore.open(home) as store:
        run = store.begin_run("test")
        for name, note in (("kept", "kept-remark"), ("removed", "secret-remark")):
            contacts = tuple(RawContact(f"{name}{n}", "book.vcf", n, note=f"{note} {n}") for n in range(1, 50))
            store.land(run, Source("vcard", name=name), [Batch(contacts=contacts)])
        store.remove("vcard:removed")


@pytest.mark.parametrize("folder", ["kith", 'it\'s a "home"'])
def test_what_was_deleted_is_gone_from_the_disk_and_all_else_stays(tmp_path: Path, folder: str) -> None:
    home = tmp_path / folder
    landed(home)
    with LandingStore.open(home) as store:
        before = store.raw_contacts()
    compact_landing(home)
    assert b"secret-remark" not in (home / FILE_NAME).read_bytes()
    assert [path.name for path in home.iterdir()] == [FILE_NAME]
    assert (home / FILE_NAME).stat().st_mode & 0o077 == 0
    with LandingStore.open(home) as store:
        assert store.raw_contacts().equals(before)
        assert store.begin_run("test").run_id == 2
    with duckdb.connect(str(home / FILE_NAME)) as connection:
        rows = connection.execute("select comment from duckdb_tables() where table_name = 'raw_contact'").fetchall()
    assert rows[0][0].startswith("One row per version")


def test_a_copy_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landed(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()

    def full(_path: Path, building: Path) -> None:
        building.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compacting, "_copy", full)
    with pytest.raises(UserError, match="No space left"):
        compact_landing(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert (tmp_path / FILE_NAME).read_bytes() == before
