"""Attendees and correspondents as records, so that the identity engine says who they are, as it does of all others."""

from typing import Final

import polars as pl

from configs.settings import Settings

OWNER_RECORD: Final = "me"
"""The record of an owner, made of all that is known of who they are."""

_APART_GROUP: Final = 20
"""Attendees of a meeting of so many are taken for different people; in larger ones anybody may be twice."""


def owner_source(owner: pl.Expr) -> pl.Expr:
    """The source of an owner's own record."""
    return pl.when(owner == "me").then(pl.lit("owner")).otherwise(pl.format("owner@{}", owner))


def correspondents(parties: pl.DataFrame, places: pl.DataFrame, own: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """A record for each address, profile or bare name that takes part in anything, and one for each owner.

    In: `PARTY` rows; places: source, record_id, file, position of the raw interactions; `own_keys`. Out: source, owner,
    connector, record_id (the key), given_id, file, position, is_owner, names, emails, urls, organisations: as raw
    contacts have them, the name that is used most first. Owners have none but their own; lists are nobody.
    """
    seen = parties.filter(~pl.col("is_owner") & ~pl.col("is_list")).drop_nulls("key")
    first = (
        seen.join(places, on=("source", "record_id"), how="left")
        .sort("source", "key", "file", "position", nulls_last=True)
        .group_by("source", "owner", "key", maintain_order=True)
        .agg(
            pl.col("file", "position").first(),
            pl.col("address", "url").drop_nulls().first(),
            organisation=_organisations(),
        )
    )
    names = (
        seen.drop_nulls("name")
        .group_by("source", "key", "name")
        .len()
        .sort("source", "key", "len", "name", descending=[False, False, True, False])
        .group_by("source", "key", maintain_order=True)
        .agg(names=_name(pl.col("name")))
    )
    others = first.join(names, on=("source", "key"), how="left").select(
        "source",
        "owner",
        connector=pl.col("source").str.extract(r"^([^:@]*)"),
        record_id="key",
        given_id="key",
        file="file",
        position="position",
        is_owner=pl.lit(value=False),
        names="names",
        emails=_some(_email(pl.col("address"), pl.col("names")), pl.col("address")),
        urls=_some(_url(pl.col("url")), pl.col("url")),
        organisations="organisation",
    )
    return pl.concat([others, _owners(own, parties, settings)], how="diagonal_relaxed")


def _owners(own: pl.DataFrame, parties: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One record for each owner of anything: called as the settings say, else as they are called most often."""
    owners = parties.select("owner").unique().sort("owner")
    address = pl.col("address").drop_nulls().unique(maintain_order=True)
    slug = pl.col("key").filter(pl.col("key").str.starts_with("profile:")).str.strip_prefix("profile:").unique()
    told = own.group_by("owner").agg(
        emails=_email(address, None), urls=_url(pl.format("https://www.linkedin.com/in/{}", slug.sort()))
    )
    said = pl.when(pl.col("owner") == settings.owner).then(pl.lit(settings.me.name, pl.String))
    called = (
        parties.filter("is_owner")
        .drop_nulls("name")
        .group_by("owner", "name")
        .len()
        .sort("owner", "len", "name", descending=[False, True, False])
        .unique("owner", keep="first", maintain_order=True)
    )
    return (
        owners.join(told, on="owner", how="left")
        .join(called.select("owner", called="name"), on="owner", how="left")
        .with_columns(name=pl.coalesce(said, "called"))
        .select(
            owner_source(pl.col("owner")).alias("source"),
            "owner",
            connector=pl.lit("owner"),
            record_id=pl.lit(OWNER_RECORD),
            given_id=pl.lit(OWNER_RECORD),
            is_owner=pl.lit(value=True),
            names=_some(_name(pl.col("name")), pl.col("name")),
            emails="emails",
            urls="urls",
        )
    )


def attendees_apart(parties: pl.DataFrame) -> pl.DataFrame:
    """Pairs of records that took part in one event: source_a, record_id_a, source_b, record_id_b, the smaller first.

    In: the parties of meetings.
    """
    at = ("source", "record_id", "party")
    seen = (
        parties.filter(~pl.col("is_owner") & ~pl.col("is_list"))
        .drop_nulls("key")
        .filter(pl.len().over(at) < _APART_GROUP)
        .select(*at, "key")
    )
    # A series brings the same people together again and again: the same set of them is looked at once.
    sets = seen.sort("key").group_by(at).agg(keys="key").select("source", "keys").unique().with_row_index("set")
    rows = sets.explode("keys", empty_as_null=False)
    return (
        rows.join(rows, on=("set", "source"), suffix="_b")
        .filter(pl.col("keys") < pl.col("keys_b"))
        .select(source_a="source", record_id_a="keys", source_b="source", record_id_b="keys_b")
        .unique()
    )


def _some(value: pl.Expr, written: pl.Expr) -> pl.Expr:
    """A list of one value, empty where nothing is written."""
    return pl.when(written.is_not_null()).then(pl.concat_list(value))


def _name(full: pl.Expr) -> pl.Expr:
    parts = [_nothing(part) for part in ("prefix", "given", "middle", "family", "suffix")]
    return pl.struct(full.alias("full"), *parts, pl.lit("main").alias("kind"), _nothing("language"))


def _nothing(part: str) -> pl.Expr:
    return pl.lit(None, pl.String).alias(part)


def _email(address: pl.Expr, names: pl.Expr | None) -> pl.Expr:
    display = pl.lit(None, pl.String) if names is None else names.list.first().struct.field("full")
    return pl.struct(
        address=address, label=pl.lit(None, pl.String), is_preferred=pl.lit(value=False), display_name=display
    )


def _url(url: pl.Expr) -> pl.Expr:
    return pl.struct(url=url, label=pl.lit(None, pl.String), kind=pl.lit("social"), service=pl.lit("linkedin"))


def _organisations() -> pl.Expr:
    """The roles that somebody is given, each once."""
    role = pl.struct(
        pl.col("organisation").alias("name"),
        _nothing("department"),
        pl.col("title"),
        *(_nothing(part) for part in ("role", "location", "started", "ended")),
        pl.lit(value=False).alias("is_preferred"),
    )
    said = pl.col("organisation").is_not_null() | pl.col("title").is_not_null()
    return role.filter(said).unique(maintain_order=True)
