"""The shapes of what normalising gives: a frame for each kind of value."""

from dataclasses import dataclass, fields
from typing import Literal

import polars as pl


@dataclass(frozen=True, slots=True)
class Tidy:
    """What normalising makes of a frame of raw contacts: a frame for each kind of value.

    Every frame starts with the key `source`, `record_id`; those of values go on with `ordinal`, which counts a record's
    values of that kind from 1, in the order of the source, and end with `raw`, the value as it was written.

    contacts       one row per record: owner, kind (person, organisation, group or resource), is_owner, file, position,
                   updated_at (UTC), photo_hash, note
    names          kind (main, nickname, phonetic, maiden, file_as or alternative), full_name, prefix, given_name,
                   middle_name, family_name, suffix, latin_name, name_key
    emails         address (null where it is none), local_part, domain, is_role_address, label, is_marked_preferred,
                   display_name
    phones         e164 (null where it can't be decided), extension, region (ISO), phone_kind, label,
                   is_marked_preferred
    addresses      formatted, po_box, extended, street, city, region, postal_code, country (as written), country_code
                   (ISO 3166-1 alpha-2), label, is_marked_preferred
    urls           url, kind (web, social, im, calendar or photo), service, handle, linkedin_slug, label
    organisations  organisation, organisation_key, legal_form, department, title, role, location, started_on, ended_on,
                   is_marked_preferred
    dates          kind (birthday, anniversary, death, connected, created or the source's label), month, day, year,
                   date (where complete), iso
    relations      relation, value, raw_label (in the place of `raw`: the value is only tidied)
    categories     category, is_system
    members        member, as written
    identifiers    kind (government or member), value (its letters and digits; null where they tell nobody apart)
    """

    contacts: pl.DataFrame
    names: pl.DataFrame
    emails: pl.DataFrame
    phones: pl.DataFrame
    addresses: pl.DataFrame
    urls: pl.DataFrame
    organisations: pl.DataFrame
    dates: pl.DataFrame
    relations: pl.DataFrame
    categories: pl.DataFrame
    members: pl.DataFrame
    identifiers: pl.DataFrame

    def of(self, records: pl.DataFrame) -> "Tidy":
        """The values of some records (source, record_id)."""
        return self._joined(records, "semi")

    def without(self, records: pl.DataFrame) -> "Tidy":
        """The values of all but some records (source, record_id)."""
        return self if records.is_empty() else self._joined(records, "anti")

    def _joined(self, records: pl.DataFrame, how: Literal["semi", "anti"]) -> "Tidy":
        keys = ("source", "record_id")
        return Tidy(
            *(getattr(self, each.name).join(records, on=keys, how=how, maintain_order="left") for each in fields(self))
        )


_KEY: dict[str, type[pl.DataType] | pl.DataType] = {"source": pl.String, "record_id": pl.String}
_VALUE = _KEY | {"ordinal": pl.Int32}

SCHEMAS: dict[str, dict[str, type[pl.DataType] | pl.DataType]] = {
    "contacts": _KEY
    | {
        "owner": pl.String,
        "kind": pl.String,
        "is_owner": pl.Boolean,
        "file": pl.String,
        "position": pl.Int64,
        "updated_at": pl.Datetime("us", "UTC"),
        "photo_hash": pl.String,
        "note": pl.String,
    },
    "names": _VALUE
    | {
        "kind": pl.String,
        "full_name": pl.String,
        "prefix": pl.String,
        "given_name": pl.String,
        "middle_name": pl.String,
        "family_name": pl.String,
        "suffix": pl.String,
        "latin_name": pl.String,
        "name_key": pl.String,
        "raw": pl.String,
    },
    "emails": _VALUE
    | {
        "address": pl.String,
        "local_part": pl.String,
        "domain": pl.String,
        "is_role_address": pl.Boolean,
        "label": pl.String,
        "is_marked_preferred": pl.Boolean,
        "display_name": pl.String,
        "raw": pl.String,
    },
    "phones": _VALUE
    | {
        "e164": pl.String,
        "extension": pl.String,
        "region": pl.String,
        "phone_kind": pl.String,
        "is_marked_preferred": pl.Boolean,
        "label": pl.String,
        "raw": pl.String,
    },
    "addresses": _VALUE
    | {
        "formatted": pl.String,
        "po_box": pl.String,
        "extended": pl.String,
        "street": pl.String,
        "city": pl.String,
        "region": pl.String,
        "postal_code": pl.String,
        "country": pl.String,
        "country_code": pl.String,
        "label": pl.String,
        "is_marked_preferred": pl.Boolean,
        "raw": pl.String,
    },
    "urls": _VALUE
    | {
        "url": pl.String,
        "kind": pl.String,
        "service": pl.String,
        "handle": pl.String,
        "linkedin_slug": pl.String,
        "label": pl.String,
        "raw": pl.String,
    },
    "organisations": _VALUE
    | {
        "organisation": pl.String,
        "organisation_key": pl.String,
        "legal_form": pl.String,
        "department": pl.String,
        "title": pl.String,
        "role": pl.String,
        "location": pl.String,
        "started_on": pl.Date,
        "ended_on": pl.Date,
        "is_marked_preferred": pl.Boolean,
        "raw": pl.String,
    },
    "dates": _VALUE
    | {
        "kind": pl.String,
        "month": pl.Int32,
        "day": pl.Int32,
        "year": pl.Int32,
        "date": pl.Date,
        "iso": pl.String,
        "raw": pl.String,
    },
    "relations": _VALUE | {"relation": pl.String, "value": pl.String, "raw_label": pl.String},
    "categories": _VALUE | {"category": pl.String, "is_system": pl.Boolean, "raw": pl.String},
    "members": _VALUE | {"member": pl.String},
    "identifiers": _VALUE | {"kind": pl.String, "value": pl.String, "raw": pl.String},
}
"""The columns and types of each of `Tidy`'s frames, in order."""
