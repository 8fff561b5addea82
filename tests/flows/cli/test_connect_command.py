"""`kith connect` and `kith disconnect`, as somebody at a terminal or a pipe would."""

import io
import logging
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from configs.secrets import Secrets
from configs.settings import load_settings
from configs.writing import write_source
from connectors.google.tokens import SCOPES
from flows.cli import connect_command
from tests.emulators.radicale import PASSWORD, USER, Radicale
from tests.flows.cli.conftest import Kith
from tests.flows.given import give
from tests.flows.google_accounts import ADDRESS, Account, Somebody, google_account
from warehouse.merging import Source


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with google_account(tmp_path / "account") as account:
        yield account


@pytest.fixture
def somebody(account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Somebody]:
    """Somebody at a desktop, whose browser opens what it is told to."""
    somebody = Somebody(account.oauth)
    monkeypatch.setenv("DISPLAY", ":0")

    def opened(address: str) -> bool:
        query = dict(part.split("=", 1) for part in address.partition("?")[2].split("&"))
        redirect_uri = query["redirect_uri"].replace("%3A", ":").replace("%2F", "/")
        somebody.show(address, redirect_uri=redirect_uri)
        return True

    monkeypatch.setattr(webbrowser, "open", opened)
    yield somebody
    somebody.wait()


