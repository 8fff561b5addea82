"""Knows every file connector, and which of them a document is for."""

from typing import Final

from connectors.base import Document, FileConnector
from connectors.calendar import Calendar
from connectors.generic_csv import GenericCsv, unknown_columns_message
from connectors.google_csv import GoogleCsv
from connectors.kinds import binary_kind, other_kind, text_kind
from connectors.linkedin import LinkedInActivity, LinkedInConnections, LinkedInContacts, LinkedInProfile, other_export
from connectors.mailbox import Mailbox
from connectors.outlook_csv import OutlookCsv
from connectors.records import Skipped
from connectors.thunderbird_csv import ThunderbirdCsv
from connectors.vcard import VCard
from connectors.yahoo_csv import YahooCsv

FILE_CONNECTORS: Final[tuple[type[FileConnector], ...]] = (
    Mailbox,  # before what a message may hold: a card, a calendar
    VCard,
    Calendar,
    LinkedInConnections,
    LinkedInContacts,
    LinkedInProfile,
    LinkedInActivity,
    GoogleCsv,
    OutlookCsv,
    YahooCsv,
    ThunderbirdCsv,
    GenericCsv,
)
"""In the order in which they are asked: the particular before the general. A new source is one line here."""


def recognise(document: Document) -> type[FileConnector] | Skipped:
    """The connector that reads the document, or what it is instead and what its owner can do about that.

    Only the document's head is looked at. What its first bytes plainly tell comes before any connector is asked, so
    that ten thousand photos and the notes beside them are quick to look through.
    """
    if kind := _plain_kind(document.head):
        return Skipped(document.name, kind)
    for connector in FILE_CONNECTORS:
        if connector.recognises(document):
            return connector
    return Skipped(document.name, _otherwise(document))


def _plain_kind(head: bytes) -> str | None:
    if not head:
        return "an empty file"
    if kind := binary_kind(head):
        return kind
    may_hold_cards = b"VCARD" in head.upper()  # a calendar may
    return None if may_hold_cards else text_kind(head, is_unread=True)


def _otherwise(document: Document) -> str:
    """What a document is that no connector knows."""
    if export := other_export(document):
        return f"{export}: no contacts in it"
    return text_kind(document.head) or unknown_columns_message(document) or other_kind(document.head)
