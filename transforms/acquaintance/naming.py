"""What contexts are called: as the user writes it, else in the language of the owner's own titles and labels."""

from typing import Final

import polars as pl

from configs.words import word_list
from transforms.acquaintance.words import LANGUAGES, Titles, concepts, with_implied

_DEFAULT: Final = "en"


def label_keys(texts: pl.Series, titles: Titles) -> pl.DataFrame:
    """What each label is about: text, key, sphere (null where its words don't say).

    A label is of a concept if its words are, whatever fillers stand beside them ("Sunday brunch" is of brunch); else it
    is about itself ("Asia trip"). A label without any word is about itself, too.
    """
    spheres = pl.DataFrame(
        [(name, said.get("sphere")) for name, said in concepts().items()],
        schema={"concept": pl.String, "sphere": pl.String},
        orient="row",
    )
    hits = (
        titles.hits.join(spheres, on="concept")
        .group_by("title", maintain_order=True)
        .agg(pl.col("concept").first(), several=pl.len(), sphere=pl.col("sphere").drop_nulls().first())
    )
    whole = (pl.col("several") == 1) & (pl.col("rest").list.len() == 0)
    own = pl.coalesce("key", pl.col("title").str.to_lowercase())
    return (
        texts.drop_nulls()
        .unique()
        .alias("title")
        .to_frame()
        .join(titles.titles, on="title", how="left")
        .join(hits, on="title", how="left")
        .select(
            text="title",
            key=pl.when(whole).then(pl.format("concept:{}", "concept")).otherwise(pl.format("text:{}", own)),
            sphere=pl.when(pl.col("is_professional"))
            .then(pl.lit("professional"))
            .otherwise(pl.coalesce("sphere", pl.lit(None, pl.String))),
        )
        .sort("text")
    )


def _place() -> pl.Expr:
    """The place of a language among those of the word list, English first."""
    return pl.col("language").replace_strict({name: i for i, name in enumerate(LANGUAGES)}, return_dtype=pl.Int32)


def owners_languages(used: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """How much each owner writes in each language: owner, language, votes.

    A word of one language is a whole vote for it. In: owner, title, interactions (or uses) of each title and label.
    """
    return (
        used.join(titles.hits, on="title")
        .with_columns(vote=pl.col("interactions") / pl.col("languages").list.len())
        .explode("languages")
        .group_by("owner", language="languages")
        .agg(votes=pl.col("vote").sum())
        .sort("owner", "votes", _place(), descending=[False, True, False])
    )


def concept_names(used: pl.DataFrame, titles: Titles, languages: pl.DataFrame) -> pl.DataFrame:
    """What each owner calls a concept: owner, concept, name; in the language of most of its own titles.

    Where they are the same in several languages, in the one of those that the owner writes most.
    """
    names = pl.DataFrame(
        [
            (concept, language, said["names"][language])
            for concept, said in concepts().items()
            for language in LANGUAGES
        ],
        schema={"concept": pl.String, "language": pl.String, "name": pl.String},
        orient="row",
    )
    return (
        used.join(with_implied(titles.hits), on="title")
        .explode("languages")
        .group_by("owner", "concept", language="languages")
        .agg(uses=pl.col("interactions").sum())
        .join(languages, on=("owner", "language"), how="left")
        .sort(
            "owner", "concept", "uses", "votes", _place(), descending=[False, False, True, True, False], nulls_last=True
        )
        .unique(("owner", "concept"), keep="first", maintain_order=True)
        .join(names, on=("concept", "language"))
        .select("owner", "concept", "name")
    )


def template_names(rows: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """Rows of `inferred.INFERRED` with the names that their templates make, in the owner's language."""
    first = languages.unique("owner", keep="first", maintain_order=True).select("owner", "language")
    templates = pl.DataFrame(
        [
            (template, language, text)
            for template, texts in word_list("contexts")["names"].items()
            for language, text in texts.items()
        ],
        schema={"template": pl.String, "language": pl.String, "pattern": pl.String},
        orient="row",
    )
    filled = pl.col("pattern").str.replace("{name}", pl.col("name").fill_null(""), literal=True)
    return (
        rows.join(first, on="owner", how="left", maintain_order="left")
        .with_columns(pl.col("language").fill_null(_DEFAULT))
        .join(templates, on=("template", "language"), how="left", maintain_order="left")
        .with_columns(name=pl.coalesce(filled, "name"))
        .drop("language", "pattern")
    )
