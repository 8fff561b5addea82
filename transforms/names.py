"""Names of contacts: for reading, in parts, in Latin letters, and by a key for comparing."""

import re
from typing import Final, NamedTuple

import polars as pl

from transforms.name_parts import Parts, reads_as_japanese, split_honorifics, split_name, split_suffixes
from transforms.name_text import (
    HAS_EAST_ASIAN,
    HAS_HAN,
    in_latin,
    in_usual_case,
    is_address,
    is_in_one_case,
    is_name,
    needs_latin,
    tidy_name,
    without_asides,
)
from transforms.values import KEY, folded, none_if_empty, over_distinct, values

_PARTS: Final = ("prefix", "given", "middle", "family", "suffix")
_SPLIT_KINDS: Final = frozenset({"main", "file_as", "alternative"})
_MOST_LAYERS: Final = 5
_ODD: Final = re.compile(r"[^\w '-]")
_NAME: Final = pl.Struct(
    {
        **dict.fromkeys(
            ("full_name", "prefix", "given_name", "middle_name", "family_name", "suffix", "latin_name"), pl.String
        ),
        "nicknames": pl.List(pl.String),
        "birth_name": pl.String,
    }
)


class Written(NamedTuple):
    """A name as a source gave it, and what else is known when it is read.

    `reading` is the record's own phonetic name in kana, `is_japanese` that something in the record says so.
    """

    full: str | None = None
    prefix: str | None = None
    given: str | None = None
    middle: str | None = None
    family: str | None = None
    suffix: str | None = None
    kind: str = "main"
    is_person: bool = True
    is_japanese: bool = False
    reading: str | None = None


class Name(NamedTuple):
    """A name that has been read; `nicknames` and `birth_name` stood in it, in brackets or quotation marks."""

    full_name: str | None = None
    prefix: str | None = None
    given_name: str | None = None
    middle_name: str | None = None
    family_name: str | None = None
    suffix: str | None = None
    latin_name: str | None = None
    nicknames: tuple[str, ...] = ()
    birth_name: str | None = None


class _Tidied(NamedTuple):
    parts: Parts
    nicknames: tuple[str, ...]
    birth_name: str | None


def _tidy_parts(written: Written) -> _Tidied:
    """The parts as the source gave them, without junk; honorifics and suffixes are taken out of names."""
    found: list[str | None] = []
    nicknames: list[str] = []
    birth_name = None
    for text in (written.prefix, written.given, written.middle, written.family, written.suffix):
        tidied = tidy_name(text)
        if tidied is None or tidied.isalpha():
            found.append(tidied)
            continue
        aside = without_asides(tidied)
        found.append(None if is_address(aside.text) else aside.text or None)
        nicknames += aside.nicknames
        birth_name = birth_name or aside.maiden
    prefix, given, middle, family, suffix = found
    if given and not prefix and " " in given:
        prefix, given = split_honorifics(given)
    if family and not suffix and not family.isalpha():
        family, suffix = split_suffixes(family)
    return _Tidied(Parts(prefix, given, middle, family, suffix), tuple(nicknames), birth_name)


def _composed(parts: Parts) -> str | None:
    """The whole name from its parts; East Asian family names come first."""
    inner = [part for part in (parts.given, parts.middle, parts.family) if part]
    if inner and all(HAS_EAST_ASIAN.search(part) for part in inner):
        inner = [part for part in (parts.family, parts.middle, parts.given) if part]
    return " ".join(part for part in (parts.prefix, *inner, parts.suffix) if part) or None


def _is_whole_in_one_part(parts: Parts, full: str | None) -> bool:
    """Whether a source put the whole name into one of its parts ("given: John Smith")."""
    only = [part for part in (parts.given, parts.middle, parts.family) if part]
    return len(only) == 1 and " " in only[0] and full in {None, only[0], _composed(parts)}


def _latin(parts: Parts, full: str, written: Written) -> str | None:
    """The name in Latin letters where it is in others: from its reading in kana, if it is Japanese, or not at all."""
    if not needs_latin(full):
        return None
    if not HAS_HAN.search(full):
        return in_latin(full if "・" in full else _composed(parts._replace(prefix=None, suffix=None)) or full)
    if written.is_japanese or written.reading or reads_as_japanese(full, family=parts.family):
        return in_latin(written.reading) if written.reading else None
    return in_latin(_composed(parts._replace(prefix=None, suffix=None)) or full)


