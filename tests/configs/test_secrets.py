import os
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as ForgetfulKeyring

from configs import keyrings
from configs.errors import UserError
from configs.secrets import Secrets

TOKEN = '{"refresh_token": "1//invented-Ω"}'


class FakeKeyring(keyring.backend.KeyringBackend):
    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def _ask(self) -> None:
        self.gate.wait(5)
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self.held[service, username]


@pytest.fixture(autouse=True)
def _keyring_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "")


@pytest.fixture
def ring() -> Iterator[FakeKeyring]:
    fake = FakeKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(fake)
    yield fake
    keyring.set_keyring(before)


@pytest.fixture(params=[NoKeyring, ForgetfulKeyring], ids=["none", "forgetful"])
def no_ring(request: pytest.FixtureRequest) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(request.param())
    yield
    keyring.set_keyring(before)


def files(home: Path) -> list[Path]:
    return sorted((home / "secrets").iterdir())


def test_a_secret_goes_to_the_keyring_and_comes_back(tmp_path: Path, ring: FakeKeyring) -> None:
    secrets = Secrets(tmp_path)
    assert secrets.read("google") is None
    assert secrets.write("google", TOKEN) == "your keyring"
    assert secrets.read("google") == TOKEN
    assert list(ring.held.values()) == [TOKEN]
    assert "invented" not in "".join(path.read_text(encoding="utf-8") for path in files(tmp_path))


def test_a_new_secret_takes_the_place_of_the_old_one(tmp_path: Path, ring: FakeKeyring) -> None:
    secrets = Secrets(tmp_path)
    secrets.write("google", "old")
    secrets.write("google", "new")
    assert list(ring.held.values()) == ["new"]


def test_two_homes_do_not_mix(tmp_path: Path, ring: FakeKeyring) -> None:
    Secrets(tmp_path / "a").write("google", "one")
    Secrets(tmp_path / "b").write("google", "two")
    assert (Secrets(tmp_path / "a").read("google"), Secrets(tmp_path / "b").read("google")) == ("one", "two")
    assert Secrets(tmp_path / "a").forget("google")
    assert Secrets(tmp_path / "b").read("google") == "two"
    assert list(ring.held.values()) == ["two"]


def test_a_home_that_is_moved_keeps_its_secrets(tmp_path: Path, ring: FakeKeyring) -> None:
    Secrets(tmp_path / "a").write("google", TOKEN)
    (tmp_path / "a").rename(tmp_path / "b")
    assert Secrets(tmp_path / "b").read("google") == TOKEN
    assert len(ring.held) == 1


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_it_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "home")
    where = secrets.write("google", TOKEN)
    (path,) = files(tmp_path / "home")
    assert where.startswith(str(path))
    assert "only you may read it; of your keyring: " in where
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert secrets.read("google") == TOKEN
    assert secrets.forget("google")
    assert not secrets.forget("google")
    assert secrets.read("google") is None
    assert files(tmp_path / "home") == []


def test_switched_off_the_keyring_is_not_asked(
    tmp_path: Path, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_KEYRING", "Off")
    ring.error = AssertionError("it was asked")
    secrets = Secrets(tmp_path)
    assert secrets.write("google", TOKEN).endswith("(only you may read it)")
    assert secrets.read("google") == TOKEN


def test_a_secret_in_a_file_is_found_with_a_keyring_too(
    tmp_path: Path, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    Secrets(tmp_path).write("google", TOKEN)
    monkeypatch.setenv("KITH_KEYRING", "")
    assert Secrets(tmp_path).read("google") == TOKEN
    assert Secrets(tmp_path).write("google", "new") == "your keyring"
    assert list(ring.held.values()) == ["new"]
    assert "invented" not in files(tmp_path)[0].read_text(encoding="utf-8")


@pytest.mark.usefixtures("ring")
def test_a_secret_in_the_keyring_is_said_to_be_there_where_the_keyring_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Secrets(tmp_path).write("google", TOKEN)
    monkeypatch.setenv("KITH_KEYRING", "off")
    with pytest.raises(UserError, match=r"KITH_KEYRING=off keeps Kith from asking.*kith connect google"):
        Secrets(tmp_path).read("google")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (keyring.errors.KeyringLocked("Failed to unlock"), "it is locked"),
        (RuntimeError(f"no D-Bus for {TOKEN}"), r"it fails \(RuntimeError\)"),
    ],
)
def test_a_keyring_that_fails_is_named_and_the_file_is_used_for_what_is_new(
    tmp_path: Path, ring: FakeKeyring, error: Exception, said: str
) -> None:
    secrets = Secrets(tmp_path)
    secrets.write("google", TOKEN)
    ring.error = error
    with pytest.raises(UserError, match=f"in your keyring, and {said}.*KITH_KEYRING=off kith connect google") as caught:
        secrets.read("google")
    assert "invented" not in str(caught.value)
    with pytest.raises(UserError, match=f"{said}: it was not forgotten"):
        secrets.forget("google")
    where = secrets.write("google", "new")
    assert "secrets" in where
    assert secrets.read("google") == "new"


