import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from configs.errors import SignInError, UnreachableError, UsageError, UserError
from configs.secrets import Secrets
from configs.settings import load_settings
from configs.writing import write_source
from flows.google_sign_in import connect_google
from flows.signing_in import GoogleWish, SignedIn, connect_dav, disconnect
from tests.connectors.google.service_accounts import key_text
from tests.emulators.radicale import PASSWORD, USER, Radicale
from tests.flows.google_accounts import ADDRESS, Account, Somebody, google_account


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[Radicale]:
    folder = tmp_path / "radicale"
    folder.mkdir()
    with Radicale(folder) as server:
        server.make("/ada/friends/", name="Friends")
        server.make("/ada/work/", name="Work", is_calendar=True)
        yield server


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with google_account(tmp_path / "account") as account:
        yield account


def add_dav(home: Path, url: str, *, kind: str = "carddav", **values: object) -> None:
    write_source(home / "config.toml", kind, {"kind": kind, "url": url, "user": USER} | values)


def connect(account: Account, home: Path, name: str = "google") -> None:
    account.add_source(home, name)
    somebody = Somebody(account.oauth)
    connect_google(load_settings(), name, GoogleWish(client=account.client, is_headless=True), somebody)


def names(home: Path) -> set[str]:
    return set(tomllib.loads((home / "config.toml").read_text(encoding="utf-8")).get("sources", {}))


@pytest.mark.parametrize(("kind", "there"), [("carddav", "Friends"), ("caldav", "Work")])
def test_a_password_is_tried_and_kept(radicale: Radicale, home: Path, kind: str, there: str) -> None:
    add_dav(home, radicale.url, kind=kind)
    signed_in = connect_dav(load_settings(), kind, lambda: PASSWORD)
    assert there in (signed_in.reached or "")
    assert signed_in == SignedIn(kind, signed_in.kept, signed_in.reached)
    assert Secrets(home).read(kind) == PASSWORD


def test_a_wrong_password_is_not_kept(radicale: Radicale, home: Path) -> None:
    add_dav(home, radicale.url)
    with pytest.raises(SignInError) as caught:
        connect_dav(load_settings(), "carddav", lambda: "s3cret wrong")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(UserError, match="There was no password"):
        connect_dav(load_settings(), "carddav", lambda: "")
    assert Secrets(home).read("carddav") is None


def test_a_right_password_is_kept_where_only_the_names_are_wrong(radicale: Radicale, home: Path) -> None:
    add_dav(home, radicale.url, collections=["Friends", "Foes"])
    signed_in = connect_dav(load_settings(), "carddav", lambda: PASSWORD)
    assert "There is no address book 'Foes' on the server. There are: Friends." in (signed_in.warning or "")
    assert str(home / "config.toml") in (signed_in.warning or "")
    assert "Friends" in (signed_in.reached or "")
    assert Secrets(home).read("carddav") == PASSWORD


@pytest.mark.parametrize("collections", [[], ["Foes"]])
def test_where_there_is_nothing_nothing_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch, collections: list[str]
) -> None:
    class Empty:
        def check(self) -> str:
            raise UserError("There are no address books.")

    monkeypatch.setattr("flows.signing_in.dav_connector", lambda *_: Empty())
    add_dav(home, "https://dav.example.org/", collections=collections)
    with pytest.raises(UserError, match="There are no address books"):
        connect_dav(load_settings(), "carddav", lambda: PASSWORD)
    assert Secrets(home).read("carddav") is None


def test_a_server_that_is_out_of_reach_is_said_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_SYNC__TRIES", "1")
    add_dav(home, "http://127.0.0.1:9/")
    with pytest.raises(UnreachableError):
        connect_dav(load_settings(), "carddav", lambda: PASSWORD)


def test_what_has_no_password_to_ask_for(home: Path) -> None:
    add_dav(home, "https://dav.example.org/", password_command=["pass", "show"])
    write_source(home / "config.toml", "exports", {"kind": "folder", "path": str(home)})
    settings = load_settings()
    for name, said in (
        ("carddav", "what its password_command prints"),
        ("exports", "exports is a folder source"),
        ("nobody", "There is no source 'nobody' in the settings. Those there are: carddav, exports"),
    ):
        with pytest.raises(UsageError, match=said):
            connect_dav(settings, name, lambda: PASSWORD)


