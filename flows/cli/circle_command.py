"""`kith circle`: the contexts in which you know people, and the circles of those who know each other."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError, UserError
from flows.cli.console import out, plain, printable
from flows.cli.owners import Owner, owner_meant
from flows.cli.questions import Asked, IsSql, Limit, Style, ago, answer
from flows.cli.state_words import STATES, told_one_sided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row
    from warehouse.relationship_reading import RelationshipReader

_MOST_NAMED: Final = 2


def circle(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Whose people to list: Brunch, choir.", show_default=False),
    ] = None,
    style: Style = "text",
    limit: Limit = None,
    is_sql: IsSql = False,
    owner: Owner = None,
) -> None:
    """Show how you know people: the contexts, and the circles of those who know each other, the closest first.

    With NAME, or a part of it, the people of one; several that may be meant are listed, and the exit code is 2.
    """
    from configs.settings import load_settings
    from flows.today import today
    from warehouse.relationship_reading import RelationshipReader

    settings, asked = load_settings(), Asked.of(style, limit, is_sql=is_sql)
    now, wanted = today(settings), printable(" ".join(name or [])).strip()
    if name and not wanted:
        raise UsageError("Say which: kith circle lists them.")
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        if not wanted:
            answer(reader, asked, "circles", show=_show_circles, owner=whose, as_of=now)
            return
        one = _meant(reader, whose, wanted)
        answer(reader, asked, "circle_people", show=_show_people, owner=whose, as_of=now, concept=one["concept"])


def _meant(reader: "RelationshipReader", owner: str, wanted: str) -> "Row":
    """The one that is meant; several are listed, and the command ends with 2.

    Raises:
        UserError: there is none of that name.
    """
    found = reader.ask("circle_named", owner=owner, asked=wanted)
    if not found:
        raise UserError(f"Nobody is known from {wanted!r}. `kith circle` lists the contexts and circles there are.")
    if len(found) > 1:
        listed = "\n".join(f"  {row['name']}" for row in found)
        out.say(f"{len(found)} may be meant by {plain(repr(wanted))}; name one as it is called:\n{plain(listed)}")
        raise typer.Exit(2)
    return found[0]


def _show_circles(rows: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    if not rows:
        out.say(
            "Nothing says yet how you know anybody. Labels and groups of an address book do, and what you do together "
            "(kith import calendar.ics), and your word: kith context claire Brunch"
        )
        return
    listed = grid(4)
    listed.columns[1].justify = "right"
    for row in rows:
        last = ago(row["days_since"]) if row["days_since"] is not None else ""
        listed.add_row(f"[bold]{plain(row['name'])}[/]", f"{row['people']:,}", _strongest(row), last)
    out.print(listed)


def _strongest(row: "Row") -> str:
    """The closest of them by name."""
    shown = row["strongest"][:_MOST_NAMED]
    return plain(", ".join(shown) + (" …" if row["people"] > len(shown) else ""))


def _show_people(rows: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    listed = grid(4)
    for row in rows:
        last = f", {ago(row['days_since'])}" if row["days_since"] is not None else ""
        reach = row["phone"] or row["email"] or row["organisation"] or ""
        how = f"{STATES[row['state']]}{last}".lower() if row["state"] != "one_sided" else told_one_sided(row)
        listed.add_row(f"[bold]{plain(row['full_name'])}[/]", how, plain(reach), _told(row))
    out.print(listed)


def _told(row: "Row") -> str:
    parts = [row["known_by"] or "", "" if row["known_by"] else "knows the others"]
    return f"[dim]{plain(' '.join(part for part in parts if part))}[/]"
