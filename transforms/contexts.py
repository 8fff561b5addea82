"""Ways in which you know people: the labels that they carry, and the groups that list them."""

from typing import Final

import polars as pl

from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")


def contexts(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """One row per person and context, from labels and from groups that list their members.

    Columns: person_id, context, kind (label or group), evidence (list of source, record_id, raw).
    """
    labels = (
        tidy.categories.filter(~pl.col("is_system") & pl.col("category").is_not_null())
        .join(records.select(*_KEY, "person_id"), on=_KEY)
        .select("person_id", "source", "record_id", "raw", context="category", kind=pl.lit("label"))
    )
    rows = pl.concat([labels, _memberships(tidy, records)]).filter(pl.col("person_id").is_not_null())
    return (
        rows.with_columns(key=pl.col("context").str.to_lowercase())
        .sort("person_id", "key", *_KEY)
        .group_by("person_id", "key", "kind", maintain_order=True)
        .agg(pl.col("context").first(), evidence=pl.struct("source", "record_id", "raw"))
        .drop("key")
        .sort("person_id", "context", "kind")
    )


def _memberships(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """Members of group cards, by UID within the same source or by e-mail address."""
    group_names = tidy.names.filter(pl.col("kind") == "main").unique(_KEY, keep="first", maintain_order=True)
    groups = (
        tidy.members.join(records.filter(pl.col("kind") == "group").select(_KEY), on=_KEY)
        .join(group_names.select(*_KEY, context="full_name"), on=_KEY)
        .filter(pl.col("context").is_not_null())
        .with_columns(
            uid=pl.col("member").str.strip_prefix("urn:uuid:"),
            address=pl.col("member").str.strip_prefix("mailto:").str.to_lowercase(),
        )
    )
    of_people = records.filter(pl.col("person_id").is_not_null()).select(*_KEY, "person_id", "given_id")
    by_uid = of_people.select("source", "person_id", uid=pl.col("given_id").str.strip_prefix("urn:uuid:")).unique()
    by_address = tidy.emails.join(of_people, on=_KEY).select("source", "person_id", "address").drop_nulls().unique()
    members = pl.concat(
        [
            groups.join(by_uid, on=("source", "uid")).select("person_id", *_KEY, "member", "context"),
            groups.join(by_address, on=("source", "address")).select("person_id", *_KEY, "member", "context"),
        ]
    )
    return members.select("person_id", *_KEY, raw="member", context="context", kind=pl.lit("group"))
