"""Rooms and things that are booked: which records are of the same one."""

import hashlib

import polars as pl

from transforms.tidy import Tidy
from transforms.values import folded, over_distinct

_KEY = ("source", "record_id")


def record_resources(tidy: Tidy) -> pl.DataFrame:
    """The room or thing that each record of one stands for, by its address, else by its name.

    Out: source, record_id, resource_id (the same on every machine); a record with neither has none.
    """
    records = tidy.contacts.filter(pl.col("kind") == "resource").select(_KEY)
    addresses = tidy.emails.drop_nulls("address").select(*_KEY, told="address")
    names = tidy.names.filter(pl.col("kind") == "main").select(*_KEY, told=folded(pl.col("full_name"))).drop_nulls()
    told = pl.concat([addresses, names]).unique(_KEY, keep="first", maintain_order=True)
    return records.join(told, on=_KEY).select(*_KEY, resource_id=over_distinct(pl.col("told"), _id, pl.String))


def _id(told: str) -> str:
    return "r" + hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
