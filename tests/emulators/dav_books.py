"""What the emulator of CardDAV and CalDAV servers holds, and how it goes about things."""

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from typing import Final, NamedTuple

PRINCIPAL: Final = "/principals/ada/"


class Ways(NamedTuple):
    """How the server goes about things."""

    has_sync: bool = True
    has_ctag: bool = True
    has_etags: bool = True
    multiget_most: int = 1_000
    """How many members it gives at once; 0: it has no such report."""
    refusal: int = 403
    """The status with which it refuses more."""
    page: int = 0
    """How many changes it tells at once, 0 for all: with 507 for what is left."""
    lost_status: int = 403
    """The status with which it answers for a token that it doesn't know."""
    href: Callable[[str], str] = str
    """How it writes hrefs."""
    principal: str = PRINCIPAL
    """Where it says that the user is described."""
    leaves_out: tuple[str, ...] = ()
    """Names of members that it leaves out when several are asked for."""
    fails_on: tuple[str, ...] = ()
    """Names of members with which it answers with 500."""


class Reply(NamedTuple):
    """An answer that a test made up."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Book(MutableMapping[str, str]):
    """A collection: texts by their names. `kind` is "card" or "cal"."""

    def __init__(self, path: str, *, name: str, kind: str, more: str) -> None:
        self.path = path
        self.name = name
        self.kind = kind
        self.more = more
        self.since = 0
        """Tokens before this one aren't known any more."""
        self._texts: dict[str, str] = {}
        self.log: list[str] = []

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __setitem__(self, name: str, text: str) -> None:
        self._texts[name] = text
        self.log.append(name)

    def __delitem__(self, name: str) -> None:
        del self._texts[name]
        self.log.append(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._texts))

    def __len__(self) -> int:
        return len(self._texts)

    def forget_tokens(self) -> None:
        """Know none of the tokens that were given so far."""
        self.log.append("")
        self.since = len(self.log)

    def etag(self, name: str) -> str:
        return f'W/"{hashlib.blake2b(encoded(self._texts[name]), digest_size=8).hexdigest()}"'


def encoded(text: str) -> bytes:
    """A text as bytes; surrogates stand for bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogateescape")
