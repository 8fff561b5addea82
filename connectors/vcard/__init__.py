"""vCard: `cards` splits a stream, `lines` reads a card's properties, `readers` and `card` make a contact of them."""

from connectors.vcard.connector import VCard

__all__ = ["VCard"]
