"""Postal addresses: tidy parts, one readable text, and the country by its ISO code."""

from typing import Final

import polars as pl

from configs.words import word_list
from transforms.countries import country_code, country_code_at_end
from transforms.extras import extra_values
from transforms.labels import normalise_label
from transforms.values import KEY, none_if_empty, tidy_lines, values

PARTS: Final = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
"""The parts of an address, in vCard's order."""


def one_text(address: pl.Expr, *, code: pl.Expr) -> pl.Expr:
    """An address in one line, as its country writes it. `address` is a struct of tidy parts, `code` its country's."""
    part = address.struct.field
    code_is_last = code.is_in(word_list("countries")["layout"]["code_last"]).fill_null(value=False)
    state_and_code = pl.concat_str(part("region"), part("postal_code"), separator=" ", ignore_nulls=True)
    code_and_city = pl.concat_str(part("postal_code"), part("city"), separator=" ", ignore_nulls=True)
    town_first = _joined(part("city"), none_if_empty(state_and_code))
    code_first = _joined(none_if_empty(code_and_city), part("region"))
    town = none_if_empty(pl.when(code_is_last).then(town_first).otherwise(code_first))
    return none_if_empty(_joined(part("street"), part("extended"), part("po_box"), town, part("country")))


def _joined(*parts: pl.Expr) -> pl.Expr:
    return pl.concat_str(*parts, separator=", ", ignore_nulls=True)


def _as_written() -> pl.Expr:
    """The raw form: the whole text where the source gives it, else the parts as vCard joins them."""
    parts = pl.concat_str(*PARTS, separator="; ", ignore_nulls=True)
    return pl.coalesce(none_if_empty(pl.col("formatted")), none_if_empty(parts))


def contact_addresses(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Postal addresses of contacts. In: raw contacts. Out: the columns of `Tidy.addresses`.

    Where no country is written the code is the one that Apple keeps apart (X-ABADR, one for each address), else the
    country with which the address in one text ends.
    """
    apple = raw.select(*KEY, apple_codes=extra_values(raw, "X-ABADR"), count=pl.col("addresses").list.len())
    apple_code = pl.when(pl.col("apple_codes").list.len() == pl.col("count")).then(
        pl.col("apple_codes").list.get(pl.col("ordinal") - 1, null_on_oob=True)
    )
    return (
        values(raw, "addresses")
        .join(apple, on=KEY, how="left", maintain_order="left")
        .with_columns(
            raw=_as_written(),
            ends_in=country_code_at_end(pl.col("formatted")),
            **{part: tidy_lines(pl.col(part)) for part in (*PARTS, "formatted")},
        )
        .with_columns(
            country_code=pl.coalesce(country_code(pl.col("country")), country_code(apple_code), "ends_in"),
            label=normalise_label(pl.col("label")),
            is_marked_preferred=pl.col("is_preferred").fill_null(value=False),
        )
        .with_columns(
            formatted=pl.coalesce("formatted", one_text(pl.struct(PARTS), code=pl.col("country_code"))),
        )
    )
