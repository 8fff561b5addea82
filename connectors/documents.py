"""Finds the documents that a user's paths stand for: files, folders, ZIPs and standard input."""

import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from configs.errors import UserError
from connectors.archives import Found, Unpacker
from connectors.base import Document
from connectors.filenames import MAILDIR, STDIN_NAME, labels, printable, unwanted
from connectors.records import Reject, Skipped
from connectors.spool import Spool
from connectors.streams import CHUNK, Allowance, ArchiveLimits, head_of, unreadable

__all__ = ["READ_ERRORS", "ArchiveLimits", "content_hash", "find_documents", "unreadable"]

READ_ERRORS: Final = (OSError,)
"""What opening and reading a document can raise, whatever it lies in; `unreadable` makes a Reject of one."""

_STDIN: Final = Path("-")


def find_documents(
    paths: Sequence[str | Path],
    *,
    limits: ArchiveLimits | None = None,
    stdin: BinaryIO | None = None,
    follows_links: bool = True,
) -> Iterator[Found]:
    """Each document that the paths hold, and what of them isn't one and why, lazily and in a stable order.

    Folders are walked, ZIPs (a ZIP within a ZIP too) and gzip files are read through, "-" is standard input. A file
    that several paths lead to is read once. Documents hold no open files, and can be opened as often as one likes.

    Args:
        paths: What the user named.
        limits: How much an archive may unpack to.
        stdin: Standard input's bytes, the process's own by default.
        follows_links: Whether links in folders that lead to files are read.

    Returns:
        `Document` for what a connector may recognise; `Skipped` for what is left out on purpose (system files, office
        documents, devices, empty folders); `Reject` for what can't be read (damaged, encrypted, too large, forbidden).

    Raises:
        UserError: A path doesn't exist, or standard input is a terminal. Raised before anything is read.
    """
    wanted = list(dict.fromkeys(_checked(path) for path in paths))
    piped = _readable(stdin) if _STDIN in wanted else io.BytesIO()
    search = _Search(limits or ArchiveLimits(), piped, follows_links=follows_links)
    return search.documents(wanted)


def content_hash(document: Document) -> str:
    """A hash of all its bytes (BLAKE2b, 32 bytes, in hexadecimal digits), which says whether it was read before.

    Raises:
        OSError: It can't be read to its end.
    """
    digest = hashlib.blake2b(digest_size=32)
    with document.open() as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _checked(path: str | Path) -> Path:
    checked = Path(path)
    if checked == _STDIN:
        return checked
    try:
        if str(path):
            checked.stat()
            return checked
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in it
        pass
    except OSError:
        return checked  # it is there, and a reject will say why it can't be read
    raise UserError(f"No such file: {printable(str(path)) or '(an empty name)'}. {_hint(checked)}")


def _hint(path: Path) -> str:
    if path.is_symlink():
        return "It is a link to something that isn't there: name the file itself."
    return "Check the spelling, or drag the file into the terminal to have its path written for you."


def _readable(stdin: BinaryIO | None) -> BinaryIO:
    source = stdin or (sys.stdin.buffer if sys.stdin else io.BytesIO())  # a service may have none
    if source.isatty():
        raise UserError("Standard input is a terminal: pipe a file into it (… | kith import -), or name a file.")
    return source


class _Search:
    """One walk over the paths of one command."""

    def __init__(self, limits: ArchiveLimits, stdin: BinaryIO, *, follows_links: bool) -> None:
        self._limits = limits
        self._follows_links = follows_links
        self._stdin = stdin
        self._spool = Spool()
        self._seen: dict[tuple[int, int], str] = {}

    def documents(self, paths: Sequence[Path]) -> Iterator[Found]:
        files = [path for path in paths if path != _STDIN]
        names = dict(zip(files, labels(files), strict=True))
        for path in paths:
            if path == _STDIN:
                yield from self._from_stdin()
                continue
            status = _status(path, names[path])
            if isinstance(status, Reject):
                yield status
            elif stat.S_ISDIR(status.st_mode):
                yield from self._folder(path, names[path])
            else:
                yield from self._file(path, names[path], status)

    def _from_stdin(self) -> Iterator[Found]:
        try:
            size, opened = self._spool.keep(self._stdin, max_bytes=self._limits.max_total_bytes)
        except OSError as error:
            yield unreadable(STDIN_NAME, error)
        else:
            yield from self._document(STDIN_NAME, size, opened)

    def _folder(self, path: Path, name: str) -> Iterator[Found]:
        """What a folder and those in it hold, in the order of their names; folders may be thousands deep."""
        waiting: list[tuple[Path, str] | Reject | Skipped] = [*_entries(path, name)]
        while waiting:
            entry = waiting.pop()
            if isinstance(entry, Reject | Skipped):
                yield entry
                continue
            path, name = entry
            if reason := unwanted([path.name, *_maildir(path)]):
                yield Skipped(name, reason)
            elif _is_folder(path):
                waiting += _entries(path, name)
            else:
                yield from self._entry(path, name)

    def _entry(self, path: Path, name: str) -> Iterator[Found]:
        status = _status(path, name)
        if isinstance(status, Reject):
            yield status
        elif not self._follows_links and path.is_symlink():
            yield Skipped(name, "a link: of a watched folder only its own files are read")
        elif stat.S_ISDIR(status.st_mode):
            yield Skipped(name, "a link to a folder: name it on the command line to have it read")
        else:
            yield from self._file(path, name, status)

    def _file(self, path: Path, name: str, status: os.stat_result) -> Iterator[Found]:
        key = (status.st_dev, status.st_ino)
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(name, "not a regular file")
        elif key in self._seen:
            yield Skipped(name, f"the same file as {self._seen[key]}")
        else:
            self._seen[key] = name
            yield from self._document(name, status.st_size, partial(_opened, path))

    def _document(self, name: str, size: int, opened: Callable[[], BinaryIO]) -> Iterator[Found]:
        try:
            document = Document(name, size, head_of(opened), opened)
        except OSError as error:
            yield unreadable(name, error)
        else:
            allowance = Allowance(self._limits.max_total_bytes)
            yield from Unpacker(self._limits, allowance, self._spool).documents(document)


def _status(path: Path, name: str) -> os.stat_result | Reject:
    try:
        return path.stat()
    except FileNotFoundError as error:
        return Reject(name, "a link to something that isn't there") if path.is_symlink() else unreadable(name, error)
    except OSError as error:
        return unreadable(name, error)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself; a link to one isn't, for links may lead round in circles."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False  # reading it as a file will tell why


def _maildir(path: Path) -> list[str]:
    """The folder that makes a hidden one a Maildir's, none where it isn't."""
    return [name for name in MAILDIR[:1] if path.name.startswith(".") and _is_folder(path / name)]


def _entries(path: Path, name: str) -> list[tuple[Path, str] | Reject | Skipped]:
    """What stands in a folder, last name first."""
    try:
        entries = sorted((entry.name for entry in path.iterdir()), reverse=True)
    except OSError as error:
        return [unreadable(name, error)]
    if not entries:
        return [Skipped(name, "an empty folder")]
    return [(path / entry, f"{name}/{printable(entry)}") for entry in entries]
