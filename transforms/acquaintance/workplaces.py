"""Who is or was where the owner works or worked: by affiliations at the same time, and by domains of addresses."""

import polars as pl

from configs.words import word_list
from transforms.acquaintance.attendance import Ground
from transforms.acquaintance.provenance import INFERRED, origins
from transforms.emails import company
from transforms.values import folded


def organisations(ground: Ground) -> pl.DataFrame:
    """Who is or was at an organisation at the same time as the owner, as far as dates are known."""
    jobs = ground.frames["affiliation"].filter(pl.col("organisation_id").is_not_null())
    mine = jobs.join(ground.selves, on="person_id").select(
        "owner", "organisation_id", my_start="started_on", my_end="ended_on", name="organisation"
    )
    if mine.is_empty():
        return pl.DataFrame(schema=INFERRED)
    theirs = jobs.join(ground.others, on="person_id")
    together = theirs.join(mine, on=("owner", "organisation_id")).filter(
        _begins_before(pl.col("started_on"), pl.col("my_end")) & _begins_before(pl.col("my_start"), pl.col("ended_on"))
    )
    is_over = (pl.min_horizontal("ended_on", "my_end") <= ground.today).fill_null(value=False)
    return (
        together.with_columns(is_over=is_over)
        .sort("owner", "person_id", "organisation_id", "is_over", "name")
        .group_by("owner", "person_id", "organisation_id", maintain_order=True)
        .agg(
            pl.col("name", "organisation_key").first(),
            pl.col("is_over").all(),
            first_on=pl.max_horizontal("started_on", "my_start").min(),
            last_on=pl.when(pl.col("is_over").all()).then(pl.min_horizontal("ended_on", "my_end").max()),
            evidence=origins(pl.col("provenance")),
        )
        .pipe(_as_colleagues, kind="organisation")
    )


def _begins_before(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether something begins before another ends, where what isn't known is no obstacle."""
    return (start <= end).fill_null(value=True)


def _as_colleagues(rows: pl.DataFrame, *, kind: str) -> pl.DataFrame:
    """People of an organisation as colleagues, former colleagues, or of the same school.

    In: owner, person_id, name, organisation_key, is_over, evidence; domain, first_on and last_on where known.
    """
    template = (
        pl.when("is_teaching")
        .then(pl.lit("school"))
        .when("is_over")
        .then(pl.lit("former_colleague"))
        .otherwise(pl.lit("colleague"))
    )
    topic = pl.when("is_teaching").then(pl.lit("text")).otherwise(template)
    return (
        rows.with_columns(is_teaching=_is_teaching(has_domain="domain" in rows.columns))
        .with_columns(
            template=template,
            kind=pl.lit(kind),
            key=pl.format("{}:{}", topic, "organisation_key"),
            sphere=pl.when(~pl.col("is_teaching")).then(pl.lit("professional")),
            interactions=pl.lit(0),
        )
        .drop("organisation_key", "organisation_id", "firm", "domain", "was", "is_over", "is_teaching", strict=False)
    )


def _is_teaching(*, has_domain: bool) -> pl.Expr:
    """Whether an organisation is a school or a university: by a word or an ending of its key, or by its domain."""
    words = word_list("contexts")["teaching"]
    key = pl.col("organisation_key")
    spaced = pl.concat_str(pl.lit(" "), key, pl.lit(" "))
    by_name = spaced.str.contains_any([f" {word} " for word in words["words"]]) | pl.any_horizontal(
        key.str.contains(rf"{ending}\b") for ending in words["endings"]
    )
    if not has_domain:
        return by_name
    labels = pl.col("domain").str.split(".")
    return by_name | (labels.list.set_intersection(words["domains"]).list.len() > 0)


def domains(ground: Ground, at_work: pl.DataFrame) -> pl.DataFrame:
    """Who has an address at the owner's own domain, unless that is a free mailer's or called like the owner's family.

    The domain is called by the organisation to which most people with an address there belong, else by itself.
    """
    frames = ground.frames
    used = frames["person_email"].filter(
        pl.col("domain").is_not_null() & ~pl.col("is_role_address").fill_null(value=False)
    )
    families = frames["person"].select("person_id", family=folded(pl.col("family_name")).str.replace_all(" ", ""))
    rows = used.with_columns(firm=company(pl.col("domain"))).filter(pl.col("firm").is_not_null())
    mine = (
        rows.join(ground.selves, on="person_id")
        .join(families, on="person_id", how="left")
        .filter((pl.col("firm") != pl.col("family")).fill_null(value=True))
        .select("owner", "firm")
        .unique()
    )
    if mine.is_empty():
        return pl.DataFrame(schema=INFERRED)
    theirs = rows.join(ground.others, on="person_id").join(mine, on=("owner", "firm"))
    found = (
        theirs.sort("owner", "person_id", "firm", "address")
        .group_by("owner", "person_id", "firm", maintain_order=True)
        .agg(domain=pl.col("domain").first(), evidence=origins(pl.col("provenance")))
        .join(_firms(frames, rows, ground.known), on=("owner", "firm"), how="left")
        .with_columns(
            name=pl.coalesce("name", "domain"),
            organisation_key=pl.coalesce("organisation_key", "firm"),
            is_over=pl.lit(value=False),
        )
    )
    former = at_work.filter(pl.col("template") == "former_colleague").select(
        "owner", "person_id", "name", was=pl.lit(value=True)
    )
    told = found.join(former.unique(), on=("owner", "person_id", "name"), how="left").with_columns(
        is_over=pl.col("was").fill_null(value=False)
    )
    return _as_colleagues(told, kind="domain")


def _firms(frames: dict[str, pl.DataFrame], addresses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The organisation of most of those with an address at a firm's domain: owner, firm, name, organisation_key."""
    jobs = frames["affiliation"].filter(pl.col("organisation_key").is_not_null())
    return (
        addresses.select("person_id", "firm")
        .unique()
        .join(known, on="person_id")
        .join(jobs.select("person_id", "organisation_key", "organisation"), on="person_id")
        .group_by("owner", "firm", "organisation_key")
        .agg(name=pl.col("organisation").sort().first(), people=pl.col("person_id").n_unique())
        .sort("owner", "firm", "people", "organisation_key", descending=[False, False, True, False])
        .unique(("owner", "firm"), keep="first", maintain_order=True)
        .drop("people")
    )
