"""A LinkedIn archive: connections, the imported address book, the owner's own profile, and what they did with others.

They are four sources, so that a complete export of one doesn't say anything about the others.
"""

from connectors.base import Document
from connectors.csv_table import find_header, known_other
from connectors.linkedin.activity import LinkedInActivity
from connectors.linkedin.connections import LinkedInConnections
from connectors.linkedin.contacts import LinkedInContacts
from connectors.linkedin.profile import LinkedInProfile

__all__ = ["LinkedInActivity", "LinkedInConnections", "LinkedInContacts", "LinkedInProfile", "other_export"]


def other_export(document: Document) -> str | None:
    """Which of LinkedIn's files without people a document is ("LinkedIn receipts"), None if it is none."""
    header = find_header(document, lambda keys: known_other(keys) is not None)
    return known_other(header.keys) if header else None
