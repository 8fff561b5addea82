"""Who "me" is, for each owner: the addresses, profiles and names by which sent and received are told apart."""

from typing import Final

import polars as pl

from configs.settings import Settings
from transforms.emails import canonical_address, normalise_email
from transforms.ledger.addresses import is_list_address, is_room_address
from transforms.ledger.landed import Landed
from transforms.ledger.parties import SLUG
from transforms.ledger.shapes import Schema
from transforms.values import folded

OWN: Final[Schema] = {"owner": pl.String, "key": pl.String, "address": pl.String, "origin": pl.String}
"""One row per owner and way of naming them.

key      address:…, profile:… or name:… (see `transforms.ledger.parties`; addresses in the one form of their mailbox)
address  the address as it is used, null of profiles and names
origin   settings; card (their own, or LinkedIn's profile); account (what the source says is its owner's address); sent
         (who sends what lies among what was sent); invitations or messages (whose profile is in all of them);
         everywhere (whose address is in nearly all of a mailbox or calendar)
"""

_SENT: Final = ("sent", "sent mail", "sent items", "sent messages", "gesendet", "posta inviata", "enviados", "envoyes")

_MOST: Final = 0.9
"""A profile that is in so many of an archive's messages is its owner's."""

_FEW: Final = 3
"""Messages that say nothing of who is in all of them."""


def own_keys(landed: Landed, settings: Settings, own_cards: pl.DataFrame | None = None) -> pl.DataFrame:
    """By what every owner is named; see `OWN`.

    Of an owner of whom no source says an address, it is the one that is in nearly all of their messages or events.
    `settings` say who the owner of these settings is; `own_cards` are `possible_own_cards` of all contacts, where
    `landed` doesn't hold all.
    """
    contacts = possible_own_cards(landed.contacts, settings) if own_cards is None else own_cards
    people = _people(landed.mail)
    told = pl.concat(
        [
            _of_settings(settings),
            _own_cards(contacts, settings)
            .select("owner", _listed("emails", "address"), origin=pl.lit("card"))
            .explode("address"),
            _of_calendars(landed.calendars),
            _accounts(landed.mail),
            _senders(people),
        ]
    ).pipe(_usable)
    everywhere = pl.concat([_in_most_mail(people), _in_most_events(landed.events)]).pipe(_usable)
    found = pl.concat([told, everywhere.join(told, on="owner", how="anti")])
    by_address = found.with_columns(key=pl.format("address:{}", canonical_address(pl.col("address"))))
    names = _names(contacts, settings)
    rest = pl.concat(
        [_of_cards(_own_cards(contacts, settings)), _profiles(people, names), names], how="diagonal"
    ).with_columns(address=pl.lit(None, pl.String))
    return pl.concat([by_address.select(*OWN), rest.select(*OWN)]).drop_nulls("key").unique(maintain_order=True)


def _usable(addresses: pl.DataFrame) -> pl.DataFrame:
    """Addresses as they are compared, without those of lists and rooms."""
    address = pl.col("address")
    return addresses.with_columns(address=normalise_email(address)).filter(
        address.is_not_null() & ~is_list_address(address) & ~is_room_address(address)
    )


def _in_most_mail(people: pl.DataFrame) -> pl.DataFrame:
    """The address that sends or gets nearly all of a mailbox's messages."""
    mail = people.filter(pl.col("channel") == "email").select("source", "owner", "address", of="message")
    return _in_most(mail)


def _in_most_events(events: pl.DataFrame) -> pl.DataFrame:
    """The address that is in nearly all events of a calendar which name anybody."""
    rows = events.with_row_index("of").select("source", "owner", "of", "organiser", "attendees")
    address = pl.element().struct.field("address")
    everybody = pl.concat_list(
        pl.col("attendees").list.eval(address), pl.concat_list(pl.col("organiser").struct.field("address"))
    )
    return _in_most(rows.select("source", "owner", "of", address=everybody).explode("address"))


def _in_most(rows: pl.DataFrame) -> pl.DataFrame:
    """The address that stands in nearly all of a source's messages or events (`of`), unless several do."""
    source = ("source", "owner")
    known = rows.with_columns(address=pl.col("address").str.strip_chars().str.to_lowercase()).drop_nulls("address")
    return (
        known.group_by(*source, "address")
        .agg(pl.col("of").n_unique())
        .join(known.group_by(source).agg(all=pl.col("of").n_unique()), on=source)
        .filter((pl.col("all") >= _FEW) & (pl.col("of") >= _MOST * pl.col("all")))
        .filter(pl.len().over(source) == 1)
        .select("owner", "address", origin=pl.lit("everywhere"))
    )


def _listed(column: str, field: str) -> pl.Expr:
    return pl.col(column).list.eval(pl.element().struct.field(field)).alias(field)


def _whole_name() -> pl.Expr:
    """The first name of a raw contact: whole, else its parts."""
    main = pl.col("names").list.first()
    parts = [main.struct.field("given"), main.struct.field("family")]
    return pl.coalesce(main.struct.field("full"), pl.concat_str(*parts, separator=" ", ignore_nulls=True))


