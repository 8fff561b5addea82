"""The tables that say of each person what their own records say: made anew for people whose records changed."""

from typing import Final

import polars as pl

from configs.settings import Survivorship
from transforms import people
from transforms.organisation_cards import with_organisation_id
from transforms.persons import person_cards
from transforms.remaking import AT, Frames, Making
from transforms.tidy import Tidy

_KEY: Final = ("source", "record_id")


def person_frames(tidy: Tidy, records: pl.DataFrame, rules: Survivorship, making: Making) -> Frames:
    """The frames of person (by their records alone), person_name, …, person_note and affiliation, by their names.

    In: the tidy records, and `model.source_records` of them, with row_version where anything was made before. People
    whose records are those that they were, with the same versions, take their rows from what was made before.
    """
    of_people = records.filter(pl.col("person_id").is_not_null())
    told = of_people.select("person_id", record=pl.struct(pl.all()).hash())
    everybody = told.group_by("person_id", maintain_order=True).agg("record").sort("person_id")

    def make(places: pl.Series) -> Frames:
        ids = everybody.select("person_id")[places].with_columns(places)
        if ids.height == everybody.height:
            frames = _made(tidy, of_people, rules)
        else:
            few = of_people.join(ids, on="person_id", how="semi", maintain_order="left")
            frames = _made(tidy.of(few.select(_KEY)), few, rules)
        return {
            name: frame.join(ids, on="person_id", maintain_order="left").sort(AT, maintain_order=True)
            for name, frame in frames.items()
        }

    versions = everybody.select(pl.struct("person_id", "record").hash()).to_series()
    return making.rows("people", versions, make)


def _made(tidy: Tidy, records: pl.DataFrame, rules: Survivorship) -> Frames:
    frames = {
        "person_name": people.person_names(tidy, records, settings=rules),
        "person_email": people.person_emails(tidy, records, settings=rules),
        "person_phone": people.person_phones(tidy, records, settings=rules),
        "person_url": people.person_urls(tidy, records, settings=rules),
        "person_address": people.person_addresses(tidy, records, settings=rules),
        "person_date": people.person_dates(tidy, records, settings=rules),
        "person_note": person_notes(records),
        "affiliation": with_organisation_id(people.affiliations(tidy, records, settings=rules)),
    }
    return frames | {"person": person_cards(frames | {"source_record": records})}


def person_notes(records: pl.DataFrame) -> pl.DataFrame:
    """One row per person and note: person_id, note, sources (how many), provenance (list of source, record_id)."""
    notes = records.filter(pl.col("person_id").is_not_null() & pl.col("note").is_not_null())
    return (
        notes.sort("person_id", *_KEY)
        .group_by("person_id", "note", maintain_order=True)
        .agg(sources=pl.col("source").n_unique().cast(pl.Int32), provenance=pl.struct(_KEY))
    )