def test_leaving_a_server_forgets_its_password(home: Path) -> None:
    add_dav(home, "https://dav.example.org/")
    Secrets(home).write("carddav", PASSWORD)
    left = disconnect(load_settings(), "carddav")
    assert (left.had_secret, left.not_told) == (True, None)
    assert Secrets(home).read("carddav") is None
    assert names(home) == set()


def test_leaving_google_tells_it(account: Account, home: Path) -> None:
    connect(account, home)
    assert account.oauth.refresh_tokens
    left = disconnect(load_settings(), "google")
    assert (left.had_secret, left.not_told) == (True, None)
    assert account.oauth.refresh_tokens == {}
    assert Secrets(home).read("google") is None
    assert names(home) == set()


def test_an_account_that_is_signed_in_twice_is_not_taken_back(account: Account, home: Path) -> None:
    connect(account, home)
    connect(account, home, "work")
    before = dict(account.oauth.refresh_tokens)
    left = disconnect(load_settings(), "work")
    assert left.not_told == (
        f"google is signed in as {ADDRESS}, too, and Google would end both. To leave that as well: "
        "kith disconnect google"
    )
    assert account.oauth.refresh_tokens == before
    assert (Secrets(home).read("work"), names(home)) == (None, {"google"})
    assert disconnect(load_settings(), "google").not_told is None
    assert len(account.oauth.refresh_tokens) == len(before) - 1


@pytest.mark.parametrize("other", [None, "damaged", '{"scopes": [], "client_id": "another"}'])
def test_one_that_is_not_signed_in_with_the_same_client_keeps_nobody(
    account: Account, home: Path, other: str | None
) -> None:
    connect(account, home)
    account.add_source(home, "work", account=ADDRESS)
    if other:
        Secrets(home).write("work", other)
    assert disconnect(load_settings(), "google").not_told is None
    assert account.oauth.refresh_tokens == {}


def test_google_out_of_reach_is_left_all_the_same(
    account: Account, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_SYNC__TRIES", "1")
    connect(account, home)
    account.oauth.fails = [(503, "")]
    left = disconnect(load_settings(), "google")
    assert "can't be reached" in (left.not_told or "")
    assert "https://myaccount.google.com/connections" in (left.not_told or "")
    assert Secrets(home).read("google") is None


def test_what_a_service_account_may_read_is_an_administrators_matter(
    account: Account, home: Path, tmp_path: Path
) -> None:
    account.add_source(home)
    (tmp_path / "key.json").write_text(key_text(account.oauth.url), encoding="utf-8")
    wish = GoogleWish(service_account=tmp_path / "key.json", account=ADDRESS)
    connect_google(load_settings(), "google", wish, Somebody(account.oauth))
    left = disconnect(load_settings(), "google")
    assert "taken back by an administrator" in (left.not_told or "")
    assert "myaccount" not in (left.not_told or "")
    assert Secrets(home).read("google") is None


def test_who_never_signed_in_can_leave(account: Account, home: Path) -> None:
    account.add_source(home)
    left = disconnect(load_settings(), "google")
    assert (left.had_secret, left.not_told, names(home)) == (False, None, set())


def test_a_secret_that_cannot_be_forgotten_keeps_the_source(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_dav(home, "https://dav.example.org/")
    Secrets(home).write("carddav", PASSWORD)

    def locked(_secrets: Secrets, _name: str) -> bool:
        raise UserError("locked")

    monkeypatch.setattr(Secrets, "forget", locked)
    with pytest.raises(UserError, match="locked"):
        disconnect(load_settings(), "carddav")
    assert names(home) == {"carddav"}


def test_a_folder_is_no_sign_in(home: Path) -> None:
    with pytest.raises(UsageError, match="There is none yet"):
        disconnect(load_settings(), "exports")
    write_source(home / "config.toml", "exports", {"kind": "folder", "path": str(home)})
    with pytest.raises(UsageError, match="kith sources remove exports"):
        disconnect(load_settings(), "exports")
