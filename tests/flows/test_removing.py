from datetime import date
from pathlib import Path

import pytest

from configs.errors import UsageError
from configs.settings import Settings
from flows.importing import ImportOptions, import_files
from flows.removing import Removed, remove_source
from flows.run_note import read_note
from flows.saying import log_together, say_cadence
from tests.flows.books import book, table
from tests.flows.looking import landing, warehouse
from tests.flows.test_publishing import calendar, event
from warehouse.sayings import CadenceSaid, Logged

MAIL = """From ben@example.org Mon Nov  2 10:00:00 2026
From: Ben Okafor <ben@example.org>
To: Ada Brandt <ada@example.org>
Date: Mon, 02 Nov 2026 10:00:00 +0000
Message-ID: <1@example.org>

Hello

"""


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


def test_what_was_said_goes_with_those_who_are_nobody_without_the_source(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    """Who was met in a calendar alone isn't kept by a mail that was never answered."""
    settings = settings.model_copy(update={"me": settings.me.model_copy(update={"emails": ("ada@example.org",)})})
    (tmp_path / "mail.mbox").write_text(MAIL)
    import_files([calendar(tmp_path / "a.ics", event()), tmp_path / "mail.mbox"], settings)
    ((ben,),) = warehouse(home, "select person_id from person_email where address = 'ben@example.org'")
    log_together(settings, Logged("me", (ben,), "a secret walk", date(2026, 11, 1)))
    say_cadence(settings, CadenceSaid("me", ben, 21))
    removed = remove_source("calendar", settings)
    assert removed.said_of == 1
    assert warehouse(home, "select * from logged") == []
    assert landing(home, "select said_id from cadence_said union all select logged_id from logged") == []
    assert landing(home, "select person_id from said_of") == []
    assert b"a secret walk" not in (home / "landing.duckdb").read_bytes()


def test_what_was_said_of_who_is_gone_already_goes_with_their_source(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    export = book(tmp_path / "book.vcf", range(3))
    import_files([export, table(tmp_path / "people.csv", range(2))], settings)
    ids = dict(warehouse(home, "select full_name, person_id from person"))
    for name in ("Jane Doe2", "Max Roe0"):
        say_cadence(settings, CadenceSaid("me", ids[name], 21))
    book(export, range(2))
    import_files([export], settings, options=ImportOptions(is_complete=True))
    assert landing(home, "select count(*) from cadence_said") == [(2,)]  # they may come back
    assert remove_source("vcard", settings).said_of == 1
    assert landing(home, "select person_id from cadence_said") == [(ids["Max Roe0"],)]