class TestGoogle:
    def test_signing_in_and_leaving(
        self, kith: Kith, account: Account, somebody: Somebody, home: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        account.add_source(home)
        ran = kith("connect", "google", "--client", account.client)
        assert ran.code == 0
        assert f"google is signed in as {ADDRESS}. It is kept in {home}" in ran.words
        assert "Kith may read: contacts, whom you only wrote to, calendars." in ran.words
        assert "Next: kith sync google" in ran.words
        assert somebody.shown[0][0] in ran.out
        left = kith("disconnect", "google", stdin="y\n")
        assert left.code == 0
        assert "google is no source any more, and its sign-in is forgotten." in left.words
        assert "Google was told" in left.words
        assert account.oauth.refresh_tokens == {}
        said = ran.out + ran.err + left.out + left.err + caplog.text
        assert [secret for secret in account.oauth.secrets() if secret in said] == []

    def test_fewer_parts_and_a_name(self, kith: Kith, account: Account, somebody: Somebody, home: Path) -> None:
        account.oauth.allowed = frozenset(SCOPES["contacts"])
        ran = kith("connect", "google", "work", "--client", account.client, "--account", ADDRESS, "--owner", "ada")
        assert "work is signed in as ada@example.org" in ran.words
        assert "Kith may read: contacts. Not allowed: whom you only wrote to, calendars." in ran.words
        assert 'owner = "ada"' in (home / "config.toml").read_text(encoding="utf-8")
        assert kith("connect", "work").code == 0
        assert len(somebody.shown) == 2

    def test_a_warning(self, kith: Kith, account: Account, somebody: Somebody, home: Path) -> None:
        account.add_source(home)
        account.google.is_revoked = True
        account.google.tokens.clear()
        account.oauth.tokens = {}
        ran = kith("connect", "google", "--client", account.client)
        assert (ran.code, "google is signed in. It is kept" in ran.words, "But: Google" in ran.words) == (0, True, True)
        assert len(somebody.shown) == 1

    def test_what_is_known_twice_and_what_is_left_behind(
        self, kith: Kith, account: Account, somebody: Somebody, home: Path
    ) -> None:
        account.add_source(home)
        account.add_source(home, "work", account=ADDRESS, owner="bob")
        give(load_settings(), Source("google_contacts"))
        ran = kith("connect", "google", "--client", account.client, "--owner", "bob")
        assert (
            "But: ada@example.org is work, too: what both give is known twice. To keep one: kith disconnect google "
            "Nothing syncs google_contacts any more: what was given stays as it was. To forget it: kith remove "
            "google_contacts Next: kith sync google"
        ) in ran.words
        assert somebody.shown

    def test_without_a_browser(self, kith: Kith, account: Account, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        account.add_source(home)
        shown: list[str] = []
        show = connect_command._Terminal.show

        def noted(terminal: connect_command._Terminal, address: str, *, redirect_uri: str | None) -> None:
            shown.append(address)
            show(terminal, address, redirect_uri=redirect_uri)

        monkeypatch.setattr(connect_command._Terminal, "show", noted)
        monkeypatch.setattr(typer, "prompt", lambda _: f"http://127.0.0.1:47113/?{account.oauth.browse(shown[0])}")
        ran = kith("connect", "google", "--client", account.client, "--headless")
        assert ran.code == 0
        assert "Open this address in a browser, on any machine:" in ran.words
        assert "it can't reach 127.0.0.1: that is right" in ran.words
        assert shown[0] in ran.out

    @pytest.mark.parametrize("fault", ["no display", "no browser", "an error"])
    def test_a_browser_that_cannot_be_opened(
        self, kith: Kith, account: Account, home: Path, monkeypatch: pytest.MonkeyPatch, fault: str
    ) -> None:
        def opened(_address: str) -> bool:
            if fault == "an error":
                raise webbrowser.Error
            return False

        account.add_source(home)
        monkeypatch.setattr(webbrowser, "open", opened)
        monkeypatch.setattr(sys, "platform", "linux")
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        if fault != "no display":
            monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.setattr("flows.google_sign_in.ComingBack.wait", lambda *_, **__: "nothing")
        ran = kith("connect", "google", "--client", account.client)
        assert ran.code == 1
        assert "Open this address in a browser that reaches http://127.0.0.1:" in ran.words
        assert "another sign-in" in ran.complaint

    def test_nobody_signs_in(self, kith: Kith, account: Account, somebody: Somebody, home: Path) -> None:
        account.add_source(home)
        somebody.is_away = True
        ran = kith("connect", "google", "--client", account.client, "--timeout", "1")
        assert (ran.code, "Nobody signed in within 1 s" in ran.complaint) == (1, True)

    def test_how_to_get_a_client(self, kith: Kith) -> None:
        ran = kith("connect", "google")
        assert (ran.code, "Desktop app" in ran.complaint, "5. kith connect google --client" in ran.complaint) == (
            1,
            True,
            True,
        )

    def test_leaving_where_google_cannot_be_told(
        self, kith: Kith, account: Account, somebody: Somebody, home: Path
    ) -> None:
        account.add_source(home)
        assert kith("connect", "google", "--client", account.client).code == 0
        account.oauth.fails = [(403, "")]
        left = kith("disconnect", "google", "--yes")
        assert left.code == 0
        assert "Google was not told: Google doesn't take the sign-in back (status 403)." in left.words
        assert "https://myaccount.google.com/connections" in left.words
        assert somebody.shown

    def test_leaving_without_ever_having_signed_in(self, kith: Kith, account: Account, home: Path) -> None:
        account.add_source(home)
        assert kith("disconnect", "google", stdin="").code == 1
        assert kith("disconnect", "google", stdin="n\n").complaint.startswith("kith: Nothing was changed.")
        left = kith("disconnect", "google", "--yes")
        assert "there was no sign-in to forget" in left.words
        assert "told" not in left.words


class TestServers:
    @pytest.fixture
    def at_server(self, kith: Kith, tmp_path: Path, home: Path) -> Iterator[Kith]:
        """The command line, with an address book of a real server in the settings."""
        (tmp_path / "radicale").mkdir()
        with Radicale(tmp_path / "radicale") as server:
            server.make("/ada/friends/", name="Friends")
            write_source(home / "config.toml", "dav", {"kind": "carddav", "url": server.url, "user": USER})
            yield kith

    def test_a_password_is_piped_in_and_kept(self, at_server: Kith, home: Path) -> None:
        ran = at_server("connect", "dav", stdin=f"{PASSWORD}\n")
        assert ran.code == 0
        assert "dav is signed in. It is kept in" in ran.words
        assert "Friends" in ran.words
        assert PASSWORD not in ran.out + ran.err
        assert Secrets(home).read("dav") == PASSWORD
        left = at_server("disconnect", "dav", "--yes")
        assert "its sign-in is forgotten" in left.words
        assert "Google" not in left.words

    def test_a_wrong_one_is_not(self, at_server: Kith, home: Path) -> None:
        ran = at_server("connect", "dav", stdin="wrong s3cret\n")
        assert (ran.code, "s3cret" in ran.out + ran.err) == (1, False)
        assert at_server("connect", "dav", stdin="").complaint.startswith("kith: There was no password.")
        assert Secrets(home).read("dav") is None

    def test_options_of_google_are_refused(self, at_server: Kith) -> None:
        ran = at_server("connect", "dav", "--headless")
        assert (ran.code, "those options are Google's" in ran.complaint) == (2, True)

    def test_at_a_terminal_it_is_typed_unseen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[dict[str, object]] = []

        def prompt(_text: str, **options: object) -> str:
            asked.append(options)
            return PASSWORD

        monkeypatch.setattr(connect_command, "is_answered", lambda: True)
        monkeypatch.setattr(typer, "prompt", prompt)
        assert connect_command.asked_password("dav") == PASSWORD
        assert asked[0]["hide_input"] is True

    def test_a_closed_input_has_no_password(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert connect_command.asked_password("dav") == ""
        monkeypatch.setattr(sys, "stdin", io.StringIO(" with blanks \r\nmore"))
        assert connect_command.asked_password("dav") == " with blanks "


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("connect", "nobody"), "There is no source 'nobody' in the settings. There is none yet."),
        (("connect", "icloud", "x"), "kith connect google [NAME], or kith connect SOURCE."),
        (("disconnect", "nobody"), "There is no source 'nobody'"),
    ],
)
def test_what_is_not_there(kith: Kith, words: tuple[str, ...], said: str) -> None:
    ran = kith(*words)
    assert (ran.code, said in ran.complaint) == (2, True)
