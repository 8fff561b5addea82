"""The text of headers: raw bytes in whatever encoding, and encoded words (RFC 2047), also broken ones."""

import binascii
import re
from typing import Final
from unicodedata import combining, normalize

from configs.words import word_list

_CHARSETS: Final[dict[str, str]] = word_list("mail")["charsets"]["names"]
_REFUSED: Final = frozenset(word_list("mail")["charsets"]["refused"])
_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
"""An encoded word. Blanks within it are illegal and common; they belong to it."""
_BETWEEN: Final = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_QUOTED: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
"""Characters that no name holds: they may steer a terminal, and DuckDB takes no NUL."""


def raw_text(value: bytes) -> str:
    """The bytes of a header as text: UTF-8, else Windows text; without control characters and outer blanks."""
    text = raw_bytes(value)
    return (text if text.isprintable() else _UNREADABLE.sub("", text)).strip()


def decoded(text: str) -> str:
    """A header's text with its encoded words decoded; what can't be decoded stays as it is."""
    if "=?" not in text:
        return text
    if text.count("=?") > 1:
        text = _BETWEEN.sub(r"\1", text)  # blanks between two words aren't part of the text
    parts: list[str] = []
    held, held_charset, at = b"", "", 0
    for word in _WORD.finditer(text):
        charset, content = word[1].partition("*")[0].lower(), _content(word[2], word[3])
        if held and (word.start() > at or charset != held_charset):
            parts.append(_in_charset(held, held_charset))
            held = b""
        parts.append(text[at : word.start()])
        held, held_charset, at = held + content, charset, word.end()  # a letter may be cut in two by a word's end
    parts += [_in_charset(held, held_charset), text[at:]]
    return _UNREADABLE.sub("", "".join(parts).replace("\n", " ").replace("\t", " ")).strip()


def _content(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return _QUOTED.sub(lambda code: bytes([int(code[1], 16)]), content.replace(b"_", b" "))
    letters = _NO_BASE64.sub(b"", content)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters  # a single letter holds no byte
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _in_charset(content: bytes, charset: str) -> str:
    name = _CHARSETS.get(charset, charset)
    if name not in _REFUSED:
        try:
            return content.decode(name).encode(errors="replace").decode()  # UTF-7 can spell halves of letters
        except (LookupError, ValueError):  # an encoding that Python doesn't know, or bytes that aren't in it
            pass
    return raw_bytes(content)


def raw_bytes(content: bytes) -> str:
    """Bytes of an encoding that nobody names."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def folded(text: str) -> str:
    """A text to look up in a word list: without case, accents and outer blanks."""
    if text.isascii():
        return text.casefold().strip()
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter)).strip()
