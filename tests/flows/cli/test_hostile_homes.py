"""A KITH_HOME that can't be made, read or written to: each command says so, and none shows a traceback."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.flows.books import book
from tests.flows.cli.conftest import Kith

NOWHERE = "/proc/nowhere/kith"  # where nobody, root neither, can make a folder
DATABASES = ("landing.duckdb", "warehouse.duckdb")


@pytest.mark.parametrize("command", [["import", "BOOK"], ["remove", "-y", "vcard"], ["init", "--name", "Ada"]])
def test_a_home_that_cannot_be_made_is_told_by_who_writes(
    kith: Kith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("KITH_HOME", NOWHERE)
    export = str(book(tmp_path / "book.vcf", [1]))
    ran = kith(*(export if word == "BOOK" else word for word in command))
    assert (ran.code, ran.out) == (1, "")
    assert NOWHERE in ran.complaint
    assert "set KITH_HOME to another one" in ran.complaint


@pytest.mark.parametrize("command", [["status"], ["doctor"], ["inspect", "BOOK"], ["import", "--dry-run", "BOOK"]])
def test_who_only_reads_needs_no_home(
    kith: Kith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("KITH_HOME", NOWHERE)
    export = str(book(tmp_path / "book.vcf", [1]))
    ran = kith(*(export if word == "BOOK" else word for word in command))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("make", ["rubbish", "empty", "folder", "another program's", "cut off"])
@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["doctor"],
        ["rejects"],
        ["query", "from person"],
        ["person", "ada"],
        ["import", "BOOK"],
        ["remove", "-y", "vcard"],
    ],
    ids=lambda command: command[0],
)
def test_databases_that_arent_ones_are_told(
    kith: Kith, home: Path, eight_people: Path, tmp_path: Path, make: str, command: list[str]
) -> None:
    shutil.copytree(eight_people, home)
    for name in DATABASES:
        _make(home / name, make)
    export = str(book(tmp_path / "book.vcf", [1]))
    ran = kith(*(export if word == "BOOK" else word for word in command))
    assert ran.code == 1
    said = ran.complaint or ran.words
    assert any(name in said for name in DATABASES)
    assert "Traceback" not in said


def _make(path: Path, what: str) -> None:
    content = path.read_bytes()
    path.unlink()
    match what:
        case "rubbish":
            path.write_bytes(b"rubbish" * 1_000)
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
        case "cut off":
            path.write_bytes(content[: len(content) // 3])
        case _:
            with duckdb.connect(str(path)) as connection:
                connection.execute("create table run (x integer)")


@pytest.mark.parametrize("content", [b"region = ", b'region = "XX"', b"me = 3", b"a = \xff", b"[me]\nnmae = 1", b"\0"])
@pytest.mark.parametrize("command", [["status"], ["doctor"], ["inspect", "BOOK"], ["init", "--name", "Ada"]])
def test_settings_that_make_no_sense_are_told(
    kith: Kith, home: Path, tmp_path: Path, content: bytes, command: list[str]
) -> None:
    home.mkdir(mode=0o700)
    (home / "config.toml").write_bytes(content)
    export = str(book(tmp_path / "book.vcf", [1]))
    ran = kith(*(export if word == "BOOK" else word for word in command))
    assert ran.code == 1
    assert "config.toml" in (ran.complaint or ran.words)
    assert (home / "config.toml").read_bytes() == content
