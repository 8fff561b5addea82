"""What identity knows of each record: its name in parts, and the values it may share with another."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.emails import canonical_address, company
from transforms.identity.names import name_forms
from transforms.tidy import Tidy
from transforms.values import folded

_KEY: Final = ("source", "record_id")

SLOTS: Final = 4
"""Organisations, and places, of a record that are compared; the first ones."""

FEWEST_DIGITS: Final = 6
"""Digits of a number that may be somebody's own; fewer are a short code or an extension."""

_LAST_DIGITS: Final = 9
"""Digits that are compared: with or without country code and trunk prefix, they are the same."""


@dataclass(frozen=True, slots=True)
class Features:
    """The records of one kind as they are compared.

    records  one row per record, in the order of the key: source, record_id, the columns of `name_forms` (but is_native
             false without a name), org_0 … org_3 (organisations and domains of work as one word: "moralesconsulting"),
             title, city, postal_code, street, identifier (its first), year, month, day (of the birthday)
    values   one row per record and value: node (its row in `records`), kind (email, phone, linkedin, source_id,
             identifier, handle), value, detail (of e-mail addresses and their handles the domain of work)
    """

    records: pl.DataFrame
    values: pl.DataFrame

    def only(self, nodes: pl.Series) -> "Features":
        """The features of some records; these are numbered by their place in `nodes` (sorted, distinct)."""
        place = nodes.cast(pl.UInt32).alias("node").to_frame().with_row_index("at")
        values = self.values.join(place, on="node", maintain_order="left").select("kind", "value", "detail", node="at")
        return Features(self.records[nodes], values.select("node", "kind", "value", "detail"))

    def and_then(self, more: "Features") -> "Features":
        """These, and others after them."""
        moved = more.values.with_columns(pl.col("node") + pl.lit(self.records.height, pl.UInt32))
        return Features(
            pl.concat([self.records, more.records], rechunk=False), pl.concat([self.values, moved], rechunk=False)
        )


def features(tidy: Tidy, source_ids: pl.DataFrame) -> Features:
    """The features of people's records."""
    people = tidy.contacts.filter(pl.col("kind") == "person").select(_KEY).sort(_KEY).with_row_index("node")
    emails = _emails(tidy.emails)
    slugs = tidy.urls.filter(pl.col("linkedin_slug").is_not_null()).select(*_KEY, value="linkedin_slug")
    values = pl.concat(
        [
            emails.filter(~pl.col("is_role_address"))
            .select(*_KEY, kind=pl.lit("email"), value=canonical_address(pl.col("address")), detail="work")
            .unique(maintain_order=True),
            _phones(tidy.phones),
            slugs.select(*_KEY, kind=pl.lit("linkedin"), value="value", detail=pl.lit(None, pl.String)),
            _source_ids(tidy, source_ids),
            _identifiers(tidy),
            _handles(emails, slugs),
        ]
    )
    keyed = values.join(people, on=_KEY).select("node", "kind", "value", "detail")
    del values
    parts = (
        name_forms(tidy.names),
        _organisations(tidy, emails),
        _titles(tidy),
        _places(tidy),
        _birthdays(tidy),
        _first_identifiers(tidy),
    )
    records = people.select(_KEY)
    for part in parts:  # side by side: a chain of joins would copy all that was joined before
        found = people.select(_KEY).join(part, on=_KEY, how="left", maintain_order="left")
        records = records.hstack(found.drop(_KEY))
    return Features(records.with_columns(pl.col("is_native").fill_null(value=False)), keyed)


def _emails(emails: pl.DataFrame) -> pl.DataFrame:
    """Addresses: source, record_id, address, local_part, work (the company's word of its domain), is_role_address."""
    valid = emails.filter(pl.col("address").is_not_null())
    domains = valid.select("domain").unique().with_columns(work=company(pl.col("domain")))
    return valid.join(domains, on="domain", how="left", maintain_order="left").select(
        *_KEY, "address", "local_part", "work", "is_role_address"
    )


_SHORTEST: Final = 2
"""Letters of a handle that may be a name."""


def _phones(phones: pl.DataFrame) -> pl.DataFrame:
    digits = pl.coalesce("e164", "raw").str.replace_all(r"\D", "").str.strip_chars_start("0")
    is_long = digits.str.len_chars() >= FEWEST_DIGITS
    return phones.select(
        *_KEY,
        kind=pl.lit("phone"),
        value=pl.when(is_long).then(digits.str.tail(_LAST_DIGITS)),
        detail=pl.lit(None, pl.String),
    ).drop_nulls("value")


