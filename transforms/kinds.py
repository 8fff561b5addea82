"""Tells people, organisations, groups and resources (rooms, things) apart: a card is a person's unless it is said."""

import polars as pl

from configs.words import word_list
from transforms.emails import contact_emails
from transforms.extras import extra_values
from transforms.name_text import is_name, tidy_name
from transforms.organisations import has_legal_form, organisation_parts
from transforms.values import KEY, folded, over_distinct


def _reads_as_name(text: str) -> bool:
    tidied = tidy_name(text)
    return tidied is not None and is_name(tidied)


def _is_filled(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"\S").fill_null(value=False)


def _said_kind() -> pl.Expr:
    """The source's own word, where it is another than a person's."""
    known, said = word_list("kinds"), folded(pl.col("kind"))
    return (
        pl.when(said.is_in(known["group"]))
        .then(pl.lit("group"))
        .when(said.is_in(known["organisation"]))
        .then(pl.lit("organisation"))
        .when(said.is_in(known["resource"]))
        .then(pl.lit("resource"))
    )


def _is_resource(name: pl.Expr) -> pl.Expr:
    """Whether a folded name is a room's or a thing's: "meeting room 4", "salle b"."""
    opening = "|".join(sorted(word_list("kinds")["resource_names"]["opening"], key=len, reverse=True))
    return name.str.contains(rf"^(?:{opening})(?: (?:\p{{L}}|\p{{L}}?\d+\p{{L}}?))*$").fill_null(value=False)


def _is_firm(name: pl.Expr, organisation: pl.Expr, *, has_only_roles: pl.Expr) -> pl.Expr:
    """Whether the names on a card are an organisation's. In: its main name and its first organisation, as structs."""
    full, employer = name.struct.field("full"), folded(organisation.struct.field("name"))
    given, family = (_is_filled(name.struct.field(part)) for part in ("given", "family"))
    title, role = (_is_filled(organisation.struct.field(part)) for part in ("title", "role"))
    has_legal_name = over_distinct(full, has_legal_form, pl.Boolean).fill_null(value=False)
    has_name = given | family | over_distinct(full, _reads_as_name, pl.Boolean).fill_null(value=False)
    return (
        pl.when((given & family) | has_legal_name)
        .then(has_legal_name)
        .when(has_name)
        .then((folded(full) == employer).fill_null(value=False))
        .when(employer.is_not_null())
        .then(~(title | role))
        .otherwise(has_only_roles.fill_null(value=False))
    )


def contact_kinds(raw: pl.LazyFrame, *, emails: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """What each card is. In: raw contacts (and `contact_emails` of them). Out: source, record_id, kind.

    The first that says something decides: the source's word; members, which make a group; Apple's X-ABSHOWAS COMPANY.
    A room or a thing that is booked is a resource: by its name, or where all its addresses are of a resource domain.
    Then a card is an organisation's if its name ends in a legal form ("Acme GmbH"), or is that of its organisation
    (unless it has a given and a family name), or is that of the domain of its addresses, which are all of roles, or is
    missing: beside an organisation without a title, or where there are only role addresses. Else it is a person's.
    """
    addresses = contact_emails(raw) if emails is None else emails
    labels = (
        pl.col("domain").str.split(".").list.set_intersection(word_list("kinds")["resource_names"]["domain_labels"])
    )
    roles = addresses.group_by(KEY).agg(
        has_only_roles=pl.col("is_role_address").all(),
        domain_labels=pl.col("domain").str.split(".").list.explode(keep_nulls=False, empty_as_null=False),
        has_only_resources=(labels.list.len() > 0).fill_null(value=False).all(),
    )
    main = pl.element().filter(pl.element().struct.field("kind") == "main")
    shows_as = extra_values(raw, "X-ABSHOWAS").list.eval(pl.element().str.to_uppercase())
    is_firm = _is_firm(
        pl.col("names").list.eval(main).list.first(),
        pl.col("organisations").list.first(),
        has_only_roles=pl.col("has_only_roles"),
    )
    full = pl.col("names").list.eval(main).list.first().struct.field("full")
    firm = organisation_parts(pl.when("has_only_roles").then(full)).struct.field("organisation_key")
    is_of_domain = pl.col("domain_labels").list.contains(folded(firm).str.replace_all(" ", ""))
    return raw.join(roles, on=KEY, how="left", maintain_order="left").select(
        *KEY,
        kind=pl.coalesce(
            _said_kind(),
            pl.when(pl.col("members").list.len() > 0).then(pl.lit("group")),
            pl.when(pl.col("has_only_resources").fill_null(value=False) | _is_resource(folded(full))).then(
                pl.lit("resource")
            ),
            pl.when(shows_as.list.contains("COMPANY") | is_firm | is_of_domain).then(pl.lit("organisation")),
            pl.lit("person"),
        ),
    )
