import os
import shutil
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from configs.errors import UserError
from configs.secrets import Secrets
from configs.settings import Settings
from configs.writing import write_source
from flows.checkup import Finding, check_up
from flows.importing import import_files
from flows.run_history import remember
from flows.run_note import RunNote, SourceOutcome, write_note
from flows.schedule import only_one
from tests.flows.books import book
from warehouse.lock import writing

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as shutil's own


def findings() -> dict[str, Finding]:
    found = list(check_up())
    return {finding.subject: finding for finding in found}


def verdicts() -> dict[str, str]:
    return {subject: finding.verdict for subject, finding in findings().items()}


def test_a_fresh_machine_is_in_order(home: Path) -> None:
    assert verdicts() == {"versions": "ok", "settings": "ok", "region": "note", "folder": "ok", "last run": "note"}
    assert not home.exists()


def test_after_an_import_all_is_well(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", range(3))], settings)
    (home / "config.toml").write_text('region = "GB"\n', encoding="utf-8")
    found = findings()
    assert set(verdicts().values()) == {"ok"}
    assert found["landing store"].message == "3 records of 1 sources"
    assert found["warehouse"].message == "3 people; all checks pass"
    assert found["last run"].message == "import, done"


def test_settings_that_cannot_be_used_are_told_and_the_rest_is_looked_at(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    import_files([book(tmp_path / "book.vcf", [1])], settings)
    (home / "config.toml").write_text("region = ", encoding="utf-8")
    found = findings()
    assert found["settings"].verdict == "wrong"
    assert "config.toml is no valid TOML" in found["settings"].message
    assert found["warehouse"].verdict == "ok"


def test_a_home_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_HOME", "~nobody-of-that-name/kith")
    assert verdicts() == {"versions": "ok", "settings": "wrong"}


def test_a_home_that_is_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kith").touch()
    monkeypatch.setenv("KITH_HOME", str(tmp_path / "kith"))
    assert findings()["folder"].verdict == "wrong"


def test_a_folder_that_others_can_look_into(home: Path) -> None:
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    folder = findings()["folder"]
    assert folder.verdict == "wrong"
    assert folder.message.endswith(f"(mode 755). Run: chmod 700 {home}")


def test_a_folder_that_cannot_be_written_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir(mode=0o700)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert findings()["folder"].message == f"{home} can't be written to. Run: chmod u+rwx {home}"


def test_little_room_is_noted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir(mode=0o700)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, 10 << 20))
    room = findings()["room"]
    assert room.verdict == "note"
    assert room.message.startswith("10 MB free. An import needs")


@pytest.mark.parametrize(
    ("note", "verdict", "message"),
    [
        (RunNote("import", "running", "2026-01-01", pid=2**22 + 1), "note", "import was interrupted; run it again"),
        (RunNote("import", "interrupted", "2026-01-01"), "note", "import was interrupted; run it again"),
        (RunNote("import", "running", "2026-01-01"), "ok", "import, running"),
        (RunNote("import", "failed", "2026-01-01", message="No room."), "wrong", "import, failed: No room."),
    ],
)
def test_the_last_run(home: Path, note: RunNote, verdict: str, message: str) -> None:
    home.mkdir(mode=0o700)
    write_note(home, note)
    found = findings()["last run"]
    assert found.verdict == verdict
    assert found.message.startswith(message)


def test_stores_that_are_rubbish_are_told_with_what_can_be_done(home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "landing.duckdb").write_bytes(b"rubbish" * 1000)
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    found = findings()
    assert found["landing store"].verdict == found["warehouse"].verdict == "wrong"
    assert "from a backup" in found["landing store"].message
    assert "delete warehouse.duckdb and import any file again" in found["warehouse"].message


def test_stores_of_another_program_are_told(home: Path) -> None:
    home.mkdir(mode=0o700)
    for name in ("landing", "warehouse"):
        with duckdb.connect(str(home / f"{name}.duckdb")) as connection:
            connection.execute("create table run (x integer)")
    found = findings()
    assert "of another program" in found["landing store"].message
    assert "Delete it and import again" in found["warehouse"].message


def test_a_folder_that_no_lock_can_be_made_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir(mode=0o700)

    def refused(*_: object, **__: object) -> None:
        raise UserError("Kith can't keep its data there: Read-only file system.")

    monkeypatch.setattr("flows.checkup.writing", refused)
    store = findings()["landing store"]
    assert (store.verdict, store.message) == ("wrong", "Kith can't keep its data there: Read-only file system.")


