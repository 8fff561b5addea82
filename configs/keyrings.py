"""The keyring of the desktop, if there is one that can be used; it may be locked, absent, or never answer."""

from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

_T = TypeVar("_T")

PATIENCE: Final = 60.0
"""Seconds for somebody to unlock the keyring; under cron nobody sees that it asks."""


class KeyringTroubleError(Exception):
    """Why the keyring can't be used, as the end of a sentence ("it is locked")."""


class Keyring:
    """Secrets by service and name.

    Every call ends within `PATIENCE` and raises KeyringTroubleError where it didn't work.
    """

    def read(self, service: str, name: str) -> str | None:
        """The secret, None where there is none."""
        return self._asked(lambda backend: backend.get_password(service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        """Keep the secret, and look whether it was kept: some backends drop it, or have room for a part only."""

        def keep(backend: "KeyringBackend") -> str | None:
            backend.set_password(service, name, secret)
            return backend.get_password(service, name)

        if self._asked(keep) != secret:
            raise KeyringTroubleError("it doesn't keep what it is given")

    def forget(self, service: str, name: str) -> None:
        """Forget the secret, if it is there."""

        def drop(backend: "KeyringBackend") -> None:
            if backend.get_password(service, name) is not None:
                backend.delete_password(service, name)

        self._asked(drop)

    def _asked(self, ask: "Callable[[KeyringBackend], _T]") -> "_T":
        """What the keyring answers, asked in a thread that is left behind if it waits for somebody who isn't there."""
        answers: list[_T] = []
        troubles: list[str] = []

        def try_it() -> None:
            try:
                answers.append(ask(_backend()))
            except KeyringTroubleError as error:
                troubles.append(str(error))
            except Exception as error:  # noqa: BLE001 - backends are plug-ins: whatever one raises, it can't be used
                is_locked = type(error).__name__ == "KeyringLocked"
                troubles.append("it is locked" if is_locked else f"it fails ({type(error).__name__})")

        thread = Thread(target=try_it, name="keyring", daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if not answers:
            raise KeyringTroubleError(troubles[0] if troubles else "it doesn't answer")
        return answers[0]


def _backend() -> "KeyringBackend":
    """The keyring of this desktop; one that is worse than a private file (plain text, none at all) doesn't count."""
    import keyring  # noqa: PLC0415 - it looks for plug-ins when it is loaded, and most commands need none

    backend = keyring.get_keyring()
    if backend.priority < 1:
        raise KeyringTroubleError("there is no keyring here")
    return backend
