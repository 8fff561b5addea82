"""Tells what a document is that no connector reads: pictures, PDFs, web pages, programs, office documents.

What is known stands in `configs/words/file_kinds.toml`; this module only looks at first bytes and names.
"""

import re
from collections.abc import Collection
from functools import cache
from typing import Final

from configs.words import word_list

OPENING_SIZE: Final = 4_096
"""Bytes from the start that are enough to tell any kind but a table's, whose columns may be many."""

_BOMS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GZIP: Final = b"\x1f\x8b\x08"

Signature = tuple[tuple[int, bytes], ...]


def is_zip(head: bytes) -> bool:
    """Whether the bytes begin as a ZIP does, be it empty or a part of a split one."""
    return head.startswith(_ZIP)


def is_gzip(head: bytes) -> bool:
    """Whether the bytes begin as a gzip file does."""
    return head.startswith(_GZIP)


@cache
def _signatures() -> tuple[tuple[Signature, str], ...]:
    """(places and bytes that must all be there, what it is then), in the order of the list."""
    found = []
    for kind in word_list("file_kinds")["binary"]:
        for alternative in kind["magic"]:
            places = (place.split(":") for place in alternative.split())
            found.append((tuple((int(offset), bytes.fromhex(magic)) for offset, magic in places), kind["reason"]))
    return tuple(found)


@cache
def _openings(*, is_unread: bool) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern of how a text begins, what it is then); with `is_unread` without the kinds that a connector may read."""
    kinds = [kind for kind in word_list("file_kinds")["text"] if not (is_unread and kind.get("is_read"))]
    return tuple((re.compile(kind["pattern"], re.IGNORECASE), kind["reason"]) for kind in kinds)


def binary_kind(head: bytes) -> str | None:
    """What the first bytes say the document is ("a picture"), None where they are no known binary format's."""
    if head and not head.strip(b"\0"):
        return "nothing but zero bytes (a download that failed?): get the file again"
    for signature, reason in _signatures():
        if all(head.startswith(magic, offset) for offset, magic in signature):
            return reason
    return None


def text_kind(head: bytes, *, is_unread: bool = False) -> str | None:
    """What the text begins with ("a web page: …"), None where it is a text like any other, or none.

    With `is_unread` only what no connector reads is told: a mailbox is one, and is mail only where it can't be read.
    """
    opening = _opening_text(head[:OPENING_SIZE])
    if not opening:
        return "nothing but blanks"
    return next((reason for pattern, reason in _openings(is_unread=is_unread) if pattern.match(opening)), None)


def other_kind(head: bytes) -> str:
    """What can be said of a document that nothing else knows.

    It is text, in whatever code page, if it has no NUL and hardly a control character (noise has one in nine).
    """
    opening = _opening_text(head[:OPENING_SIZE])
    controls = sum(character < " " and character not in "\t\r\n\f\v" for character in opening)
    is_text = "\0" not in opening and controls * 20 <= len(opening)
    return "a text without contacts" if is_text else "an unknown kind of file"


def packed_kind(members: Collection[str]) -> str | None:
    """What a ZIP with these members is if it is no archive of files ("an Excel workbook: …"), else None."""
    for kind in word_list("file_kinds")["packed"]:
        if kind.get("with") in {None, *members} and any(member in members for member in kind["members"]):
            reason: str = kind["reason"]
            return reason
    return None


def is_vcard(head: bytes) -> bool:
    """Whether the document plainly begins as a vCard (the connector itself knows more ways in which one may begin)."""
    return _opening_text(head[:64])[:11].upper() == "BEGIN:VCARD"


def is_mail(head: bytes) -> bool:
    """Whether the document plainly begins as a message or a mailbox (the connector looks more closely)."""
    return _mail().match(_opening_text(head[:256])) is not None


@cache
def _mail() -> re.Pattern[str]:
    return re.compile(word_list("file_kinds")["mail"]["pattern"], re.IGNORECASE)


def _opening_text(head: bytes) -> str:
    bom = next((bom for bom in _BOMS if head.startswith(bom)), b"")
    encoding = _BOMS.get(bom) or _encoding_by_nuls(head)
    return head.removeprefix(bom).decode(encoding, "replace").strip("\ufeff\0 \t\r\n\f\v")


def _encoding_by_nuls(head: bytes) -> str:
    """UTF-16 without a byte-order mark shows itself by a NUL beside each of its first (Latin) letters."""
    if head[1:4:2] == b"\0\0":
        return "utf-16-le"
    return "utf-16-be" if head[0:4:2] == b"\0\0" else "utf-8"
