import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from configs.errors import SignInError, UnreachableError, UsageError, UserError
from configs.secrets import Secrets
from configs.settings import load_settings
from connectors.google.tokens import SCOPES, granted
from flows.google_sign_in import connect_google
from flows.signing_in import GoogleWish, SignedIn
from tests.connectors.google.service_accounts import key_text
from tests.emulators.google_faults import refused
from tests.flows.given import give
from tests.flows.google_accounts import ADDRESS, Account, Somebody, google_account
from warehouse.merging import Source


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with google_account(tmp_path / "account") as account:
        yield account


@pytest.fixture
def somebody(account: Account) -> Iterator[Somebody]:
    somebody = Somebody(account.oauth)
    yield somebody
    somebody.wait()


@pytest.fixture
def wish(account: Account) -> GoogleWish:
    return GoogleWish(client=account.client, timeout=5)


def connected(somebody: Somebody, wish: GoogleWish, name: str = "google") -> SignedIn:
    return connect_google(load_settings(), name, wish, somebody)


def sources(home: Path) -> object:
    return tomllib.loads((home / "config.toml").read_text(encoding="utf-8"))["sources"]


def test_a_sign_in_is_kept_and_the_account_is_in_the_settings(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    signed_in = connected(somebody, wish)
    assert signed_in == SignedIn("google", signed_in.kept, ADDRESS, tuple(SCOPES))
    assert signed_in.kept.startswith(str(home / "secrets"))
    assert sources(home) == {"google": {"kind": "google", "endpoint": account.google.url, "account": ADDRESS}}
    text = Secrets(home).read("google")
    assert text is not None
    assert granted(text) == set(SCOPES)
    assert somebody.shown[0][1] is not None


def test_nothing_secret_is_in_the_home_but_for_the_secrets(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    connected(somebody, wish)
    texts = {path: path.read_text(encoding="utf-8") for path in home.rglob("*") if path.is_file()}
    secret = [path for path, text in texts.items() if any(word in text for word in account.oauth.secrets())]
    assert [path.parent for path in secret] == [home / "secrets"]
    assert secret[0].stat().st_mode & 0o777 == 0o600
    assert account.oauth.client_secret not in somebody.shown[0][0]


def test_a_source_is_added_where_there_is_none(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.oauth.allowed = frozenset(SCOPES["contacts"])
    signed_in = connected(somebody, wish._replace(account=ADDRESS, owner="ada"), "work")
    assert (signed_in.parts, signed_in.missing) == (("contacts",), ("other_contacts", "calendar"))
    assert sources(home) == {"work": {"kind": "google", "account": ADDRESS, "owner": "ada"}}


def test_without_a_browser_the_address_is_pasted(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    assert connected(somebody, wish._replace(is_headless=True)).reached == ADDRESS
    assert somebody.shown[0][1] is None


def test_another_address_that_is_pasted_is_not_taken(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.add_source(home)
    for wrong in ("", "http://127.0.0.1:47113/?state=x&code=y", "4/0code"):
        monkeypatch.setattr(somebody, "pasted", lambda wrong=wrong: wrong)
        with pytest.raises(SignInError, match="another sign-in"):
            connected(somebody, wish._replace(is_headless=True))
    assert Secrets(home).read("google") is None


def test_only_what_the_settings_want_is_asked_for(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home, contacts=False, other_contacts=False)
    assert connected(somebody, wish).parts == ("calendar",)
    assert "contacts" not in somebody.shown[0][0]
    account.add_source(home, calendars=[])
    with pytest.raises(UsageError, match="Nothing of google is to be read"):
        connected(somebody, wish)


def test_the_client_is_named_once(account: Account, somebody: Somebody, wish: GoogleWish, home: Path) -> None:
    account.add_source(home)
    connected(somebody, wish)
    account.client.unlink()
    connected(somebody, wish._replace(client=None))
    account.add_source(home, "work")
    connected(somebody, wish._replace(client=None), "work")
    assert len(somebody.shown) == 3


def test_an_account_that_is_a_source_already_is_told(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    assert connected(somebody, wish).twin is None
    account.add_source(home, "work")
    assert connected(somebody, wish, "work").twin == "google"
    assert connected(somebody, wish).twin == "work"
    # Two owners may well share an account.
    assert connected(somebody, wish._replace(owner="bob"), "work").twin is None


def test_what_another_owner_was_given_is_left_behind(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    give(load_settings(), Source("google_contacts"), Source("google_calendar", name="work"), Source("vcard"))
    assert connected(somebody, wish).left_behind == ()
    assert connected(somebody, wish._replace(owner="bob")).left_behind == ("google_contacts",)
    (home / "warehouse.duckdb").write_bytes(b"rubbish" * 1000)
    assert connected(somebody, wish).left_behind == ()


def test_who_has_none_is_told_how_to_get_it(account: Account, somebody: Somebody, wish: GoogleWish, home: Path) -> None:
    account.add_source(home)
    Secrets(home).write("google", "damaged")
    with pytest.raises(
        UserError, match=r"(?s)no OAuth client yet.*Desktop app.*kith connect google --client"
    ) as caught:
        connected(somebody, wish._replace(client=None))
    for needed in ("people.googleapis.com", "calendar-json.googleapis.com", "test user", "7 days"):
        assert needed in str(caught.value)
    assert somebody.shown == []


def test_a_client_that_cannot_be_read_is_named(somebody: Somebody, wish: GoogleWish, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.json can't be read: No such file"):
        connected(somebody, wish._replace(client=tmp_path / "nowhere.json"))
    (tmp_path / "binary.json").write_bytes(b"\xff")
    with pytest.raises(UserError, match=r"binary\.json is no JSON"):
        connected(somebody, wish._replace(client=tmp_path / "binary.json"))


def test_nobody_comes(somebody: Somebody, wish: GoogleWish, home: Path) -> None:
    somebody.is_away = True
    with pytest.raises(SignInError, match=r"Nobody signed in within 0\.05 s"):
        connected(somebody, wish._replace(timeout=0.05))
    assert not (home / "config.toml").exists()


def test_another_account_than_the_settings_say_is_not_kept(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home, account="ben@example.org")
    Secrets(home).write("google", "old")
    with pytest.raises(UserError, match=r"signed in as ada@example\.org, and google is ben@example\.org's"):
        connected(somebody, wish)
    assert Secrets(home).read("google") == "old"
    account.add_source(home, account="Ada@Example.org")
    assert connected(somebody, wish).reached == ADDRESS


def test_what_stands_in_the_way_of_the_calendars_is_said_and_the_sign_in_kept(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home)
    account.google.fail(refused(403, reason="accessNotConfigured", message="Calendar API has not been used."))
    signed_in = connected(somebody, wish)
    assert signed_in.reached is None
    assert "switched on" in (signed_in.warning or "")
    assert Secrets(home).read("google") is not None


def test_names_that_others_have_or_that_are_none(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path
) -> None:
    account.add_source(home, "mine", kind="folder", path=str(home))
    text = (home / "config.toml").read_text(encoding="utf-8")
    (home / "config.toml").write_text(
        "\n".join(line for line in text.splitlines() if "endpoint" not in line), encoding="utf-8"
    )
    with pytest.raises(UsageError, match="mine is a folder source"):
        connected(somebody, wish, "mine")
    with pytest.raises(UsageError, match="'a b' can't be a source's name"):
        connected(somebody, wish, "a b")


def test_google_out_of_reach(
    account: Account, somebody: Somebody, wish: GoogleWish, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_SYNC__TRIES", "1")
    account.add_source(home)
    account.oauth.fails = [(503, "")]
    with pytest.raises(UnreachableError):
        connected(somebody, wish)
    assert Secrets(home).read("google") is None


class TestServiceAccounts:
    @pytest.fixture
    def key(self, account: Account, tmp_path: Path) -> Path:
        path = tmp_path / "key.json"
        path.write_text(key_text(account.oauth.url), encoding="utf-8")
        return path

    def test_it_reads_somebodys_data(
        self, account: Account, somebody: Somebody, wish: GoogleWish, home: Path, key: Path
    ) -> None:
        account.add_source(home)
        signed_in = connected(somebody, wish._replace(service_account=key, account=ADDRESS))
        assert (signed_in.reached, signed_in.parts) == (ADDRESS, tuple(SCOPES))
        kept = json.loads(Secrets(home).read("google") or "")
        assert kept["account"] == ADDRESS
        assert "PRIVATE KEY" in kept["service_account"]["private_key"]
        assert somebody.shown == []
        # The account is in the settings now, and a service account's key is no client.
        connected(somebody, wish._replace(service_account=key))
        with pytest.raises(UserError, match="no OAuth client yet"):
            connected(somebody, wish._replace(client=None))

    def test_whose_has_to_be_said(
        self, account: Account, somebody: Somebody, wish: GoogleWish, home: Path, key: Path
    ) -> None:
        account.add_source(home)
        with pytest.raises(UsageError, match="--account ADDRESS"):
            connected(somebody, wish._replace(service_account=key))
