"""Archives made by hand, and what is found in them."""

import io
import random
import zipfile
from collections.abc import Mapping

from connectors.archives import Found
from connectors.base import Document
from connectors.documents import find_documents
from connectors.streams import ArchiveLimits

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Brandt\r\nEND:VCARD\r\n"
SMALL = ArchiveLimits(max_members=4, max_member_bytes=3 << 20, max_total_bytes=5 << 20, ratio_from_bytes=1 << 20)
NOISE = random.Random(7).randbytes(6 << 20)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def found_in(content: bytes, limits: ArchiveLimits | None = None) -> list[Found]:
    """What is found in an archive that comes by standard input."""
    return list(find_documents(["-"], stdin=io.BytesIO(content), limits=limits))


def texts(found: list[Found]) -> dict[str, bytes]:
    """The contents of the documents that were found, by name."""
    held = {}
    for each in found:
        if isinstance(each, Document):
            with each.open() as stream:
                held[each.name] = stream.read()
    return held


def reasons(found: list[Found]) -> dict[str, str]:
    """Why what isn't a document isn't one, by name."""
    return {each.file: each.reason for each in found if not isinstance(each, Document)}
