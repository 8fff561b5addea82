"""Who is related to whom, as cards say: one row for each relative, whether a card names them or their UID."""

from typing import Final

import polars as pl

from transforms.survivorship import PROVENANCE
from transforms.tidy import Tidy
from transforms.values import folded

_KEY: Final = ("source", "record_id")
_SCHEME: Final = r"^(?i:urn:uuid:|mailto:|tel:)"


def person_relations(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """One row per person, relation and relative.

    A relative is found by the UID or the e-mail address that a card gives, where it is one person's; a name means the
    relative of that name whom another card of the same person gives in this way, and nobody else: names aren't unique.

    Columns: person_id, relation, value (their name, address or UID, a name rather than a UID), related_person_id,
    label (the source's own word), sources (how many), provenance (as `survivorship.PROVENANCE`).
    """
    related = tidy.relations.join(records.select(*_KEY, "person_id"), on=_KEY).filter(pl.col("person_id").is_not_null())
    bare = pl.col("value").str.replace(_SCHEME, "").str.to_lowercase()
    found = (
        related.with_columns(asked=bare, name_key=_key(pl.col("value")))
        .join(_ids(tidy, records, related.select(asked=bare)), on="asked", how="left")
        .with_columns(is_name=pl.col("related_person_id").is_null())
        .with_columns(
            related_person_id=pl.when(pl.col("related_person_id") != pl.col("person_id")).then("related_person_id")
        )
    )
    named = found.join(
        _names_of_relatives(tidy, records, found), on=("person_id", "name_key"), how="left"
    ).with_columns(related_person_id=pl.coalesce("related_person_id", "named_person_id"))
    return (
        named.with_columns(who=pl.coalesce("related_person_id", "name_key", "asked"))
        .sort("person_id", "relation", ~pl.col("is_name"), *_KEY, "ordinal")
        .group_by("person_id", "relation", "who", maintain_order=True)
        .agg(
            pl.col("value").first(),
            pl.col("related_person_id").first(),
            label=pl.col("raw_label").drop_nulls().first(),
            sources=pl.col("source").n_unique().cast(pl.Int32),
            provenance=pl.struct("source", "record_id", raw="value", label="raw_label").cast(PROVENANCE.inner),
        )
        .drop("who")
    )


def _key(name: pl.Expr) -> pl.Expr:
    """A name for comparing, as `names.name_key` makes it."""
    return folded(name).str.split(" ").list.sort().list.join(" ")


def _ids(tidy: Tidy, records: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """What a card may call somebody by and means one person alone: asked (a UID or an address), related_person_id.

    Only of what is asked for.
    """
    people = records.filter(pl.col("person_id").is_not_null()).select(*_KEY, "person_id", "given_id")
    by_uid = people.select(
        asked=pl.col("given_id").str.replace(_SCHEME, "").str.to_lowercase(), related_person_id="person_id"
    )
    addressed = tidy.emails.join(asked.rename({"asked": "address"}), on="address", how="semi")
    by_address = addressed.join(people, on=_KEY).select(asked="address", related_person_id="person_id")
    called = pl.concat([by_uid.join(asked, on="asked", how="semi"), by_address])
    return _meaning_one(called.drop_nulls(), by=("asked",), who="related_person_id")


def _names_of_relatives(tidy: Tidy, records: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The names of the relatives that a person's cards give by an id: person_id, name_key, named_person_id."""
    relatives = found.select("person_id", named_person_id="related_person_id").drop_nulls().unique()
    of_people = records.select(*_KEY, named_person_id="person_id").drop_nulls()
    names = tidy.names.select(*_KEY, "name_key").drop_nulls().join(of_people, on=_KEY)
    known = names.select("named_person_id", "name_key").unique().join(relatives, on="named_person_id")
    return _meaning_one(known, by=("person_id", "name_key"), who="named_person_id")


def _meaning_one(rows: pl.DataFrame, *, by: tuple[str, ...], who: str) -> pl.DataFrame:
    """`by` and `who`, where `by` means one person alone."""
    meant = rows.group_by(by).agg(pl.col(who).unique())
    return meant.filter(pl.col(who).list.len() == 1).with_columns(pl.col(who).list.first())
