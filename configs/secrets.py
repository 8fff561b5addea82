"""Passwords and tokens: in the keyring where there is one, else in files that only their owner may read."""

import json
import os
import stat
from contextlib import suppress
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from configs.errors import UserError
from configs.keyrings import Keyring, KeyringTroubleError

SWITCH: Final = "KITH_KEYRING"
"""The environment variable that keeps secrets out of the keyring: "off" wherever cron has to find them."""

_OFF: Final = frozenset({"off", "0", "no", "false"})
_FOLDER: Final = "secrets"
_SECRET: Final = "secret"  # noqa: S105 - the key under which it stands
_SERVICE: Final = "keyring"


class Secrets:
    """The secrets of one home, by names.

    For each there is a file in the home, 0600 in a folder of 0700, which holds the secret or says that it is in the
    keyring: so nothing is looked for that isn't there, and a keyring that can't be asked is told from a secret that was
    never kept.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / _FOLDER
        self._keyring = Keyring()

    def read(self, name: str) -> str | None:
        """The secret, None where none was kept.

        Raises:
            UserError: it is in a keyring that can't be asked, or in a file that can't be read.
        """
        kept = self._kept(name)
        if _SERVICE not in kept:
            return kept.get(_SECRET)
        if is_off():
            raise UserError(
                f"The sign-in of {name} is in your keyring, which {SWITCH}=off keeps Kith from asking. "
                f"Sign in again with {SWITCH}=off, so that it is kept in a file: kith connect {name}"
            )
        try:
            return self._keyring.read(kept[_SERVICE], name)
        except KeyringTroubleError as trouble:
            raise UserError(
                f"The sign-in of {name} is in your keyring, and {trouble}. Where there is no keyring (cron, a server), "
                f"keep it in a file: {SWITCH}=off kith connect {name}, and {SWITCH}=off wherever Kith runs."
            ) from trouble

    def write(self, name: str, secret: str) -> str:
        """Keep a secret and say where, in words; an older one of that name is forgotten.

        Raises:
            UserError: it can be kept nowhere.
        """
        trouble = ""
        if not is_off():
            service = self._kept(name).get(_SERVICE) or f"kith {uuid4().hex[:12]}"
            try:
                self._keyring.write(service, name, secret)
            except KeyringTroubleError as error:
                trouble = f"; of your keyring: {error}"
            else:
                self._replace(name, {_SERVICE: service})
                return "your keyring"
        self._replace(name, {_SECRET: secret})
        return f"{self._path(name)} (only you may read it{trouble})"

    def forget(self, name: str) -> bool:
        """Forget a secret; whether there was one.

        Raises:
            UserError: it is in a keyring that can't be asked, and stays there.
        """
        kept = self._kept(name)
        if _SERVICE in kept:
            try:
                self._keyring.forget(kept[_SERVICE], name)
            except KeyringTroubleError as trouble:
                raise UserError(
                    f"The sign-in of {name} is in your keyring, and {trouble}: it was not forgotten. "
                    "Try it again at a desk where the keyring is open."
                ) from trouble
        path = self._path(name)
        try:
            # What a write left that was killed before it was done goes with it.
            for each in (path, *self._folder.glob(f"{escape(path.stem)}.*")):
                each.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{path} can't be deleted: {error.strerror}. Delete it: it holds a sign-in.") from error
        return bool(kept)

    def _path(self, name: str) -> Path:
        """The file of a name, its own even where names differ in case only or hold what no file's name may."""
        return self._folder / f"{quote(name, safe='')[:80]}-{sha256(name.encode()).hexdigest()[:8]}.json"

    def _kept(self, name: str) -> dict[str, str]:
        path = self._path(name)
        try:
            with path.open(encoding="utf-8") as file:
                if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                    os.fchmod(file.fileno(), 0o600)
                kept = json.load(file)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise UserError(
                f"{path} can't be read: {error.strerror}. It holds a sign-in: make it yours to read."
            ) from error
        except ValueError:
            # What stands there may be half a secret, which the error would show.
            raise UserError(f"{path} is damaged. Delete it and sign in again: kith connect {name}") from None
        if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
            raise UserError(f"{path} is damaged. Delete it and sign in again: kith connect {name}")
        return kept

    def _replace(self, name: str, kept: dict[str, str]) -> None:
        path = self._path(name)
        fresh = path.with_suffix(f".{uuid4().hex[:8]}")
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folder.mkdir(exist_ok=True, mode=0o700)
            self._folder.chmod(0o700)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(kept, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise UserError(f"{path} can't be written: {error.strerror}. The sign-in was not kept.") from error


def is_off() -> bool:
    """Whether the environment keeps Kith from asking the keyring."""
    return os.environ.get(SWITCH, "").strip().lower() in _OFF
