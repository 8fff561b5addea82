"""`kith sources`: what is synced is written into the settings file, and tried without landing anything."""

import tomllib
from pathlib import Path

import pytest

from tests.flows.books import book
from tests.flows.cli.conftest import Kith


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder for exports, beside Kith's."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def written(home: Path) -> object:
    return tomllib.loads((home / "config.toml").read_text(encoding="utf-8"))["sources"]


def test_a_folder_is_added(kith: Kith, home: Path, exports: Path) -> None:
    ran = kith("sources", "add", "folder", exports, "--name", "inbox", "--owner", "ada")
    assert ran.code == 0
    assert ran.words == "inbox is a source from now on. Next: kith sync inbox"
    assert written(home) == {"inbox": {"kind": "folder", "owner": "ada", "path": str(exports)}}


def test_a_server_is_added_and_its_password_stands_nowhere(kith: Kith, home: Path) -> None:
    ran = kith("sources", "add", "carddav", "https://dav.example.org/", "--user", "ada", "--only", "Friends")
    assert ran.words == "carddav is a source from now on. Next, give its password: kith connect carddav"
    expected = {"kind": "carddav", "user": "ada", "url": "https://dav.example.org/", "collections": ["Friends"]}
    assert written(home) == {"carddav": expected}


def test_a_command_that_prints_the_password_is_split_into_words(kith: Kith, home: Path) -> None:
    command = "pass show 'my dav'"
    ran = kith("sources", "add", "caldav", "https://dav.example.org/", "--user", "ada", "--password-command", command)
    assert ran.words == "caldav is a source from now on. Next: kith sync caldav"
    sources = written(home)
    assert isinstance(sources, dict)
    assert sources["caldav"]["password_command"] == ["pass", "show", "my dav"]


@pytest.mark.parametrize(
    ("kind", "start"), [("carddav", "https://contacts.icloud.com"), ("caldav", "https://caldav.icloud.com")]
)
def test_a_well_known_server_goes_by_its_name(kith: Kith, home: Path, kind: str, start: str) -> None:
    kith("sources", "add", kind, "icloud", "--user", "ada@example.org")
    sources = written(home)
    assert isinstance(sources, dict)
    assert sources[kind]["url"].startswith(start)


def test_google_is_added_and_signed_in_next(kith: Kith, home: Path) -> None:
    ran = kith("sources", "add", "google", "--name", "work", "--only", "primary")
    assert ran.words == "work is a source from now on. Next, sign in: kith connect google work"
    assert written(home) == {"work": {"kind": "google", "calendars": ["primary"]}}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["carrier-pigeon"],
            "There is no kind of source 'carrier-pigeon'. Those there are: google, carddav, caldav, folder.",
        ),
        (["folder"], "Which folder? kith sources add folder PATH"),
        (["folder", "/nowhere/at/all"], "There is no folder /nowhere/at/all. Make it first, or name another one."),
        (["foldr", "/nowhere"], "Do you mean folder?"),
        (["carddav", "https://dav.example.org/"], "who signs in there is missing (--user NAME)"),
        (["carddav", "https://dav.example.org/", "--user", ""], "user = ''"),
        (["carddav", "--user", "ada"], "kith sources add KIND ADDRESS"),
        (
            ["carddav", "https://a:secret@dav.example.org/", "--user", "a"],
            "url = 'https://dav.example.org/…': leave name",
        ),
        (["carddav", "http://dav.example.org/", "--user", "a"], "it would be asked without encryption"),
        (["carddav", "icluod", "--user", "a"], "'icluod' is no provider that Kith knows (icloud, fastmail"),
        (["google", "work"], "a google source takes no address. To give it a name: --name work"),
        (["google", "--name", "my work"], "'my work' can't be a source's name"),
        (["google", "--owner", "a b"], "owner = 'a b'"),
    ],
)
def test_what_can_not_be_is_said(kith: Kith, home: Path, arguments: list[str], complaint: str) -> None:
    ran = kith("sources", "add", *arguments)
    assert ran.code == 2
    assert complaint in ran.complaint
    assert not (home / "config.toml").exists()


def test_a_name_is_given_once(kith: Kith, exports: Path) -> None:
    kith("sources", "add", "folder", exports)
    ran = kith("sources", "add", "folder", exports)
    assert ran.code == 2
    assert "There is a source 'folder' already. Give this one another name: --name NAME" in ran.complaint


def test_kiths_own_folder_is_not_watched(kith: Kith, home: Path) -> None:
    (home / "cache").mkdir(parents=True)
    for folder in (home, home / "cache", home.parent):
        ran = kith("sources", "add", "folder", folder)
        assert ran.code == 2
        assert "can't be watched: Kith's own data is in" in ran.complaint
    (home / "config.toml").write_text(f'[sources.own]\nkind = "folder"\npath = "{home.parent}"\n')
    assert kith("sources", "test").code == 1
    assert "can't be watched" in kith("sync").complaint


def test_the_same_place_is_a_source_once(kith: Kith, exports: Path) -> None:
    server = ("https://dav.example.org/", "--user", "ada")
    kith("sources", "add", "folder", exports)
    kith("sources", "add", "carddav", *server)
    for arguments in (["folder", exports], ["carddav", *server]):
        ran = kith("sources", "add", *arguments, "--name", "again")
        assert ran.code == 2
        assert f"That is a source already, '{arguments[0]}'" in ran.complaint
    assert kith("sources", "add", "caldav", *server).code == 0
    assert kith("sources", "add", "carddav", *server, "--only", "Friends", "--name", "friends").code == 0


def test_they_are_listed(kith: Kith, exports: Path) -> None:
    assert kith("sources", "list").words.startswith("There is no source yet. Add one")
    kith("sources", "add", "folder", exports)
    kith("sources", "add", "google", "--owner", "ben")
    kith("sources", "add", "carddav", "https://dav.example.org/", "--user", "ada")
    words = kith("sources", "list").words
    assert "google google the account that signed in ben" in words
    assert "carddav carddav https://dav.example.org/ (ada) me" in words


def test_they_are_tried_and_nothing_is_landed(kith: Kith, home: Path, exports: Path) -> None:
    book(exports / "book.vcf", range(2))
    kith("sources", "add", "folder", exports)
    ran = kith("sources", "test")
    assert (ran.code, ran.words) == (0, "✓ folder Watched folder: vCard (1)")
    kith("sources", "add", "google")
    ran = kith("sources", "test", "google")
    assert ran.code == 1
    assert ran.words.startswith("✗ google Google: The source 'google' isn't signed in. Run: kith connect google")
    assert not (home / "landing.duckdb").exists()


def test_one_is_taken_out(kith: Kith, home: Path, exports: Path) -> None:
    kith("sources", "add", "folder", exports)
    ran = kith("sources", "remove", "folder")
    assert ran.code == 0
    assert "folder is no source any more. Whatever it gave stays known" in ran.words
    ran = kith("sources", "remove", "folder")
    assert ran.code == 2
    assert "There is no source 'folder' in the settings. Those there are: none." in ran.complaint
    assert "folder" not in (home / "config.toml").read_text(encoding="utf-8")
