"""Contacts one by one as `kith inspect` shows them: what was written, beside what it was read as."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
import pyarrow as pa

from transforms.normalise import normalise
from transforms.tidy import Tidy

_POSITION: Final = "position_in_batch"


def inspected(contacts: pa.Table, *, source: str, default_region: str | None) -> Iterator[dict[str, Any]]:
    """Rows for raw contacts, in their order.

    In: a table with the columns of `RawContact`. Out: dicts with kind ("contact"), file, position, record_id,
    contact_kind (person, organisation, group or resource), full_name, given_name, family_name, emails (address, label),
    phones
    (raw, e164, label), organisation, title, birthday, urls (url, label), addresses (formatted, country, country_code,
    label), categories, note.

    Names, organisation, title and country are as written, since that is what a reader wants to check; phone numbers and
    birthdays are shown as they were understood, too.
    """
    raw = pl.DataFrame(pl.from_arrow(contacts)).with_row_index(_POSITION)
    # Two records of a batch may share an id until they are landed; here, each is its own.
    keyed = raw.with_columns(
        record_id=pl.col(_POSITION).cast(pl.String), source=pl.lit(source), owner=pl.lit("me"), given_id="record_id"
    )
    tidy = normalise(keyed.drop("given_id"), default_region=default_region)
    values = _values_by_record(tidy)
    kinds = dict(tidy.contacts.select("record_id", "kind").iter_rows())
    for contact in keyed.iter_rows(named=True):
        key = contact["record_id"]
        yield {
            "kind": "contact",
            "file": contact["file"],
            "position": contact["position"],
            "record_id": contact["given_id"],
            "contact_kind": kinds[key],
            **_as_written(contact),
            **{name: values[name].get(key, []) for name in values},
        }


def _as_written(contact: dict[str, Any]) -> dict[str, Any]:
    main = contact["names"][0] if contact["names"] and contact["names"][0]["kind"] == "main" else {}
    employers = contact["organisations"]
    birthday = next((date["value"] for date in contact["dates"] if date["kind"] == "birthday"), None)
    return {
        "full_name": main.get("full"),
        "given_name": main.get("given"),
        "family_name": main.get("family"),
        "organisation": next((role["name"] for role in employers if role["name"]), None),
        "title": next((role["title"] for role in employers if role["title"]), None),
        "birthday": birthday,
        "categories": contact["categories"],
        "note": contact["note"],
    }


def _values_by_record(tidy: Tidy) -> dict[str, dict[str, list[dict[str, Any]]]]:
    web = tidy.urls.filter(pl.col("kind").is_in(["web", "social"]))
    frames = {
        "emails": tidy.emails.select("record_id", address=pl.coalesce("address", "raw"), label="label"),
        "phones": tidy.phones.select("record_id", "raw", "e164", "label"),
        "urls": web.select("record_id", url="raw", label="label"),
        "addresses": tidy.addresses.select("record_id", "formatted", "country", "country_code", "label"),
    }
    grouped: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, frame in frames.items():
        grouped[name] = {}
        for row in frame.iter_rows(named=True):
            grouped[name].setdefault(row.pop("record_id"), []).append(row)
    return grouped
