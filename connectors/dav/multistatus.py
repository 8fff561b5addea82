"""Reads what a WebDAV server answers: XML that may come from anybody, so nothing in it is looked up or expanded."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from configs.errors import RefusedError
from connectors.dav.elements import HREF, MULTISTATUS, PROP, PROPSTAT, RESPONSE, STATUS, SYNC_TOKEN

_OK: Final = 200
_MOST_TAGS: Final = 4_000_000
"""Tags that are read of one answer: half a GB of memory, or the ETags of a quarter of a million cards."""
_STATUS: Final = re.compile(r"\s*HTTP/\S+\s+(\d{3})\b")
_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\r\n"


class NoXmlError(Exception):
    """It isn't XML that can be read: a web page, half an answer, a text of more than 10 MB, stray control signs."""


class Response(NamedTuple):
    """What is said of one resource.

    `status` is said of it as a whole (404: it is gone; 507: there is more than this), None where each property has its
    own; `found` are the properties that it has, by name.
    """

    href: str
    status: int | None
    found: dict[str, etree._Element]

    def text(self, name: str) -> str | None:
        """A property's text, trimmed; None where there is none."""
        element = self.found.get(name)
        return ((element.text or "").strip() or None) if element is not None else None


class Multistatus(NamedTuple):
    """A server's answer about many resources; `url` is where it was found in the end, `size` its bytes."""

    url: str
    size: int
    sync_token: str | None
    root: etree._Element

    def responses(self) -> Iterator[Response]:
        """What is said of each resource."""
        for element in self.root.iterchildren(RESPONSE):
            yield from _responses(element)


def read_multistatus(body: bytes, *, url: str) -> Multistatus:
    """The answer to PROPFIND and REPORT.

    Raises:
        NoXmlError: it is none.
        RefusedError: it brings definitions of its own (a DOCTYPE), as only attacks do.
    """
    root = read_xml(body, url=url)
    if root.tag != MULTISTATUS:
        raise NoXmlError
    token = root.findtext(SYNC_TOKEN)
    return Multistatus(url, len(body), (token or "").strip() or None, root)


def read_xml(body: bytes, *, url: str) -> etree._Element:
    """The root of an XML text in UTF-8: no entities, no network, no depth beyond 256, no text beyond 10 MB.

    Raises:
        NoXmlError: it is none.
        RefusedError: it has a DOCTYPE, or so many tags that they would fill the memory.
    """
    if _has_definitions(body):
        raise _definitions_error(url)
    if body.count(b"<") > _MOST_TAGS:
        raise RefusedError(f"{url} answers with more than {_MOST_TAGS:,} XML tags: not read.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoXmlError from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _definitions_error(url)
    return root


def _definitions_error(url: str) -> RefusedError:
    return RefusedError(f"{url} answers with XML that brings definitions of its own (a DOCTYPE): not read.")


def _has_definitions(body: bytes) -> bool:
    """Whether something other than an element follows the declaration, instructions and comments at the start."""
    at = len(_BOM) if body.startswith(_BOM) else 0
    while True:
        while body[at : at + 1] and body[at] in _BLANK:
            at += 1
        if body.startswith(b"<?", at):
            end = body.find(b"?>", at)
        elif body.startswith(b"<!--", at):
            end = body.find(b"-->", at)
        else:
            return body.startswith(b"<!", at)
        if end < 0:
            return False
        at = end + 2


def _responses(element: etree._Element) -> Iterator[Response]:
    """One response; with a status for several hrefs, one for each (RFC 4918 § 14.24)."""
    hrefs: list[str] = []
    status: int | None = None
    found: dict[str, etree._Element] = {}
    for child in element:
        tag = child.tag
        if tag == HREF:
            hrefs.append((child.text or "").strip())
        elif tag == PROPSTAT:
            _add_found(child, found)
        elif tag == STATUS:
            status = _status(child)
    for href in hrefs:
        yield Response(href, status, found)


def _add_found(propstat: etree._Element, found: dict[str, etree._Element]) -> None:
    properties = propstat.find(PROP)
    status = propstat.find(STATUS)
    if properties is not None and (status is None or _status(status) == _OK):
        for element in properties:
            found[str(element.tag)] = element


def _status(element: etree._Element) -> int | None:
    match = _STATUS.match(element.text or "")
    return int(match[1]) if match else None
