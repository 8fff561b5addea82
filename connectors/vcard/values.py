"""Decodes the values of a card: escapes, quoted-printable, base64, and lists.

vobject's own decoding isn't used: it cuts a text at its first bare comma, goes character by character, and is quadratic
on photos. Sources: RFC 6350 section 3.4, RFC 2426 section 4, vCard 2.1 section 2.1, RFC 2045 section 6.7, RFC 6868.
"""

import binascii
import quopri
import re
from typing import Final

_ESCAPE: Final = re.compile(r"\\([nN,;:\\\"'])")
_SPACE_OF: Final = {"n": "\n", "N": "\n"}
_PART: Final = {
    separator: re.compile(rf"((?:[^{separator}\\]|\\.|\\\Z)*)(?:{separator}|\Z)", re.DOTALL) for separator in ";,"
}
_BASE64_FILLING: Final = re.compile(rb"[\s=\\,;]+")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_FEWEST_BYTES: Final = 4
_FEW: Final = 50
"""One letter in so many may be no base64: a line was damaged, or a stray mark got in between."""

_SHORT_LINE: Final = 16
"""Letters that stand between two blanks at least, on average: a remark has shorter words."""

_NO_CHARSET: Final = re.compile(r"(?:raw.)?unicode.?escape|punycode|idna", re.IGNORECASE)
"""What Python can decode as well, but no card is written in; some of them warn or take long."""

_CARET: Final = re.compile(r"\^([n^'])")
_CARET_OF: Final = {"n": "\n", "^": "^", "'": '"'}


def unescape(text: str) -> str:
    r"""A trimmed text without its backslash escapes, trimmed again; one that escapes nothing ("C:\temp") stays.

    Line ends within come out as newlines.
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda escape: _SPACE_OF.get(escape[1], escape[1]), text).strip()


def split_at(separator: str, text: str) -> list[str]:
    """The parts between the separators (";" or ",") that no backslash escapes, each unescaped and trimmed."""
    if "\\" not in text:
        return list(map(str.strip, text.split(separator)))
    return [unescape(part.strip()) for part in split_raw(separator, text)]


def split_raw(separator: str, text: str) -> list[str]:
    """The same, with the escapes still in."""
    parts = [match[1] for match in _PART[separator].finditer(text)]
    # The pattern also matches the empty end, which is a part of its own only behind a separator.
    if len(parts) > 1 and not _ends_with(separator, text):
        parts.pop()
    return parts


def _ends_with(separator: str, text: str) -> bool:
    """Whether the text's last character is a separator and not an escaped one."""
    if not text.endswith(separator):
        return False
    before = text[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def decode_quoted_printable(text: str, charset: str | None) -> str:
    """The text of a quoted-printable value; bytes that don't fit the charset are read as cp1252."""
    raw = quopri.decodestring(text.encode("utf-8", "surrogatepass"))
    return decode_bytes(raw, charset).replace("\r\n", "\n").replace("\r", "\n")


def decode_bytes(raw: bytes, charset: str | None) -> str:
    """Text by its declared charset, else as UTF-8, else as cp1252, whose five gaps are read as Latin-1."""
    for encoding in (charset, "utf-8", "cp1252"):
        if encoding and not _NO_CHARSET.match(encoding):
            try:
                return raw.decode(encoding)
            except (ValueError, LookupError):
                continue
    return raw.decode("latin-1")


def decode_base64(text: str) -> bytes:
    """The bytes of a base64 value, also where a little of it is damaged; b"" for what was never base64.

    Never base64 is what has many other characters ("http://…", "none"), or decodes to fewer than four bytes.
    """
    try:
        content = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:  # also for what isn't ASCII; binascii.Error is one
        content = _decode_damaged(text.encode("utf-8", "surrogatepass"))
    return content if len(content) >= _FEWEST_BYTES else b""


def decode_base64_text(text: str, charset: str | None) -> str:
    """The text that base64 stands for; unchanged where it doesn't stand for one ("Anna" could be base64, but isn't)."""
    try:
        found = binascii.a2b_base64(text, strict_mode=True).decode(charset or "utf-8")
    except (ValueError, LookupError):
        return text
    return found if found.replace("\n", "").replace("\r", "").replace("\t", "").isprintable() else text


def _decode_damaged(text: bytes) -> bytes:
    words = len(text.split())
    text = _BASE64_FILLING.sub(b"", text)
    letters = _NOT_BASE64.sub(b"", text)
    if (len(text) - len(letters)) * _FEW > len(text) or (words > 1 and len(letters) < words * _SHORT_LINE):
        return b""
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decode_caret(text: str) -> str:
    """A parameter's value without its caret escapes (RFC 6868)."""
    return _CARET.sub(lambda escape: _CARET_OF[escape[1]], text) if "^" in text else text
