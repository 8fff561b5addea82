"""Builds frames of raw contacts as the landing store hands them to normalising."""

import polars as pl

from connectors.records import RawContact, contacts_table


def raw_frame(*contacts: RawContact, source: str = "vcard", owner: str = "me") -> pl.DataFrame:
    """Source, owner and a column for each field of a raw contact."""
    frame = pl.DataFrame(contacts_table(contacts))
    return frame.select(pl.lit(source).alias("source"), pl.lit(owner).alias("owner"), pl.all())


def contact(record_id: str = "r1", position: int = 1, **fields: object) -> RawContact:
    """A raw contact with only what a test is about."""
    return RawContact(record_id, "book.vcf", position)._replace(**fields)
