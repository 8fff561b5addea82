"""UTF-16 among files that say nothing of their encoding: told by their first bytes, and read as UTF-8."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO


def utf16_encoding(head: bytes) -> str | None:
    """The UTF-16 flavour that a byte order mark or two NULs in the first four bytes give away; None for others."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if head[:4].count(0) == 2:  # noqa: PLR2004 - two of four bytes: ASCII text, two bytes a letter
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return None


def utf8_head(head: bytes) -> bytes:
    """A document's first bytes; UTF-16 comes out as UTF-8."""
    encoding = utf16_encoding(head)
    return head.decode(encoding, "replace").encode() if encoding else head


def utf8_chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The stream in pieces of about so many bytes; UTF-16 comes out as UTF-8."""
    first = stream.read(size)
    encoding = utf16_encoding(first)
    if encoding is None:
        while first:
            yield first
            first = stream.read(size)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "surrogatepass")
        first = stream.read(size)
    yield decoder.decode(b"", final=True).encode("utf-8")
