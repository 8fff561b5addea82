"""What is inferred of how people are known, and where that is written."""

from typing import Final

import polars as pl

from transforms.ledger.shapes import Schema

EVIDENCE: Final = pl.List(pl.Struct({"source": pl.String, "record_id": pl.String, "raw": pl.String}))
"""Source and record (or interaction) and the words in which it says so."""


INFERRED: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "kind": pl.String,
    "template": pl.String,
    "name": pl.String,
    "key": pl.String,
    "sphere": pl.String,
    "interactions": pl.Int32,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "evidence": EVIDENCE,
}
"""One row per owner, person and context that is inferred.

kind      linkedin, relation, organisation or domain
template  the key of `names` in the word list by which it is called, null where `name` is what it is called
name      what the template names, or what the context is called
key       what it is about, for telling whether two are one
"""


def origins(provenance: pl.Expr) -> pl.Expr:
    """The records of nested provenances, each once, in the shape of evidence."""
    each = provenance.list.explode(keep_nulls=False, empty_as_null=False)
    fields = [each.struct.field(name).alias(name) for name in ("source", "record_id", "raw")]
    return pl.struct(fields).unique(maintain_order=True)