def _split(text: str, written: Written) -> Parts:
    is_japanese = written.is_japanese or written.reading is not None
    if is_japanese and " " not in text and "・" not in text and HAS_HAN.search(text):
        return Parts()
    return split_name(text)


def _in_usual_case(parts: Parts) -> Parts:
    prefix, given, middle, family, suffix = (getattr(parts, part) for part in _PARTS)
    return Parts(
        prefix and in_usual_case(prefix),
        given and in_usual_case(given, starts_name=prefix is None),
        middle and in_usual_case(middle, starts_name=False),
        family and in_usual_case(family, starts_name=prefix is None and given is None),
        suffix and in_usual_case(suffix, starts_name=False),
    )


def _organisation_name(written: Written) -> Name:
    """The name of an organisation or a group: tidy, and in no parts."""
    full = tidy_name(written.full) or tidy_name(_composed(_tidy_parts(written).parts))
    return Name(full, latin_name=_latin(Parts(), full, written) if full else None)


def read_name(written: Written) -> Name:
    """A name for reading and in its parts.

    The whole name as given is shown, unless it is missing, is no name (an e-mail address) or is `Doe, John`: then the
    parts are put together. Without parts they are read from the whole. Names in one case get the usual one.
    """
    name = _read_layer(written)
    if not _is_odd(written):
        return name
    nicknames, birth_name = name.nicknames, name.birth_name
    for _ in range(_MOST_LAYERS):
        bared = _read_layer(
            written._replace(
                full=name.full_name,
                prefix=name.prefix,
                given=name.given_name,
                middle=name.middle_name,
                family=name.family_name,
                suffix=name.suffix,
            )
        )
        if bared._replace(nicknames=name.nicknames, birth_name=name.birth_name) == name:
            break
        name = bared
        nicknames, birth_name = (*nicknames, *bared.nicknames), birth_name or bared.birth_name
    return name._replace(nicknames=tuple(dict.fromkeys(nicknames)), birth_name=birth_name)


def _is_odd(written: Written) -> bool:
    """Whether a name holds other signs than letters, blanks, hyphens and apostrophes: one may hide another."""
    parts = (written.full, written.prefix, written.given, written.middle, written.family, written.suffix)
    return any(part is not None and _ODD.search(part) is not None for part in parts)


def _read_layer(written: Written) -> Name:
    if not written.is_person:
        return _organisation_name(written)
    given = _tidy_parts(written)
    aside = without_asides(tidy_name(written.full) or "")
    if not is_name(aside.text):
        aside = without_asides(tidy_name(_composed(given.parts)) or "")
    full, parts = aside.text or None, given.parts
    if full and parts.given and parts.family and "," in full and _split(full, written).is_inverted:
        full = None
    whole = full or _composed(parts)
    if whole is None:
        return Name()
    has_no_parts = not (parts.given or parts.middle or parts.family) or _is_whole_in_one_part(parts, full)
    if is_in_one_case(whole):
        whole, full, parts = in_usual_case(whole), full and in_usual_case(full), _in_usual_case(parts)
    if has_no_parts and written.kind in _SPLIT_KINDS:
        split = _split(whole, written)
        prefix, suffix = parts.prefix or split.prefix, parts.suffix or split.suffix
        parts = _tidy_parts(Written(None, prefix, *split[1:4], suffix)).parts
        full = None if split.is_inverted else full
    full = full or _composed(parts) or whole
    return Name(
        full,
        parts.prefix,
        parts.given,
        parts.middle,
        parts.family,
        parts.suffix,
        _latin(parts, full, written),
        tuple(dict.fromkeys((*aside.nicknames, *given.nicknames))),
        aside.maiden or given.birth_name,
    )


def _name_of(asked: dict[str, str]) -> Name:
    return read_name(Written(**asked))  # type: ignore[arg-type] # the struct's fields are those of Written


def name_key(full_name: pl.Expr, *, parts: tuple[pl.Expr, ...], latin_name: pl.Expr) -> pl.Expr:
    """A name for comparing: folded words, sorted, of the Latin form, else of the inner parts, else of all.

    Accents, honorifics and suffixes are left out. Two people may share a key: it is no identity.
    """
    inner = none_if_empty(pl.concat_str(*parts, separator=" ", ignore_nulls=True))
    words = folded(pl.coalesce(latin_name, inner, full_name)).str.split(" ")
    return words.list.sort().list.join(" ")


