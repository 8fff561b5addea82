"""The names of WebDAV's, CardDAV's and CalDAV's XML elements, and the bodies of what is asked.

Sources: RFC 4918 (WebDAV), 6352 (CardDAV), 4791 (CalDAV), 6578 (sync-collection), 5397 (current-user-principal).
"""

from collections.abc import Iterable
from typing import Final

from lxml import etree

DAV: Final = "{DAV:}"
CARD: Final = "{urn:ietf:params:xml:ns:carddav}"
CAL: Final = "{urn:ietf:params:xml:ns:caldav}"
CALENDAR_SERVER: Final = "{http://calendarserver.org/ns/}"

_PREFIXES: Final = {
    "d": DAV[1:-1],
    "card": CARD[1:-1],
    "cal": CAL[1:-1],
    "cs": CALENDAR_SERVER[1:-1],
}

RESPONSE: Final = f"{DAV}response"
HREF: Final = f"{DAV}href"
STATUS: Final = f"{DAV}status"
PROPSTAT: Final = f"{DAV}propstat"
PROP: Final = f"{DAV}prop"
SYNC_TOKEN: Final = f"{DAV}sync-token"
MULTISTATUS: Final = f"{DAV}multistatus"

ETAG: Final = f"{DAV}getetag"
NAME: Final = f"{DAV}displayname"
KIND: Final = f"{DAV}resourcetype"
CTAG: Final = f"{CALENDAR_SERVER}getctag"
PRINCIPAL: Final = f"{DAV}current-user-principal"
REPORTS: Final = f"{DAV}supported-report-set"
SYNC_COLLECTION: Final = f"{DAV}sync-collection"
COMPONENTS: Final = f"{CAL}supported-calendar-component-set"
TIMEZONE: Final = f"{CAL}calendar-timezone"
ADDRESSES: Final = f"{CAL}calendar-user-address-set"


def propfind(names: Iterable[str]) -> bytes:
    """The body that asks for properties."""
    root = etree.Element(f"{DAV}propfind", nsmap=_PREFIXES)
    _ask_for(root, names)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def sync_collection(token: str | None) -> bytes:
    """The body that asks what changed since the token, None for everything, and for its ETags (RFC 6578 § 3.2)."""
    root = etree.Element(SYNC_COLLECTION, nsmap=_PREFIXES)
    etree.SubElement(root, SYNC_TOKEN).text = token
    etree.SubElement(root, f"{DAV}sync-level").text = "1"
    _ask_for(root, (ETAG,))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def multiget(report: str, content: str, hrefs: Iterable[str]) -> bytes:
    """The body that asks for many resources at once (RFC 6352 § 8.7, RFC 4791 § 7.9)."""
    root = etree.Element(report, nsmap=_PREFIXES)
    _ask_for(root, (ETAG, content))
    for href in hrefs:
        etree.SubElement(root, HREF).text = href
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _ask_for(root: etree._Element, names: Iterable[str]) -> None:
    properties = etree.SubElement(root, PROP)
    for name in names:
        etree.SubElement(properties, name)