def possible_own_cards(contacts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The cards that may be an owner's: those that say so, and those of the settings' name.

    In: raw contacts. Out: their source, record_id, owner, is_owner, names, emails, urls, and is_named.
    """
    mine = pl.col("owner") == settings.owner
    named = mine & (folded(_whole_name()) == folded(pl.lit(settings.me.name, pl.String)))
    columns = ("source", "record_id", "owner", "is_owner", "names", "emails", "urls")
    told = contacts.select(*columns, is_named=named.fill_null(value=False))
    return told.filter(pl.col("is_owner") | pl.col("is_named"))


def _own_cards(contacts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Of `possible_own_cards` those that say so, and those that have one of the settings' addresses.

    Where a source has a single card of that name, it is theirs, too.
    """
    addresses = [address.strip().lower() for address in settings.me.emails]
    written = pl.col("emails").list.eval(pl.element().struct.field("address").str.strip_chars().str.to_lowercase())
    has_mine = written.list.eval(pl.element().is_in(addresses)).list.any()
    told = contacts.with_columns(has_mine=has_mine.fill_null(value=False))
    is_only = pl.col("is_named").sum().over("source") == 1
    return told.filter(pl.col("is_owner") | (pl.col("is_named") & (pl.col("has_mine") | is_only)))


def _people(messages: pl.DataFrame) -> pl.DataFrame:
    """Each participant of a message: source, owner, number of the message, channel, direction, labels and who."""
    rows = messages.with_row_index("message").select(
        "message", "source", "owner", "channel", "direction", "labels", "people"
    )
    return rows.explode("people", empty_as_null=False).unnest("people")


def _of_settings(settings: Settings) -> pl.DataFrame:
    rows = [(settings.owner, address, "settings") for address in settings.me.emails]
    return pl.DataFrame(rows, schema={"owner": pl.String, "address": pl.String, "origin": pl.String}, orient="row")


def _of_calendars(calendars: pl.DataFrame) -> pl.DataFrame:
    """Whose account it is, where the source says; else a calendar that is called by an address is that one's own.

    An account may have others' calendars, too, which are called by theirs.
    """
    address = pl.coalesce("account", pl.col("calendar").struct.field("name"))
    return calendars.select("owner", address=address, origin=pl.lit("account")).unique()


def _accounts(messages: pl.DataFrame) -> pl.DataFrame:
    """The address to which most of a mailbox's messages were delivered."""
    delivered = messages.drop_nulls("account").group_by("source", "owner", "account").len()
    most = delivered.filter(pl.col("len") * 2 > pl.col("len").sum().over("source", "owner"))
    return most.select("owner", address="account", origin=pl.lit("account"))


def _senders(people: pl.DataFrame) -> pl.DataFrame:
    """Who sends what lies among what was sent, by its mailbox or its labels."""
    is_sent = folded(pl.element()).is_in(_SENT)
    lies_there = (pl.col("direction") == "sent").fill_null(value=False) | pl.col("labels").list.eval(is_sent).list.any()
    sent = people.filter((pl.col("channel") == "email") & (pl.col("role") == "sender") & lies_there)
    return sent.select("owner", "address", origin=pl.lit("sent")).unique()


def _of_cards(cards: pl.DataFrame) -> pl.DataFrame:
    """The LinkedIn profiles on owners' cards."""
    urls = cards.select("owner", _listed("urls", "url")).explode("url")
    slug = pl.col("url").str.extract(SLUG).str.to_lowercase()
    return urls.select("owner", key=pl.format("profile:{}", slug), origin=pl.lit("card"))


def _profiles(people: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Whose profile sends outgoing invitations, gets incoming ones, has an owner's name, or is in most messages."""
    seen = people.with_columns(slug=pl.col("url").str.extract(SLUG).str.to_lowercase()).drop_nulls("slug")
    direction = pl.col("direction").str.to_lowercase()
    invites = seen.filter(
        (pl.col("channel") == "linkedin_invitation")
        & (
            ((direction == "outgoing") & (pl.col("role") == "sender"))
            | ((direction == "incoming") & (pl.col("role") == "recipient"))
        )
    ).select("owner", "slug", origin=pl.lit("invitations"))
    messages = seen.filter(pl.col("channel") == "linkedin_message")
    share = (
        messages.group_by("source", "owner", "slug")
        .agg(messages=pl.col("message").n_unique())
        .join(messages.group_by("source", "owner").agg(all=pl.col("message").n_unique()), on=("source", "owner"))
        .filter((pl.col("all") >= _FEW) & (pl.col("messages") >= _MOST * pl.col("all")))
        .filter(pl.len().over("source", "owner") == 1)
    ).select("owner", "slug", origin=pl.lit("messages"))
    named = (
        seen.with_columns(name_key=pl.format("name:{}", folded(pl.col("name"))))
        .join(names, left_on=("owner", "name_key"), right_on=("owner", "key"), how="semi")
        .select("owner", "slug", origin=pl.lit("card"))
    )
    return pl.concat([invites, named, share]).select("owner", "origin", key=pl.format("profile:{}", pl.col("slug")))


def _names(contacts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The names of owners, for what gives nothing else: as their cards and the settings write them."""
    cards = contacts.filter("is_owner").select("owner", name=_whole_name(), origin=pl.lit("card"))
    rows = [(settings.owner, settings.me.name, "settings")] if settings.me.name else []
    said = pl.DataFrame(rows, schema={"owner": pl.String, "name": pl.String, "origin": pl.String}, orient="row")
    return pl.concat([cards, said]).select("owner", "origin", key=pl.format("name:{}", folded(pl.col("name"))))
