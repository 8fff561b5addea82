"""What the commands that ask the warehouse have in common: their options, their formats, and the SQL behind them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import counted, out, plain, printable, write_text

if TYPE_CHECKING:
    from configs.settings import Settings
    from warehouse.reading import Row
    from warehouse.relationship_reading import RelationshipReader

Style = Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text, json or csv.")]
IsSql = Annotated[bool, typer.Option("--sql", help="Print the SQL that asks for it, and ask nothing.")]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, max=1_000_000, help="How many at most: 20 as text by default, else all.")
]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DATE", help="As of another day: 2026-06-30, yesterday, 3 months ago.")
]

NOTHING_HAPPENED: Final = (
    "Nothing is known yet of what you did with whom. Import a calendar (kith import calendar.ics), a mailbox or a "
    'LinkedIn archive; or tell it yourself: kith log claire "brunch at the canal" --on sunday'
)
"""What to say where nothing ever happened, and what to do about it."""

_SCREENFUL: Final = 20
_SPANS: Final = ((730, 365.25, "years"), (60, 30.4375, "months"))


@dataclass(frozen=True, slots=True)
class Asked:
    """How an answer is to be given."""

    style: str
    is_sql: bool
    limit: int | None

    @classmethod
    def of(cls, style: str, limit: int | None, *, is_sql: bool, most_written: int | None = None) -> "Asked":
        """What the options ask for; without a limit, text is a screenful and all else as much as `most_written`.

        Raises:
            UsageError: there is no such format.
        """
        if style not in {"text", "json", "csv"}:
            raise UsageError(f"There is no format {printable(style)!r}: choose text, json or csv.")
        return cls(style, is_sql, limit or (_SCREENFUL if style == "text" else most_written))


def answer(
    reader: "RelationshipReader",
    asked: Asked,
    name: str,
    *,
    show: "Callable[[Sequence[Row]], None]",
    **values: object,
) -> None:
    """Answer a question of `queries/` as it is asked: `show` prints its rows as text; what is left out is told.

    Values take the place of the query's variables, and the limit that of `most`.
    """
    from warehouse.relationship_reading import question

    sql = question(name, **values, most=asked.limit)
    if asked.is_sql:
        write_text(sql)
        return
    if asked.style != "text":
        relation = reader.query(sql)
        if relation is not None:
            write_text(reader.render(relation, "json" if asked.style == "json" else "csv").decode())
        return
    rows = reader.ask(name, **values, most=(asked.limit or 0) + 1)
    show(rows[: asked.limit])
    if asked.limit is not None and len(rows) > asked.limit:
        out.say(f"\nThere are more: --limit {asked.limit * 2} shows twice as many.")


def day_asked(settings: "Settings", said: str) -> date:
    """The day that is looked from: today unless another is named.

    Raises:
        UsageError: it can't be told which day is meant.
    """
    from flows.today import today
    from transforms.days import read_day

    now = today(settings)
    day = read_day(said, today=now)
    if day is None:
        raise UsageError(f"{printable(said)!r} is no day that can be told: write it as {now.isoformat()}.")
    return day


def ago(days: int) -> str:
    """How long ago, or ahead, in words: today, yesterday, 12 days ago, 3 months ago; tomorrow, in 5 days."""
    if abs(days) <= 1:
        return {-1: "tomorrow", 0: "today", 1: "yesterday"}[days]
    told = f"{abs(days)} days"
    for least, length, unit in _SPANS:
        if abs(days) >= least:
            told = f"{round(abs(days) / length)} {unit}"
            break
    return f"{told} ago" if days > 0 else f"in {told}"


def names(people: Sequence[str], others: Sequence[str] = (), most: int = 4) -> str:
    """The names of some people, then those of others where there is nobody else; long lists cut with a count."""
    shown = list(people or others)
    total = len(people) + len(others)
    if len(shown) == total == most + 1:
        most = total
    left = total - len(shown[:most])
    return ", ".join(plain(each) for each in shown[:most]) + (f" and {counted(left, 'other')}" if left > 0 else "")


def times(number: int) -> str:
    """How often, in words: once, 3 times."""
    return "once" if number == 1 else f"{number:,} times"
