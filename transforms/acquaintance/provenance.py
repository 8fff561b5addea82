"""Evidence: what says so, and where it is written."""

from typing import Final

import polars as pl

EVIDENCE: Final = pl.List(pl.Struct({"source": pl.String, "record_id": pl.String, "raw": pl.String}))
"""Source and record (or interaction) and the words in which it says so."""


def origins(provenance: pl.Expr) -> pl.Expr:
    """The records of nested provenances, each once, in the shape of evidence."""
    each = provenance.list.explode(keep_nulls=False, empty_as_null=False)
    fields = [each.struct.field(name).alias(name) for name in ("source", "record_id", "raw")]
    return pl.struct(fields).unique(maintain_order=True)
