"""How one met, in a sentence."""

from typing import Final

import polars as pl

PROBABLY: Final = 0.4
"""From this confidence on, who isn't listed was probably met there, else perhaps."""

_LONGEST: Final = 80
"""Characters of a title that are shown."""

_NUMBERS: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
)  # fmt: skip
_FIRST: Final = {
    ("email", "sent"): "wrote them an e-mail",
    ("email", "received"): "got an e-mail from them",
    ("linkedin_message", "sent"): "wrote to them on LinkedIn",
    ("linkedin_message", "received"): "got a message from them on LinkedIn",
    ("linkedin_invitation", "sent"): "invited them on LinkedIn",
    ("linkedin_invitation", "received"): "were invited by them on LinkedIn",
    ("linkedin_endorsement", "sent"): "endorsed them on LinkedIn",
    ("linkedin_endorsement", "received"): "were endorsed by them on LinkedIn",
    ("linkedin_recommendation", "sent"): "recommended them on LinkedIn",
    ("linkedin_recommendation", "received"): "were recommended by them on LinkedIn",
}


def told() -> pl.Expr:
    """A sentence without its full stop, of rows with the columns of `HOW_WE_MET` but text.

    Also needed: is_listed, channel, direction (of an interaction), connected_on, carded_on.
    """
    whole = pl.col("title")
    cut = pl.when(whole.str.len_chars() > _LONGEST).then(pl.format("{}…", whole.str.head(_LONGEST))).otherwise(whole)
    title = pl.format("*{}*", cut)
    day = pl.col("met_on").dt.strftime("%Y-%m-%d")
    later = _later(pl.col("days_before"))
    perhaps = pl.when(pl.col("confidence") >= PROBABLY).then(pl.lit("probably met")).otherwise(pl.lit("perhaps met"))
    met = pl.when("is_listed").then(pl.lit("met")).otherwise(perhaps)
    at = pl.when(pl.col("title").is_null()).then(pl.format("on {}", day)).otherwise(pl.format("at {}", title))
    once = (
        pl.when(pl.col("confidence") < PROBABLY).then(pl.lit("first at the same event")).otherwise(pl.lit("first met"))
    )
    where = pl.when(pl.col("title").is_null()).then(pl.lit("")).otherwise(pl.format(" at {}", title))
    first = pl.concat_str("channel", "direction", separator="/").replace_strict(
        {f"{channel}/{direction}": text for (channel, direction), text in _FIRST.items()},
        default=None,
        return_dtype=pl.String,
    )
    kind = pl.col("kind")
    return (
        pl.when(kind == "event_before_connection")
        .then(pl.format("{} {}, connected on LinkedIn {}", met, at, later))
        .when(kind == "event_before_card")
        .then(pl.format("{} {}, in your address book {}", met, at, later))
        .when(kind == "connection")
        .then(pl.format("connected on LinkedIn on {}", day))
        .when(kind == "card")
        .then(pl.format("in your address book since {} or before", day))
        .when(kind == "said")
        .then(pl.format("you know them from {}", title))
        .when(first.is_not_null())
        .then(pl.format("first in touch on {}: you {}", day, first))
        .otherwise(pl.format("{} on {}{}", once, day, where))
    )


def _later(days: pl.Expr) -> pl.Expr:
    words = {0: "the same day", 1: "the next day"} | {i: f"{word} days later" for i, word in enumerate(_NUMBERS, 2)}
    return days.cast(pl.Int32).replace_strict(words, default=None, return_dtype=pl.String)
