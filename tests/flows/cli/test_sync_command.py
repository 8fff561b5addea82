"""`kith sync`: what is new at each source, and what is said where one fails."""

import json
import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from configs.errors import SignInError, UserError
from flows.run_note import read_note
from flows.source_parts import Part
from tests.flows.books import book
from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents
from tests.flows.servers import Server, part, server
from warehouse.lock import writing
from warehouse.merging import Source

Serve = Callable[..., None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """`serve(part, …)` has a sync pull these parts, those of the names that are asked for."""

    def served(*parts: Part) -> None:
        @contextmanager
        def chosen(_settings: Any, names: Any = ()) -> Any:  # noqa: ANN401 - as the real one
            yield tuple(one for one in parts if not names or one.name in names)

        monkeypatch.setattr("flows.syncing.source_parts", chosen)
        monkeypatch.setattr("flows.syncing.chosen_sources", lambda _settings, names: dict.fromkeys(names))

    return served


def test_without_a_source_it_says_how_to_add_one(kith: Kith, home: Path) -> None:
    ran = kith("sync")
    assert ran.code == 2
    assert "There is no source to sync yet. Add one: kith connect google" in ran.complaint
    assert not home.exists()


def test_a_source_that_there_is_not_is_named_with_those_there_are(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    kith("sources", "add", "folder", tmp_path / "exports", "--name", "inbox")
    ran = kith("sync", "inbx")
    assert ran.code == 2
    assert "There is no source 'inbx'. Those there are: inbox (`kith sources list`)." in ran.complaint


def test_it_says_what_was_new_and_what_came_of_it(kith: Kith, serve: Serve) -> None:
    serve(part(server(range(3))), part(server(range(3, 5)), "work"))
    ran = kith("sync")
    assert (ran.code, ran.err) == (0, "")
    assert "Google Contacts 3 3 · · · Google Contacts 2 2 · · · (google_contacts:work)" in ran.words
    assert "Total 5 5 · · ·" in ran.words
    assert "5 people from 5 records" in ran.words


def test_nothing_changed_is_not_published(kith: Kith, home: Path, serve: Serve) -> None:
    serve(part(server(range(3))))
    kith("sync", "--quiet")
    before = contents(home)["warehouse.duckdb"]
    ran = kith("sync")
    assert ran.code == 0
    assert "Nothing has changed: the warehouse is as it was." in ran.words
    assert contents(home)["warehouse.duckdb"] == before


def test_one_that_fails_stops_no_other_and_is_told(kith: Kith, serve: Serve) -> None:
    serve(part(server([], SignInError("Sign in again: kith connect google"))), part(server(range(2)), "work"))
    ran = kith("sync")
    assert ran.code == 1
    assert ran.complaint == "kith: Google Contacts: Sign in again: kith connect google"
    assert "2 people from 2 records" in ran.words
    status = kith("status").words
    assert "failed" in status


def test_one_that_is_interrupted_while_sources_are_opened_leaves_a_trace(
    kith: Kith, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    serve(part(server(range(2))))
    monkeypatch.setattr("flows.syncing.source_parts", pressed)
    assert kith("sync").code == 130
    assert "Last run: sync, interrupted at" in kith("status").words
    assert "interrupted" in kith("status", "--runs").words


def test_parts_that_fail_alike_are_told_once(kith: Kith, home: Path, serve: Serve) -> None:
    revoked = SignInError("It is taken no more: kith connect google")
    other = replace(part(server([], revoked)), source=Source("google_calendar"), title="Google Calendar")
    serve(part(server([], revoked)), other)
    assert kith("sync", "--quiet").complaint == "kith: google: It is taken no more: kith connect google"
    note = read_note(home)
    assert note is not None
    assert note.message == "google: It is taken no more: kith connect google"


def test_quiet_prints_failures_only(kith: Kith, serve: Serve) -> None:
    serve(part(server([], SignInError("It is taken no more: kith connect google"))), part(server(range(2)), "work"))
    ran = kith("sync", "--quiet")
    assert (ran.code, ran.out, ran.complaint) == (
        1,
        "",
        "kith: Google Contacts: It is taken no more: kith connect google",
    )


def _lossy(kith: Kith, serve: Serve) -> Server:
    held = server(range(4))
    serve(part(held))
    kith("sync", "--quiet")
    held.held.clear()
    return held


def test_a_great_loss_is_held_back(kith: Kith, serve: Serve) -> None:
    _lossy(kith, serve)
    ran = kith("sync")
    assert ran.code == 1
    assert "it would lose 4 of its 4 records, so it was left as it was" in ran.complaint
    assert "kith sync google --allow-loss" in ran.complaint
    assert "Google Contacts failed" in ran.words
    assert "Nothing has changed" not in ran.words


def test_a_great_loss_goes_through_where_it_is_said(kith: Kith, serve: Serve) -> None:
    _lossy(kith, serve)
    ran = kith("sync", "google", "--allow-loss")
    assert ran.code == 0
    assert "0 people from 0 records" in ran.words


def test_allowing_every_loss_at_once_is_refused(kith: Kith, serve: Serve) -> None:
    serve(part(server(range(4))))
    ran = kith("sync", "--allow-loss")
    assert ran.code == 2
    assert "--allow-loss is said of a source: kith sync SOURCE --allow-loss" in ran.complaint


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_a_person_is_asked(kith: Kith, serve: Serve, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    _lossy(kith, serve)
    monkeypatch.setattr("flows.cli.sync_command._is_watched", lambda: True)
    ran = kith("sync", stdin=answer)
    assert ran.code == code
    assert "google_contacts would lose records. Are they really gone there?" in ran.words
    assert ("0 people from 0 records" in ran.words) == (code == 0)


def test_full_reads_everything(kith: Kith, serve: Serve) -> None:
    held = server(range(2))
    serve(part(held))
    kith("sync", "--quiet")
    kith("sync", "--quiet", "--full")
    assert held.pulls == [None, None]


def test_a_source_may_be_called_as_the_warehouse_does(kith: Kith, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    kith("sources", "add", "folder", tmp_path / "exports", "--name", "inbox")
    kith("sources", "add", "google")
    kith("sources", "add", "caldav", "https://dav.example.org/", "--user", "ada", "--owner", "ben")
    for key, name in {"vcard:inbox": "inbox", "google_calendar": "google", "caldav@ben": "caldav"}.items():
        ran = kith("sync", key)
        assert ran.code == 2
        assert f"{key} is what {name} gives: kith sync {name}" in ran.complaint


def test_what_was_forgotten_of_a_folder_is_read_again(kith: Kith, tmp_path: Path) -> None:
    path = book(tmp_path / "exports" / "book.vcf", range(3))
    os.utime(path, (0, 0))
    kith("sources", "add", "folder", tmp_path / "exports", "--name", "inbox")
    kith("sync", "--quiet")
    assert kith("sync").words == "Nothing new from 1 source."
    refused = kith("remove", "inbox", "--yes")
    assert refused.code == 2
    assert "What inbox gives is known by other names:" in refused.complaint
    removed = kith("remove", "vcard:inbox", "--yes").words
    assert "It is synced still: the next `kith sync` reads it again. To stop that: kith sources remove inbox" in removed
    assert "vCard (vcard:inbox) 3 3" in kith("sync").words
    unknown = kith("remove", "nobody", "--yes").complaint
    assert unknown.endswith("There is no source 'nobody'. Known sources: vcard:inbox.")


def test_another_process_that_writes_is_named(kith: Kith, home: Path, serve: Serve) -> None:
    serve(part(server(range(2))))
    with writing(home, purpose="kith sync"):
        ran = kith("sync")
    assert ran.code == 75
    assert "`kith sync` (process" in ran.complaint


def test_a_watched_folder_is_synced(kith: Kith, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    book(exports / "book.vcf", range(3))
    assert kith("sources", "add", "folder", exports).code == 0
    ran = kith("sync")
    assert "vCard (vcard:folder) 3 3" in ran.words
    assert "3 people from 3 records" in ran.words


def told_by(tmp_path: Path, home: Path) -> Path:
    """Have a command told of each sync; returns the file in which it keeps what it is told."""
    told, program = tmp_path / "told", tmp_path / "tell.sh"
    program.write_text(f"#!/bin/sh\ncat >> {told}\necho >> {told}\n")
    program.chmod(0o700)
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(f'[notify]\ncommand = ["{program}"]\n')
    return told


def test_whom_the_settings_name_is_told_counts(kith: Kith, home: Path, serve: Serve, tmp_path: Path) -> None:
    told = told_by(tmp_path, home)
    serve(part(server(range(2))), part(server([], SignInError("Sign in as ada@example.org.")), "work"))
    kith("sync", "--quiet")
    serve(part(server(range(2))))
    kith("sync", "--quiet")
    (line,) = told.read_text().splitlines()
    notice = json.loads(line)
    assert (notice["state"], notice["people"], notice["records_loaded"]) == ("failed", 2, 2)
    assert notice["failures"] == {"google_contacts:work": "sign_in"}
    assert "ada@" not in line


def test_a_sync_that_comes_to_nothing_is_told_too(
    kith: Kith, home: Path, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever it is given
        raise UserError("There is no room on the disk.")

    told = told_by(tmp_path, home)
    serve(part(server(range(2))))
    monkeypatch.setattr("flows.syncing.publish_people", full)
    ran = kith("sync", "--quiet")
    assert (ran.code, ran.complaint) == (1, "kith: There is no room on the disk.")
    assert json.loads(told.read_text())["failures"] == {"sync": "error"}


def test_that_nobody_could_be_told_is_said_and_is_no_failure(kith: Kith, home: Path, serve: Serve) -> None:
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text('[notify]\ncommand = ["/nowhere/tell"]\n')
    serve(part(server(range(2))))
    ran = kith("sync", "--quiet")
    assert ran.code == 0
    assert "notify.command (/nowhere/tell) was not told of the sync" in ran.complaint
