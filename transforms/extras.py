"""What a source says in properties that no column took: looked up by name in `extra`."""

import polars as pl

_EXTRA = pl.List(pl.Struct({"key": pl.String, "value": pl.List(pl.String)}))


def extra_values(raw: pl.LazyFrame, name: str) -> pl.Expr:
    """The values of a property in `extra`, a list of texts that is empty where there are none.

    `extra` is a map or a list of key and value, as Arrow and DuckDB give it; names are compared in upper case.
    """
    if raw.collect_schema()["extra"] != _EXTRA:
        return _named(pl.col("extra").cast(_EXTRA), name)
    return _named(pl.col("extra"), name)


def _named(extra: pl.Expr, name: str) -> pl.Expr:
    entry = pl.element().struct.field
    found = extra.list.eval(entry("value").filter(entry("key").str.to_uppercase() == name).explode())
    return found.fill_null([])
