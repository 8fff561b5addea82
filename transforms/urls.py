"""Web addresses, profiles and messengers of contacts."""

import polars as pl

from transforms.labels import normalise_label
from transforms.links import Link, read_link
from transforms.values import over_distinct, tidy_text, values

_LINK = pl.Struct(
    {"url": pl.String, "kind": pl.String, "service": pl.String, "handle": pl.String, "linkedin_slug": pl.String}
)


def _link_of(asked: dict[str, str | None]) -> Link:
    return read_link(asked["text"] or "", asked["kind"] or "web", asked["service"])


def normalise_link(url: pl.Expr, *, kind: pl.Expr, service: pl.Expr) -> pl.Expr:
    """A struct of url, kind, service, handle and linkedin_slug for an address or a handle; null where there is none."""
    asked = pl.struct(tidy_text(url).alias("text"), kind.alias("kind"), service.alias("service"))
    return over_distinct(pl.when(tidy_text(url).is_not_null()).then(asked), _link_of, _LINK)


def contact_urls(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Web addresses, profiles and messengers of contacts. In: raw contacts. Out: the columns of `Tidy.urls`."""
    written = pl.col("raw")
    link = normalise_link(written, kind=pl.col("kind"), service=pl.col("service"))
    return (
        values(raw, "urls")
        .rename({"url": "raw"})
        .select(
            "source",
            "record_id",
            "ordinal",
            link.alias("link"),
            "raw",
            label=normalise_label(pl.col("label")),
            said=pl.col("kind").fill_null("web"),
        )
        .unnest("link")
        .with_columns(kind=pl.coalesce("kind", "said"))
    )
