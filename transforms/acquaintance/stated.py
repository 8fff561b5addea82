"""What the user says of how they know people: labels, groups that list their members, and words of their own."""

from typing import Final

import polars as pl

from transforms.ledger.shapes import Schema, in_shape
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")

STATED: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "kind": pl.String,
    "text": pl.String,
    "source": pl.String,
    "record_id": pl.String,
    "raw": pl.String,
    "sphere": pl.String,
}
"""One row per person, text and record that gives it: kind (label, group or said), text (as written, tidied)."""


def stated(tidy: Tidy, records: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Everything that was said of how people are known, in the shape of `STATED`.

    In: the tidy records; the records with owner and person_id; `CONTEXTS_SAID`, of which what is denied is left out.
    """
    words = said.filter(~pl.col("is_denied")).select(
        "owner", "person_id", "sphere", kind=pl.lit("said"), text="context", source=pl.lit("said"), raw="context"
    )
    rows = [_labels(tidy, records), _memberships(tidy, records), words]
    return pl.concat(rows, how="diagonal").pipe(in_shape, STATED)


def _labels(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """Labels of people, without those that programs set by themselves."""
    given = tidy.categories.filter(~pl.col("is_system") & pl.col("category").is_not_null())
    of_people = records.filter(pl.col("person_id").is_not_null()).select(*_KEY, "owner", "person_id")
    return given.join(of_people, on=_KEY).select(
        "owner", "person_id", *_KEY, "raw", text="category", kind=pl.lit("label"), sphere=pl.lit(None, pl.String)
    )


def _memberships(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """Members of group cards, by UID within the same source or by e-mail address."""
    group_names = tidy.names.filter(pl.col("kind") == "main").unique(_KEY, keep="first", maintain_order=True)
    groups = (
        tidy.members.join(records.filter(pl.col("kind") == "group").select(*_KEY, "owner"), on=_KEY)
        .join(group_names.select(*_KEY, text="full_name"), on=_KEY)
        .filter(pl.col("text").is_not_null())
        .with_columns(
            uid=pl.col("member").str.strip_prefix("urn:uuid:"),
            address=pl.col("member").str.strip_prefix("mailto:").str.to_lowercase(),
        )
    )
    of_people = records.filter(pl.col("person_id").is_not_null()).select(*_KEY, "person_id", "given_id")
    by_uid = of_people.select("source", "person_id", uid=pl.col("given_id").str.strip_prefix("urn:uuid:")).unique()
    by_address = tidy.emails.join(of_people, on=_KEY).select("source", "person_id", "address").drop_nulls().unique()
    columns = ("owner", "person_id", *_KEY, "member", "text")
    members = pl.concat(
        [
            groups.join(by_uid, on=("source", "uid")).select(columns),
            groups.join(by_address, on=("source", "address")).select(columns),
        ]
    )
    return members.rename({"member": "raw"}).with_columns(kind=pl.lit("group"), sphere=pl.lit(None, pl.String))
