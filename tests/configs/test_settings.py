"""Settings: which source of a value wins, and what the user is told of one that can't be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from configs import settings as module
from configs.errors import UserError
from configs.settings import SETTINGS_FILE, Settings, kith_home, load_settings
from connectors.streams import ArchiveLimits

Write = Callable[[str | bytes], Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings."""
    monkeypatch.setenv("KITH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def write(home: Path) -> Write:
    """Writes the settings file."""

    def written(content: str | bytes) -> Path:
        path = home / SETTINGS_FILE
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def complaint(**flags: Any) -> str:  # noqa: ANN401 - any setting's type
    """What the user is told."""
    with pytest.raises(UserError) as refusal:
        load_settings(**flags)
    return str(refusal.value)


class TestPrecedence:
    @pytest.mark.usefixtures("home")
    def test_without_anything_defaults_are_in_force(self) -> None:
        settings = load_settings()
        assert (settings.owner, settings.region, settings.time_zone) == ("me", None, None)
        assert settings.me.emails == ()
        assert settings.survivorship.email == ("marked", "sources", "rank", "newest")

    def test_file_then_environment_then_flags(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        write('region = "DE"\nowner = "ada"\ntime_zone = "Europe/Berlin"')
        monkeypatch.setenv("KITH_REGION", "FR")
        monkeypatch.setenv("KITH_OWNER", "ben")
        settings = load_settings(region="GB", owner=None)
        assert (settings.region, settings.owner, settings.time_zone) == ("GB", "ben", "Europe/Berlin")

    def test_keys_within_a_table_are_each_set_on_their_own(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        write('[me]\nname = "Ada Brandt"\nphones = ["+442079460001"]\n[limits]\narchive_members = 7')
        monkeypatch.setenv("KITH_ME__EMAILS", '["ada@example.org"]')
        monkeypatch.setenv("KITH_ME", '{"name": "Ada B"}')
        monkeypatch.setenv("KITH_LIMITS__ARCHIVE_RATIO", "9")
        settings = load_settings()
        assert (settings.me.name, settings.me.emails) == ("Ada B", ("ada@example.org",))
        assert settings.me.phones == ("+442079460001",)
        assert (settings.limits.archive_members, settings.limits.archive_ratio) == (7, 9)

    def test_an_empty_variable_takes_back_what_the_file_says(
        self, write: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write('region = "DE"\ntime_zone = "Europe/Berlin"')
        monkeypatch.setenv("KITH_REGION", "")
        monkeypatch.setenv("KITH_TIME_ZONE", "")
        assert (load_settings().region, load_settings().time_zone) == (None, None)

    def test_a_file_with_a_byte_order_mark_is_read(self, write: Write) -> None:
        write('\ufeffregion = "DE"')
        assert load_settings().region == "DE"

    @pytest.mark.parametrize(("given", "region"), [("de", "DE"), ("UK", "GB"), ("uk", "GB"), ("USA", "US"), ("", None)])
    @pytest.mark.usefixtures("home")
    def test_regions_are_read_as_people_write_them(self, given: str, region: str | None) -> None:
        assert load_settings(region=given).region == region


class TestHome:
    def test_it_is_where_kith_home_says(self, home: Path) -> None:
        assert kith_home() == load_settings().home == home

    def test_a_tilde_and_a_relative_folder_are_made_whole(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("KITH_HOME", "~/kith")
        assert kith_home() == load_settings().home == home / "kith"
        monkeypatch.chdir(home)
        monkeypatch.setenv("KITH_HOME", "kith")
        assert kith_home() == load_settings().home == home / "kith"

    @pytest.mark.parametrize("value", [None, ""])
    def test_without_it_the_platforms_place_is_taken(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
    ) -> None:
        monkeypatch.setattr(module, "user_data_path", lambda *_, **__: home / "platform")
        monkeypatch.delenv("KITH_HOME") if value is None else monkeypatch.setenv("KITH_HOME", value)
        assert kith_home() == load_settings().home == home / "platform"

    def test_the_home_of_nobody_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KITH_HOME", "~nobody-of-that-name/kith")
        assert "KITH_HOME = '~nobody-of-that-name/kith': there is no such user's home" in complaint()


class TestFilesThatCanNotBeRead:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("region = ", "is no valid TOML: Invalid value (at end of document)"),
            ("region = 'DE'\nregion = 'FR'", "is no valid TOML: Cannot overwrite a value (at "),
            (b"\xff\xfer\x00", "is no UTF-8 text. Save it as UTF-8"),
        ],
    )
    def test_they_are_named_with_what_to_do(self, write: Write, content: str | bytes, expected: str) -> None:
        path = write(content)
        assert complaint().startswith(f"{path} {expected}")
        assert "`kith init` writes it anew" in complaint()

    def test_a_folder_in_the_files_place_is_told(self, home: Path) -> None:
        (home / SETTINGS_FILE).mkdir()
        assert complaint().startswith(f"{home / SETTINGS_FILE} can't be read: Is a directory.")

    @pytest.mark.parametrize("text", ['regin = "DE"', 'home = "/elsewhere"', "[mee]\nname = 'Ada'"])
    def test_keys_that_nobody_knows_are_named(self, write: Write, text: str) -> None:
        path = write(text)
        key = text.strip("[").partition("]")[0].partition(" ")[0]
        assert complaint() == (
            f"{path} has keys that Kith doesn't know: {key}. "
            "It knows owner, region, time_zone, me, survivorship, interactions, sync, notify, limits, sources."
        )


FILE_COMPLAINTS = [
    (
        '[sources.x]\nkind = "carddav"\nuser = "a"\nurl = "https://dav.example.org/"\npassword = "hunter2"',
        "sources.x.password in {file}: passwords and tokens don't stand here. Take it out, and run: kith connect x.",
    ),
    (
        '[sources.x]\nkind = "folder"\npath = "/x"\npathh = "hunter2"',
        "sources.x.pathh in {file}: there is no such setting.",
    ),
    ("[sources.x]", "sources.x in {file}: its kind is missing: google, carddav, caldav, folder."),
    ('[sources.x]\nkind = "imap"', "sources.x in {file}: there is no such kind: google, carddav, caldav, folder."),
    ('[sources.x]\nkind = "folder"', "sources.x.path in {file}: it is missing."),
    (
        '[sources.x]\nkind = "folder"\npath = 5',
        'sources.x.path = 5 in {file}: a path is written as "/home/ada/Exports".',
    ),
    (
        '[sources.x]\nkind = "folder"\npath = ""',
        "sources.x.path = '' in {file}: write the folder's whole path, from / or ~.",
    ),
    (
        '[sources.x]\nkind = "folder"\npath = "a/b"',
        "sources.x.path = 'a/b' in {file}: write the folder's whole path, from / or ~.",
    ),
    (
        '[sources.x]\nkind = "google"\ncalendars = "all"',
        'sources.x.calendars = \'all\' in {file}: a list is written as ["one", "another"].',
    ),
    (
        '[sources.x]\nkind = "carddav"\nuser = "ada"\nurl = "https://ada:secret@dav.example.org/"',
        (
            "sources.x.url = 'https://dav.example.org/…' in {file}: leave name and password out of it "
            "(--user NAME; `kith connect` asks for the password)."
        ),
    ),
    (
        '[notify]\nwebhook = "http://hooks.example.org/secret"',
        (
            "notify.webhook = 'http://hooks.example.org/…' in {file}: it would be asked without encryption: "
            "write it with https://."
        ),
    ),
    ("[me]\nnmae = 'Ada'", "me.nmae = 'Ada' in {file}: there is no such setting."),
    ("me = 3", "me = 3 in {file}: Input should be a valid dictionary or instance of Me."),
    ("region = 'XX'", "region = 'XX' in {file}: a region is a country's two letters, such as GB, DE or US."),
    ("region = 44", "region = 44 in {file}: Input should be a valid string."),
    ("owner = 'a b'", "owner = 'a b' in {file}: only letters, digits, dots, hyphens and underscores can stand here."),
    ("time_zone = 'Berlin'", "time_zone = 'Berlin' in {file}: no such time zone; use a name such as Europe/Berlin or"),
    ("time_zone = 'Europe'", "time_zone = 'Europe' in {file}: no such time zone"),
    ("time_zone = '../UTC'", "time_zone = '../UTC' in {file}: no such time zone"),
    ("[limits]\narchive_ratio = 1", "limits.archive_ratio = 1 in {file}: Input should be greater than 1."),
    ("[survivorship]\nurl = ['best']", "survivorship.url.0 = 'best' in {file}: Input should be 'marked', 'sources',"),
]


class TestValuesThatCanNotBe:
    @pytest.mark.parametrize(("text", "expected"), FILE_COMPLAINTS)
    def test_of_the_file(self, write: Write, text: str, expected: str) -> None:
        path = write(text)
        assert expected.format(file=path) in complaint()

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("KITH_REGION", "deu", "region = 'deu' in the environment variable KITH_REGION: "),
            ("kith_region", "deu", "region = 'deu' in the environment variable kith_region: "),
            ("KITH_LIMITS__ARCHIVE_RATIO", "x", "limits.archive_ratio = 'x' in the environment variable KITH_LIMITS__"),
            (
                "KITH_LIMITS__RATIO",
                "1",
                "limits.ratio = '1' in the environment variable KITH_LIMITS__RATIO: there is no",
            ),
            ("KITH_ME__EMAILS", "[3]", "me.emails.0 = 3 in the environment variable KITH_ME__EMAILS: "),
            ("KITH_ME", '{"name": 3}', "me.name = 3 in the environment variable KITH_ME: "),
            ("KITH_ME", "Ada", "KITH_ME = 'Ada': a list is written as JSON there"),
            ("KITH_ME__EMAILS", "ada@example.org", "KITH_ME__EMAILS = 'ada@example.org': a list is written as JSON"),
        ],
    )
    def test_of_the_environment(
        self, write: Write, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
    ) -> None:
        write("region = 'DE'\n[limits]\narchive_ratio = 5")
        monkeypatch.setenv(name, value)
        assert expected in complaint()

    def test_of_the_command_line(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        write("region = 'DE'")
        monkeypatch.setenv("KITH_REGION", "FR")
        assert "region = 'Germany' on the command line: a region is" in complaint(region="Germany")

    def test_all_of_them_are_told_at_once(self, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        write("owner = 'a b'\ntime_zone = 'Mars'")
        monkeypatch.setenv("KITH_REGION", "deu")
        lines = complaint().splitlines()
        assert lines[0] == "A setting can't be used:"
        assert [line.split()[0] for line in lines[1:]] == ["owner", "region", "time_zone"]


def test_limits_are_those_that_connectors_have_of_themselves() -> None:
    limits, own = Settings().limits, ArchiveLimits()
    assert limits.archive_members == own.max_members
    assert (limits.archive_member_mb << 20, limits.archive_total_mb << 20) == (
        own.max_member_bytes,
        own.max_total_bytes,
    )
    assert limits.archive_ratio == own.max_ratio