def test_a_keyring_that_has_no_room_is_not_relied_on(
    tmp_path: Path, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "get_password", lambda service, username: ring.held[service, username][:3])
    secrets = Secrets(tmp_path)
    assert "it doesn't keep what it is given" in secrets.write("google", TOKEN)
    assert secrets.read("google") == TOKEN


def test_what_a_killed_write_left_is_forgotten_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    secrets = Secrets(tmp_path)
    for name in ("a[b]", "a"):
        secrets.write(name, TOKEN)
    for path in files(tmp_path):
        path.with_suffix(".0123abcd").write_text(TOKEN, encoding="utf-8")
    secrets.forget("a[b]")
    assert len(files(tmp_path)) == 2
    assert secrets.read("a") == TOKEN


def test_a_file_that_cannot_be_deleted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    Secrets(tmp_path).write("google", TOKEN)

    def refused(_path: Path, **_options: bool) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(UserError, match=r"can't be deleted: Permission denied. Delete it"):
        Secrets(tmp_path).forget("google")


def test_a_keyring_that_never_answers_is_left(
    tmp_path: Path, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "PATIENCE", 0.05)
    ring.gate.clear()
    try:
        assert "it doesn't answer" in Secrets(tmp_path).write("google", TOKEN)
        assert Secrets(tmp_path).read("google") == TOKEN
    finally:
        ring.gate.set()


def test_a_secret_that_somebody_took_out_of_the_keyring_is_not_there(tmp_path: Path, ring: FakeKeyring) -> None:
    secrets = Secrets(tmp_path)
    secrets.write("google", TOKEN)
    ring.held.clear()
    assert secrets.read("google") is None
    assert secrets.forget("google")


@pytest.mark.parametrize("name", ["../../outside", "Work", "work", "x" * 300, "a b/ü", ".", ""])
def test_any_name_has_a_file_of_its_own(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    secrets = Secrets(tmp_path)
    secrets.write("WORK", "other")
    secrets.write(name, TOKEN)
    assert secrets.read(name) == TOKEN
    assert secrets.read("WORK") == "other"
    assert len({path.name.lower() for path in files(tmp_path)}) == 2


def test_files_that_others_could_read_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    before = os.umask(0)
    try:
        secrets = Secrets(tmp_path / "home")
        secrets.write("google", TOKEN)
        (path,) = files(tmp_path / "home")
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        path.parent.chmod(0o755)
        assert secrets.read("google") == TOKEN
        assert path.stat().st_mode & 0o777 == 0o600
        secrets.write("google", TOKEN)
        assert path.parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


@pytest.mark.parametrize("text", ['{"secret": "1//inven', "[1]", '{"secret": 3}', "\xff"])
def test_a_damaged_file_is_named_and_not_shown(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    secrets = Secrets(tmp_path)
    secrets.write("google", TOKEN)
    (path,) = files(tmp_path)
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UserError, match=r"is damaged. Delete it and sign in again: kith connect google") as caught:
        secrets.read("google")
    assert "inven" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_what_cannot_be_written_or_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    (tmp_path / "secrets").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(UserError, match=r"can't be (written|read): .*"):
        Secrets(tmp_path).write("google", TOKEN)
    with pytest.raises(UserError, match="can't be read"):
        Secrets(tmp_path).read("google")


def test_an_old_secret_stays_whole_where_a_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_KEYRING", "off")
    secrets = Secrets(tmp_path)
    secrets.write("google", TOKEN)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match=r"No space left on device. The sign-in was not kept"):
        secrets.write("google", "new")
    assert secrets.read("google") == TOKEN
    assert len(files(tmp_path)) == 1
