"""The words by which titles and labels say how people know each other, in five languages.

A word is found as it stands, in an inflected form, as a part that the word list marks, or in a German compound of two
known parts. A phrase goes before the words in it, and one that is in `never` takes them away.
"""

from functools import cache
from typing import Any, Final, NamedTuple

import polars as pl

from configs.words import word_list
from transforms.ledger.shapes import Schema, in_shape
from transforms.values import folded

LANGUAGES: Final = ("en", "it", "de", "fr", "es")
_COMPOUNDING: Final = "de"
_SHORTEST_HEAD: Final = 3
"""Letters of a word that a compound may begin or end with."""

_READ: Final = 200
"""Characters of a title that are read: what goes on is no title."""

_ELIDED: Final = r"(?i)\b([cdjlmnst]|qu|un|dell|all|nell|sull|dall)['’]"
"""What stands before an apostrophe in French and Italian: a word of its own ("séance d'escalade")."""

HITS: Final[Schema] = {"title": pl.String, "concept": pl.String, "languages": pl.List(pl.String)}


class Hit(NamedTuple):
    """A concept, and the languages in which the word that was found has it."""

    concept: str
    languages: tuple[str, ...]


class Titles(NamedTuple):
    """What titles (or labels) say.

    titles  title, key (folded, without fillers: for telling whether two are one), rest (folded words that are neither
            fillers nor of a concept), is_professional (a word in it says so): one row per distinct title with words
    hits    title, concept, languages: one row per title and concept
    """

    titles: pl.DataFrame
    hits: pl.DataFrame


@cache
def concepts() -> dict[str, dict[str, Any]]:
    """The concepts of the word list: sphere and meets where known, names by language, words by language."""
    return dict(word_list("contexts")["concept"])


@cache
def fillers() -> frozenset[str]:
    """Words that say nothing beside others."""
    return frozenset(word_list("contexts")["fillers"]["words"])


@cache
def generic() -> frozenset[str]:
    """Words that say nothing by themselves."""
    return frozenset(word_list("contexts")["generic"]["words"]) | fillers()


@cache
def _entries() -> dict[str, Hit]:
    """Every word, phrase and pattern as written, folded, with its concept."""
    found: dict[str, Hit] = {}
    for concept, said in concepts().items():
        for language in LANGUAGES:
            for written in said[language]:
                before = found.get(written, Hit(concept, ()))
                found[written] = Hit(before.concept, (*before.languages, language))
    return found


@cache
def _plain() -> dict[str, Hit]:
    """Whole words; `*word` is one as well, `word*` is one."""
    found: dict[str, Hit] = {}
    for word, hit in _entries().items():
        if " " not in word:
            bare = word.strip("*")
            others = found[bare].languages if bare in found else ()
            found[bare] = Hit(hit.concept, tuple(dict.fromkeys([*others, *hit.languages])))
    return found


@cache
def _patterns() -> tuple[tuple[str, bool, Hit], ...]:
    """What a word may end (or else begin) with, the longest first: text, whether it is the end, concept."""
    marked = [(word.strip("*"), word.startswith("*"), hit) for word, hit in _entries().items() if "*" in word]
    return tuple(sorted(marked, key=lambda each: -len(each[0])))


@cache
def _phrases() -> dict[str, Hit | None]:
    """Phrases and their concept; None for those that say nothing."""
    said = {phrase: hit for phrase, hit in _entries().items() if " " in phrase}
    return said | dict.fromkeys(word_list("contexts")["never"]["phrases"], None)


def concept_of(word: str) -> Hit | None:
    """The concept of one folded word; None where it says nothing."""
    if word in _never():
        return None
    if hit := _plain().get(word):
        return hit
    return _compound(word) or _marked(word) or _inflected(word)


def _marked(word: str) -> Hit | None:
    for part, is_end, hit in _patterns():
        if word.endswith(part) if is_end else word.startswith(part):
            return hit
    return None


@cache
def _never() -> frozenset[str]:
    return frozenset(word_list("contexts")["never"]["words"])


def _inflected(word: str) -> Hit | None:
    rules = word_list("contexts")["inflections"]
    for ending in rules["endings"]:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= rules["shortest"] and bare in _plain():
            return _plain()[bare]
    return None


def _compound(word: str) -> Hit | None:
    """The concept of a compound of two known parts: of the first where it has one ("Chorreise"), else of the last."""
    known, rules = _heads(), word_list("contexts")["compounds"]
    for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_HEAD + 1):
        first, last = word[:cut], word[cut:]
        if last not in known:
            continue
        bare = next((first.removesuffix(link) for link in rules["links"] if first.removesuffix(link) in known), None)
        if bare and (hit := known[bare] or known[last]):
            return Hit(hit.concept, (_COMPOUNDING,))
    return None


@cache
def _heads() -> dict[str, Hit | None]:
    """The parts that a compound may have, with the concept of those that have one."""
    rules = word_list("contexts")["compounds"]
    parts: dict[str, Hit | None] = dict.fromkeys([*rules["first"], *rules["last"]], None)
    german = {word: hit for word, hit in _plain().items() if _COMPOUNDING in hit.languages}
    return parts | {word: hit for word, hit in german.items() if len(word) >= _SHORTEST_HEAD}


