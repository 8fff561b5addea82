"""E-mail addresses: one way of writing each, and whether it belongs to a role rather than to a person."""

import unicodedata
from typing import Final

import polars as pl

from configs.words import word_list
from transforms.labels import normalise_label
from transforms.values import none_if_empty, over_distinct, tidy_text, values

_ADDRESS: Final = (
    r"^[^\s@<>\"(),:;\\\[\]\p{C}]+"  # dots in a row or at the end, too: some carriers gave such addresses out
    r"@(?:[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?\.)+"
    r"[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}][\p{L}\p{M}\p{N}]*$"
)
_LONGEST_ADDRESS: Final = 320
_IN_BRACKETS: Final = r"^(.*)<\s*([^<>]*?)\s*>[^<>]*$"


def _unicode_domain(domain: str) -> str:
    """A domain's internationalised labels as they are read; one that can't be decoded stays as it is."""
    try:
        return unicodedata.normalize("NFC", domain.encode("ascii").decode("idna").lower())
    except (UnicodeError, ValueError):
        return domain


def _bare_address(text: pl.Expr) -> pl.Expr:
    """What stands in angle brackets, without `mailto:` and its subject, quotes and a last full stop or comma."""
    inside = text.str.replace(_IN_BRACKETS, "$2")
    plain = inside.str.replace(r"(?i)^\s*(?:mailto|e-?mail|smtp)\s*:\s*", "").str.replace(r"\?.*$", "")
    return plain.str.strip_chars(" \"'<>,;").str.strip_suffix(".")


def normalise_email(address: pl.Expr) -> pl.Expr:
    """An address in lower case and NFC, its domain in Unicode; null where the text is no address."""
    return _decoded(_gated(_lower(address)))


# Three steps, so that a frame can take them one by one: an expression that names another twice computes it twice.


def _lower(address: pl.Expr) -> pl.Expr:
    return _bare_address(tidy_text(address)).str.to_lowercase().str.normalize("NFC")


def _gated(bare: pl.Expr) -> pl.Expr:
    return pl.when(bare.str.contains(_ADDRESS) & (bare.str.len_chars() <= _LONGEST_ADDRESS)).then(bare)


def _decoded(gated: pl.Expr) -> pl.Expr:
    local, domain = gated.str.extract(r"^(.*)@"), gated.str.extract(r"@([^@]*)$")
    is_encoded = domain.str.contains("xn--", literal=True)
    decoded = over_distinct(pl.when(is_encoded).then(domain), _unicode_domain, pl.String)
    return pl.when(is_encoded).then(pl.concat_str(local, decoded, separator="@")).otherwise(gated)


def canonical_address(address: pl.Expr) -> pl.Expr:
    """An address in the one form of a mailbox: without dots and tags, of services where they mean nothing.

    In: addresses as of `normalise_email`. All others stay as they are: a tag may be another person's elsewhere.
    """
    dotless = word_list("free_mail")["dotless"]
    local, domain = address.str.extract(r"^(.*)@"), address.str.extract(r"@([^@]*)$")
    bare = local.str.replace(r"\+.*$", "").str.replace_all(".", "", literal=True)
    return pl.when(domain.is_in(dotless)).then(pl.concat_str(bare, pl.lit("@" + dotless[0]))).otherwise(address)


def is_role_address(local_part: pl.Expr) -> pl.Expr:
    """Whether an address is read by whoever has a role (info@, sales.uk@, familie-meier@); null for no address."""
    roles = word_list("role_addresses")
    first = local_part.str.extract(r"^([^.\-_+]*)")
    return local_part.is_in(roles["exact"]) | first.is_in(roles["openings"])


def _display_name(given: pl.Expr, address: pl.Expr) -> pl.Expr:
    """The name that goes with the address, given apart or before the angle brackets."""
    before = address.str.extract(_IN_BRACKETS, 1).str.strip_chars(" \"',")
    return pl.coalesce(none_if_empty(tidy_text(given)), none_if_empty(tidy_text(before)))


def contact_emails(raw: pl.LazyFrame) -> pl.LazyFrame:
    """E-mail addresses of contacts. In: raw contacts. Out: the columns of `Tidy.emails`."""
    written = pl.col("raw")
    return (
        values(raw, "emails")
        .rename({"address": "raw"})
        .with_columns(address=_lower(written))
        .with_columns(address=_gated(pl.col("address")))
        .with_columns(
            address=_decoded(pl.col("address")),
            label=normalise_label(pl.col("label")),
            display_name=_display_name(pl.col("display_name"), written),
            is_marked_preferred=pl.col("is_preferred").fill_null(value=False),
        )
        .with_columns(
            local_part=pl.col("address").str.extract(r"^(.*)@"),
            domain=pl.col("address").str.extract(r"@([^@]*)$"),
        )
        .with_columns(is_role_address=is_role_address(pl.col("local_part")).fill_null(value=False))
    )


_SECOND: Final = 2
"""Labels of a domain that has a public suffix of two parts and nothing else."""


def company(domain: pl.Expr) -> pl.Expr:
    """The word that a firm's domain is known by (moralesconsulting of mail.morales-consulting.co.uk), else null.

    Domains at which anybody may have an address are no firm's; of those that are kept for examples the part before is.
    """
    words = word_list("free_mail")
    labels = domain.str.split(".")
    is_second = labels.list.get(-2, null_on_oob=True).is_in(words["second_level"]) & (labels.list.len() > _SECOND)
    public = pl.when(is_second).then(2).otherwise(1)
    registered = labels.list.get(-1 - public, null_on_oob=True)
    is_reserved = registered.is_in(words["reserved"])
    named = pl.when(is_reserved).then(labels.list.get(-2 - public, null_on_oob=True)).otherwise(registered)
    return pl.when(~named.is_in(words["names"])).then(named.str.replace_all(r"[^\p{L}\p{N}]", ""))