def test_while_another_writes_the_landing_store_is_left_alone(settings: Settings, home: Path, tmp_path: Path) -> None:
    import_files([book(tmp_path / "book.vcf", [1])], settings)
    with writing(home, purpose="a long import"):
        found = findings()
    assert found["landing store"].verdict == "note"
    assert "a long import" in found["landing store"].message
    assert found["warehouse"].verdict == "ok"


class TestSources:
    @pytest.fixture
    def home(self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A home with a source of each kind; none is signed in."""
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        home.mkdir(mode=0o700)
        self._add(home, "google", kind="google")
        self._add(home, "dav", kind="carddav", url="https://dav.example.org/", user="ada")
        self._add(home, "pass", kind="caldav", url="https://dav.example.org/", user="ada", password_command=["false"])
        self._add(home, "inbox", kind="folder", path=str(tmp_path / "inbox"))
        return home

    def _add(self, home: Path, name: str, **values: object) -> None:
        write_source(home / "config.toml", name, values)

    @pytest.fixture
    def signed_in(self, home: Path, tmp_path: Path) -> Path:
        Secrets(home).write("google", '{"scopes": []}')
        Secrets(home).write("dav", "s3cret")
        (tmp_path / "inbox").mkdir()
        return home

    def test_those_without_a_way_in(self, home: Path, tmp_path: Path) -> None:
        found = findings()
        for name, said in (
            ("google", "Not signed in yet. Run: kith connect google"),
            ("dav", "There is no password for dav yet. Give it once: kith connect dav"),
            ("inbox", f"There is no folder {tmp_path / 'inbox'}. Make it, or leave it out: kith sources remove inbox"),
        ):
            assert (found[f"source {name}"].verdict, found[f"source {name}"].message) == ("wrong", said)
        assert (found["source pass"].verdict, found["source pass"].message) == (
            "note",
            "never synced yet: kith sync pass",
        )
        assert "secrets" not in found
        assert home

    def test_a_damaged_sign_in(self, signed_in: Path) -> None:
        Secrets(signed_in).write("google", "s3cret")
        found = findings()["source google"]
        assert (found.verdict, "is damaged" in found.message, "s3cret" in found.message) == ("wrong", True, False)

    def test_a_secret_in_a_keyring_that_is_not_asked(self, signed_in: Path) -> None:
        path = next((signed_in / "secrets").glob("dav-*"))
        path.write_text('{"keyring": "kith x"}', encoding="utf-8")
        assert "KITH_KEYRING=off" in findings()["source dav"].message

    def test_how_their_last_sync_went(self, signed_in: Path) -> None:
        refused = [SourceOutcome("google", f"google_{part}", "sign_in", "Sign in again.") for part in ("a", "b")]
        for day, outcomes in (
            ("20", [SourceOutcome("google", "google_a"), SourceOutcome("dav", "carddav:dav")]),
            ("21", [*refused, SourceOutcome("pass", "caldav:pass", "unreachable")]),
        ):
            remember(signed_in, RunNote("sync", "done", f"2026-11-{day} 04:00:00+00:00", outcomes=tuple(outcomes)))
        found = {name: (one.verdict, one.message) for name, one in findings().items() if name.startswith("source")}
        assert found == {
            "source google": ("wrong", "last synced 2026-11-20 04:00 UTC. The last sync: Sign in again."),
            "source dav": ("ok", "last synced 2026-11-20 04:00 UTC"),
            "source pass": ("wrong", "never synced. The last sync: unreachable"),
            "source inbox": ("note", "never synced yet: kith sync inbox"),
        }

    def test_secrets_that_others_can_read(self, signed_in: Path) -> None:
        assert findings()["secrets"].verdict == "ok"
        path = next((signed_in / "secrets").glob("dav-*"))
        path.chmod(0o644)
        found = findings()["secrets"]
        assert found.verdict == "wrong"
        assert found.message == f"{path}: others can read it. Run: chmod -R u=rwX,go= {signed_in / 'secrets'}"

    def test_secrets_that_nobody_can_look_at(self, signed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(folder: Path, *_: object, **__: object) -> list[Path]:
            raise PermissionError(13, "Permission denied", str(folder))

        monkeypatch.setattr(Path, "glob", refused)
        found = findings()["secrets"]
        assert (found.verdict, "can't be looked into: Permission denied" in found.message) == ("wrong", True)
        assert signed_in

    def test_what_starts_the_next_sync(self, signed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert findings()["schedule"].verdict == "note"
        with only_one(signed_in):
            served = findings()["schedule"]
        assert (served.verdict, "served by `kith schedule`" in served.message) == ("ok", True)
        monkeypatch.setenv("KITH_SYNC__CRON", "0 4 31 2 *")
        broken = findings()["schedule"]
        assert (broken.verdict, "is no schedule: no such day ever comes" in broken.message) == ("wrong", True)