def read_titles(titles: pl.Series) -> Titles:
    """The concepts, and the rest of the words, of distinct titles; those without any word are left out."""
    if not titles.count():
        return _nothing()
    distinct = titles.drop_nulls().unique().alias("title").to_frame()
    head = pl.col("title").str.head(_READ).str.replace_all(_ELIDED, "$1 ")
    rows = distinct.select("title", words=folded(head).str.split(" ")).drop_nulls().sort("title")
    words = rows.with_columns(place=pl.int_ranges(pl.col("words").list.len())).explode("words", "place")
    phrases = _phrase_hits(rows, words)
    covered = phrases.select("title", place=pl.int_ranges("place", pl.col("place") + pl.col("length"))).explode("place")
    alone = words.join(covered, on=("title", "place"), how="anti")
    known = _known(alone["words"])
    by_word = alone.join(known, on="words", how="left", maintain_order="left")
    hits = pl.concat([phrases.select(*HITS), by_word.select(*HITS)]).drop_nulls("concept").pipe(_without_weak)
    return Titles(
        _described(rows, by_word),
        hits.group_by("title", "concept")
        .agg(pl.col("languages").list.explode(keep_nulls=False, empty_as_null=False).unique().sort())
        .sort("title", "concept")
        .pipe(in_shape, HITS),
    )


def _without_weak(hits: pl.DataFrame) -> pl.DataFrame:
    """Hits without the concepts that say nothing beside another one of the same title."""
    is_weak = pl.col("concept").is_in([concept for concept, said in concepts().items() if said.get("is_weak")])
    return hits.filter(~is_weak | is_weak.all().over("title"))


@cache
def _nothing() -> Titles:
    described: Schema = {
        "title": pl.String,
        "key": pl.String,
        "rest": pl.List(pl.String),
        "is_professional": pl.Boolean,
    }
    return Titles(pl.DataFrame(schema=described), pl.DataFrame(schema=HITS))


def _known(words: pl.Series) -> pl.DataFrame:
    """The distinct words and their concepts: words, concept, languages."""
    distinct = words.unique().drop_nulls().to_list()
    hits = [concept_of(word) for word in distinct]
    return pl.DataFrame(
        {
            "words": distinct,
            "concept": [hit and hit.concept for hit in hits],
            "languages": [hit and list(hit.languages) for hit in hits],
        },
        schema={"words": pl.String, "concept": pl.String, "languages": pl.List(pl.String)},
    )


def _phrase_hits(rows: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Where a phrase stands in a title, the longest of those that overlap: title, place, length, concept, languages."""
    table = pl.DataFrame(
        [
            (phrase, phrase.split()[0], len(phrase.split()), hit and hit.concept, hit and list(hit.languages))
            for phrase, hit in _phrases().items()
        ],
        schema={
            "phrase": pl.String,
            "words": pl.String,
            "length": pl.Int64,
            "concept": pl.String,
            "languages": pl.List(pl.String),
        },
        orient="row",
    )
    here = pl.col("whole").list.slice("place", "length").list.join(" ")
    found = (
        words.join(table, on="words")
        .join(rows.select("title", whole="words"), on="title")
        .filter(here == pl.col("phrase"))
        .sort("title", "length", "place", descending=[False, True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("title"))
    )
    longer = found.select("title", start="place", end=pl.col("place") + pl.col("length"), before="rank")
    beaten = found.join(longer, on="title").filter(
        (pl.col("before") < pl.col("rank"))
        & (pl.col("start") < pl.col("place") + pl.col("length"))
        & (pl.col("place") < pl.col("end"))
    )
    return found.join(beaten, on=("title", "rank"), how="anti")


def _described(rows: pl.DataFrame, by_word: pl.DataFrame) -> pl.DataFrame:
    markers = word_list("contexts")["markers"]["professional"]
    several = [f" {marker} " for marker in markers if " " in marker]
    single = [marker for marker in markers if " " not in marker]
    said = ~pl.col("words").is_in(list(fillers()))
    rest = by_word.group_by("title", maintain_order=True).agg(
        rest=pl.col("words").filter(said & pl.col("concept").is_null())
    )
    spaced = pl.concat_str(pl.lit(" "), pl.col("words").list.join(" "), pl.lit(" "))
    bare = pl.col("words").list.filter(~pl.element().is_in(list(fillers()))).list.join(" ")
    return (
        rows.with_columns(
            key=pl.when(bare == "").then(pl.col("words").list.join(" ")).otherwise(bare),
            is_professional=(pl.col("words").list.set_intersection(single).list.len() > 0)
            | spaced.str.contains_any(several),
        )
        .join(rest, on="title", how="left", maintain_order="left")
        .select("title", "key", pl.col("rest").fill_null([]), "is_professional")
    )


def with_implied(hits: pl.DataFrame) -> pl.DataFrame:
    """Hits, and what they imply of those who are there: colleagues, at an all-hands. In and out: `HITS`."""
    more = [(concept, other) for concept, said in concepts().items() for other in said.get("implies", ())]
    implied = pl.DataFrame(more, schema={"concept": pl.String, "implied": pl.String}, orient="row")
    rows = hits.join(implied, on="concept").select("title", "languages", concept="implied").select(HITS.keys())
    return pl.concat([hits, rows]).unique(("title", "concept"), keep="first", maintain_order=True)
