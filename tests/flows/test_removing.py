from pathlib import Path

import pytest

from configs.errors import UsageError
from configs.settings import Settings
from flows.importing import ImportOptions, import_files
from flows.removing import Removed, remove_source
from flows.run_note import read_note
from tests.flows.books import book, table
from tests.flows.looking import landing, warehouse


def test_a_source_is_forgotten_with_its_history(settings: Settings, home: Path, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(4), note="secret-remark")
    import_files([export, table(tmp_path / "people.csv", range(3))], settings)
    book(export, range(3), given="Janet")
    import_files([export], settings, options=ImportOptions(is_complete=True))
    assert remove_source("vcard", settings) == Removed(records=4, people=3)
    assert warehouse(home, "select distinct source from source_record") == [("generic_csv",)]
    assert landing(home, "select count(*) from raw_contact where source = 'vcard'") == [(0,)]
    for database in home.glob("*.duckdb"):
        assert b"secret-remark" not in database.read_bytes()
    note = read_note(home)
    assert note is not None
    assert (note.command, note.state) == ("remove vcard", "done")


def test_removed_sources_can_come_back(settings: Settings, home: Path, tmp_path: Path) -> None:
    export = book(tmp_path / "book.vcf", range(4))
    import_files([export], settings)
    assert remove_source("vcard", settings) == Removed(records=4, people=0)
    assert import_files([export], settings).total.loaded == 4
    assert warehouse(home, "select count(*) from person") == [(4,)]


def test_a_source_that_isnt_there_is_told_with_those_there_are(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(2))], settings)
    with pytest.raises(UsageError, match=r"no source 'vcards'\. Known sources: vcard\."):
        remove_source("vcards", settings)
    assert warehouse(home, "select count(*) from person") == [(2,)]
