"""Features of records in a few words, for the tests of identity."""

import polars as pl

from tests.transforms.books import Record, raw_book
from transforms.identity.features import Features, features
from transforms.normalise import normalise

VALUE_SCHEMA = {"node": pl.UInt32, "kind": pl.String, "value": pl.String, "detail": pl.String}


def features_of(*records: Record, region: str | None = "GB") -> Features:
    """The features of records."""
    raw = raw_book(records)
    ids = raw.select("source", "record_id", "connector", "given_id")
    return features(normalise(raw, default_region=region), ids)
