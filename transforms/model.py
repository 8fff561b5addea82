"""The published model as far as contacts reach: a frame for each table, of the tidy records and who is who."""

from typing import Final

import polars as pl

from configs.settings import Settings
from transforms import organisation_cards, people
from transforms.resolve import PAIR_SCHEMA, Resolution
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")


def model_frames(
    tidy: Tidy, resolution: Resolution, *, person_ids: pl.DataFrame, loaded: pl.DataFrame, settings: Settings
) -> dict[str, pl.DataFrame]:
    """The frames of the published tables by their names.

    Args:
        tidy: The normalised records.
        resolution: Which records are one person's, and the compared pairs.
        person_ids: source, record_id, person_id of every record of a person.
        loaded: source, record_id, connector, given_id, loaded_at of every record.
        settings: Rules of survivorship, and who is the owner.
    """
    records = source_records(tidy, person_ids, loaded)
    rules = settings.survivorship
    frames = {
        "source_record": records,
        "person_name": people.person_names(tidy, records, settings=rules),
        "person_email": people.person_emails(tidy, records, settings=rules),
        "person_phone": people.person_phones(tidy, records, settings=rules),
        "person_url": people.person_urls(tidy, records, settings=rules),
        "person_address": people.person_addresses(tidy, records, settings=rules),
        "person_date": people.person_dates(tidy, records, settings=rules),
        "person_relation": person_relations(tidy, records),
        "person_note": person_notes(records),
        "affiliation": organisation_cards.with_organisation_id(people.affiliations(tidy, records, settings=rules)),
        "organisation": organisation_cards.organisations(tidy, records),
        "context": contexts(tidy, records),
        "match_evidence": match_evidence(resolution, person_ids),
    }
    return {**frames, "person": persons(frames, settings)}


def source_records(tidy: Tidy, person_ids: pl.DataFrame, loaded: pl.DataFrame) -> pl.DataFrame:
    """One row per record: columns of `Tidy.contacts`, then those of `loaded`, person_id, organisation_id."""
    keys = organisation_cards.record_organisations(tidy)
    return (
        tidy.contacts.join(loaded, on=_KEY, how="left")
        .join(person_ids, on=_KEY, how="left")
        .join(keys, on=_KEY, how="left")
        .sort(_KEY)
    )


def person_notes(records: pl.DataFrame) -> pl.DataFrame:
    """One row per person and note: person_id, note, source, record_id (the first record that says it)."""
    notes = records.filter(pl.col("person_id").is_not_null() & pl.col("note").is_not_null())
    return (
        notes.select("person_id", "note", *_KEY)
        .sort("person_id", *_KEY)
        .unique(("person_id", "note"), keep="first", maintain_order=True)
    )


def person_relations(tidy: Tidy, records: pl.DataFrame) -> pl.DataFrame:
    """One row per person and related name: person_id, relation, value, related_person_id (by UID), and its record."""
    uids = records.select(related_uid="given_id", related_person_id="person_id").drop_nulls().unique("related_uid")
    related = tidy.relations.join(records.select(*_KEY, "person_id"), on=_KEY).filter(pl.col("person_id").is_not_null())
    return (
        related.with_columns(related_uid=pl.col("value").str.strip_prefix("urn:uuid:"))
        .join(_with_bare_uids(uids), on="related_uid", how="left")
        .select("person_id", "relation", "value", "related_person_id", "raw_label", *_KEY)
        .sort("person_id", "relation", "value", *_KEY)
        .unique(("person_id", "relation", "value"), keep="first", maintain_order=True)
    )


def _with_bare_uids(uids: pl.DataFrame) -> pl.DataFrame:
    bare = uids.with_columns(pl.col("related_uid").str.strip_prefix("urn:uuid:"))
    return pl.concat([uids, bare]).unique("related_uid", keep="first", maintain_order=True)


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


def match_evidence(resolution: Resolution, person_ids: pl.DataFrame) -> pl.DataFrame:
    """One row per compared pair of records and rule: columns of `PAIR_SCHEMA`, person_id_a, person_id_b."""
    one = person_ids.select(source_a="source", record_id_a="record_id", person_id_a="person_id")
    other = person_ids.select(source_b="source", record_id_b="record_id", person_id_b="person_id")
    return (
        resolution.pairs.join(one, on=("source_a", "record_id_a"), how="left")
        .join(other, on=("source_b", "record_id_b"), how="left")
        .select(*PAIR_SCHEMA, "person_id_a", "person_id_b")
        .sort("source_a", "record_id_a", "source_b", "record_id_b", "rule", "value")
    )


def persons(frames: dict[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    """One row per person with the preferred value of each kind; whoever has no name is called by what there is."""
    people_of_records = frames["source_record"].filter(pl.col("person_id").is_not_null())
    base = people_of_records.group_by("person_id").agg(
        pl.col("is_owner").any(),
        owners=pl.col("owner").unique().sort(),
        sources=pl.col("source").unique().sort(),
        records=pl.len().cast(pl.Int32),
        updated_at=pl.col("updated_at").max(),
        photo_hash=pl.col("photo_hash").sort_by("source", "record_id").drop_nulls().first(),
    )
    name = _preferred(frames["person_name"], kind="main")
    nickname = _preferred(frames["person_name"], kind="nickname").select("person_id", nickname="full_name")
    birthday = _preferred(frames["person_date"], kind="birthday").filter(pl.col("month").is_not_null())
    job = _preferred(frames["affiliation"])
    linkedin = (
        frames["person_url"]
        .filter(pl.col("linkedin_slug").is_not_null())
        .unique("person_id", keep="first", maintain_order=True)
    )
    email = _preferred(frames["person_email"])
    joined = (
        base.join(
            name.select("person_id", "full_name", "given_name", "family_name", "latin_name"), on="person_id", how="left"
        )
        .join(nickname, on="person_id", how="left")
        .join(job.select("person_id", "organisation", "title", "organisation_id"), on="person_id", how="left")
        .join(email.select("person_id", "display_name", email="address"), on="person_id", how="left")
        .join(_preferred(frames["person_phone"]).select("person_id", phone="number"), on="person_id", how="left")
        .join(
            _preferred(frames["person_address"]).select("person_id", "city", "country_code"), on="person_id", how="left"
        )
        .join(
            birthday.select(
                "person_id",
                birthday="iso",
                birth_year="year",
                birth_month="month",
                birth_day="day",
            ),
            on="person_id",
            how="left",
        )
        .join(linkedin.select("person_id", "linkedin_slug"), on="person_id", how="left")
    )
    return joined.with_columns(
        is_owner=pl.col("is_owner") | pl.col("person_id").is_in(_own_ids(frames, settings).implode()),
        is_named=pl.col("full_name").is_not_null(),
        full_name=pl.coalesce("full_name", "nickname", "display_name", "email", "organisation", "phone"),
    ).sort("person_id")


def _preferred(values: pl.DataFrame, kind: str | None = None) -> pl.DataFrame:
    chosen = values.filter("is_preferred")
    return chosen if kind is None else chosen.filter(pl.col("kind") == kind)


def _own_ids(frames: dict[str, pl.DataFrame], settings: Settings) -> pl.Series:
    """The people who have one of the owner's addresses or numbers."""
    addresses = [address.strip().lower() for address in settings.me.emails]
    numbers = [
        "".join(character for character in number if character in "+0123456789") for number in settings.me.phones
    ]
    by_address = frames["person_email"].filter(pl.col("address").is_in(addresses))["person_id"]
    by_number = frames["person_phone"].filter(pl.col("number").is_in(numbers))["person_id"]
    return pl.concat([by_address, by_number]).unique()