def _readings(names: pl.LazyFrame) -> pl.LazyFrame:
    """The phonetic name of each record that has one in kana: family name first, as Japanese is read."""
    composed = none_if_empty(pl.concat_str("family", "middle", "given", separator=" ", ignore_nulls=True))
    kana = names.filter(pl.col("kind") == "phonetic").with_columns(reading=pl.coalesce(composed, "full"))
    has_kana = pl.col("reading").str.contains(r"[\p{Hiragana}\p{Katakana}]")
    return kana.filter(has_kana).group_by(KEY).agg(pl.col("reading").sort_by("ordinal").first())


def _japanese(names: pl.LazyFrame) -> pl.LazyFrame:
    """The records whose names say that they are Japanese: by language, or by kana beside kanji."""
    text = pl.concat_str("full", "given", "family", separator=" ", ignore_nulls=True)
    says_so = pl.col("language").str.to_lowercase().str.starts_with("ja") | text.str.contains(
        r"[\p{Hiragana}\p{Katakana}]"
    )
    return names.filter(says_so).select(KEY).unique()


def _asides(names: pl.LazyFrame) -> pl.LazyFrame:
    """Nicknames and birth names that stood in other names, as names of their own where the record hasn't them yet."""
    nicknames = names.select(*KEY, "last", kind=pl.lit("nickname"), full_name="nicknames").explode("full_name")
    maiden = names.select(*KEY, "last", kind=pl.lit("maiden"), full_name="birth_name")
    found = pl.concat([nicknames, maiden]).filter(pl.col("full_name").is_not_null())
    own = names.select(*KEY, "kind", "full_name")
    return (
        found.unique([*KEY, "kind", "full_name"], keep="first", maintain_order=True)
        .join(own, on=[*KEY, "kind", "full_name"], how="anti", maintain_order="left")
        .with_columns(
            ordinal=(pl.col("last") + pl.int_range(1, pl.len() + 1).over(KEY)).cast(pl.Int32),
            raw=pl.col("full_name"),
            is_person=pl.lit(value=True),
        )
        .drop("last")
    )


def contact_names(raw: pl.LazyFrame, *, kinds: pl.LazyFrame, japanese: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """Names of contacts. In: raw contacts, `contact_kinds` of them, and the keys of records that are in Japan.

    Out: the columns of `Tidy.names`. Nicknames and birth names that stood in another name follow the record's own.
    """
    names = values(raw, "names").with_columns(last=pl.col("ordinal").max().over(KEY))
    in_japan = _japanese(names) if japanese is None else pl.concat([_japanese(names), japanese.select(KEY)]).unique()
    written = (
        names.join(kinds.select(*KEY, is_person=pl.col("kind") == "person"), on=KEY, how="left", maintain_order="left")
        .join(_readings(names), on=KEY, how="left", maintain_order="left")
        .join(in_japan.with_columns(is_japanese=True), on=KEY, how="left", maintain_order="left")
        .with_columns(
            pl.col("kind").fill_null("main"),
            pl.col("is_person").fill_null(value=True),
            raw=pl.coalesce(
                none_if_empty(pl.col("full")), none_if_empty(pl.concat_str(_PARTS, separator=" ", ignore_nulls=True))
            ),
        )
    )
    needs_reading = pl.concat_str("full", *_PARTS, ignore_nulls=True).str.contains(r"\p{Han}")
    asked = pl.struct(
        "full",
        *_PARTS,
        "kind",
        "is_person",
        is_japanese=pl.col("is_japanese").fill_null(value=False) & needs_reading,
        reading=pl.when(needs_reading).then("reading"),
    )
    read = written.select(*KEY, "ordinal", "last", "kind", "raw", name=over_distinct(asked, _name_of, _NAME)).unnest(
        "name"
    )
    parts = (pl.col("given_name"), pl.col("middle_name"), pl.col("family_name"))
    return pl.concat([read, _asides(read)], how="diagonal").with_columns(
        name_key=name_key(pl.col("full_name"), parts=parts, latin_name=pl.col("latin_name"))
    )