_UNIQUE_IN_THE_WORLD: Final = 12
"""Characters of an id that no other address book gives to somebody else: a UUID has 36, a row number a few."""


def _identifiers(tidy: Tidy) -> pl.DataFrame:
    """Numbers of an authority or a firm, each within its kind."""
    known = tidy.identifiers.filter(pl.col("value").is_not_null())
    value = pl.concat_str("kind", "value", separator="/")
    return known.select(*_KEY, kind=pl.lit("identifier"), value=value, detail=pl.lit(None, pl.String))


def _first_identifiers(tidy: Tidy) -> pl.DataFrame:
    known = tidy.identifiers.select(*_KEY, identifier="value").drop_nulls()
    return known.unique(_KEY, keep="first", maintain_order=True)


def _source_ids(tidy: Tidy, source_ids: pl.DataFrame) -> pl.DataFrame:
    """The id of the source: over all sources of its kind where it looks unique in the world, else within its file.

    An id that a connector made up (of a name, and maybe nothing else) is none.
    """
    given = source_ids.filter(pl.col("given_id").is_not_null() & ~pl.col("given_id").str.starts_with("raw:"))
    given = given.join(tidy.contacts.select(*_KEY, "file"), on=_KEY)
    is_global = pl.col("given_id").str.len_chars() >= _UNIQUE_IN_THE_WORLD
    scope = pl.when(is_global).then(pl.col("connector")).otherwise(pl.concat_str("source", "file", separator="/"))
    value = pl.concat_str(scope, "given_id", separator="/")
    return given.select(*_KEY, kind=pl.lit("source_id"), value=value, detail=pl.lit(None, pl.String))


def _handles(emails: pl.DataFrame, slugs: pl.DataFrame) -> pl.DataFrame:
    """Names that people gave themselves, as one word without numbers: of addresses and LinkedIn profiles.

    `detail` is the domain of work that the handle belongs to.
    """
    own = emails.filter(~pl.col("is_role_address")).select(*_KEY, value="local_part", detail="work")
    profiles = slugs.select(
        *_KEY, value=pl.col("value").str.replace(r"-[0-9a-f]*\d[0-9a-f]*$", ""), detail=pl.lit(None, pl.String)
    )
    word = folded(pl.col("value").str.replace(r"\+.*$", "")).str.replace_all(r"[\d ]", "")
    return (
        pl.concat([own, profiles])
        .select(*_KEY, kind=pl.lit("handle"), value=word, detail="detail")
        .filter(pl.col("value").str.len_chars() >= _SHORTEST)
    )


def _organisations(tidy: Tidy, emails: pl.DataFrame) -> pl.DataFrame:
    """The first organisations and domains of work of each record: org_0 and so on."""
    stated = tidy.organisations.filter(pl.col("organisation_key").is_not_null()).select(
        *_KEY, org=folded(pl.col("organisation_key")).str.replace_all(" ", "")
    )
    of_mail = emails.filter(pl.col("work").is_not_null()).select(*_KEY, org="work")
    return _in_slots(pl.concat([stated, of_mail]), "org")


def _in_slots(values: pl.DataFrame, name: str) -> pl.DataFrame:
    distinct = values.drop_nulls().unique(maintain_order=True)
    lists = distinct.group_by(_KEY, maintain_order=True).agg(pl.col(name))
    return lists.select(*_KEY, *(pl.col(name).list.get(i, null_on_oob=True).alias(f"{name}_{i}") for i in range(SLOTS)))


def _titles(tidy: Tidy) -> pl.DataFrame:
    titles = tidy.organisations.select(*_KEY, title=folded(pl.coalesce("title", "role"))).drop_nulls()
    return titles.unique(_KEY, keep="first", maintain_order=True)


def _places(tidy: Tidy) -> pl.DataFrame:
    """The first address of each record: city, postal_code, street."""
    places = tidy.addresses.select(
        *_KEY,
        city=folded(pl.col("city")),
        postal_code=folded(pl.col("postal_code")).str.replace_all(" ", ""),
        street=folded(pl.col("street")),
    )
    return places.unique(_KEY, keep="first", maintain_order=True)


def _birthdays(tidy: Tidy) -> pl.DataFrame:
    days = tidy.dates.filter((pl.col("kind") == "birthday") & pl.col("month").is_not_null())
    return days.unique(_KEY, keep="first", maintain_order=True).select(*_KEY, "year", "month", "day")
