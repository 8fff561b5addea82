"""`kith context`: how you know somebody."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import err, out, plain, printable
from flows.cli.judged import NAMING, told_people
from flows.cli.naming import person_named
from flows.cli.owners import Owner, owner_meant
from flows.cli.questions import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row
    from warehouse.sayings import Sphere

_LONGEST: Final = 80
"""Characters of a context's name; what is longer is a note."""


def context(
    who: Annotated[str, typer.Argument(metavar="WHO", help=NAMING, show_default=False)],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME…", help="How you know them: Brunch, University.", show_default=False),
    ] = None,
    removed: Annotated[
        list[str] | None, typer.Option("--remove", metavar="NAME", help="You don't know them from there.")
    ] = None,
    professional: Annotated[bool, typer.Option("--professional", help="It has to do with work.")] = False,
    personal: Annotated[bool, typer.Option("--personal", help="It hasn't.")] = False,
    owner: Owner = None,
) -> None:
    """Say how you know somebody, one way or several; without NAME, list how.

    Your word stands above what Kith found in labels, groups and calendars. What you --remove is not shown again,
    whatever is found, until you say that it is so.
    """
    from configs.settings import load_settings
    from flows.cli.progress_bar import ProgressBar
    from flows.saying import say_contexts
    from warehouse.relationship_reading import RelationshipReader
    from warehouse.sayings import ContextSaid

    if professional and personal:
        raise UsageError("Either --professional or --personal: what is both is two contexts.")
    sphere: Sphere | None = "professional" if professional else "personal" if personal else None
    settings, said, denied = load_settings(), _checked(names), _checked(removed)
    if sphere and not said:
        raise UsageError(f"Say which context is {sphere}: kith context WHO NAME --{sphere}")
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)
        person = person_named(reader, who)
        known = reader.ask("contexts_of", owner=whose, person_id=person["person_id"])
        if not said and not denied:
            _print_contexts(person, known)
            return
    _refuse_unknown(person, known, denied)
    _refuse_both(said, denied)
    words: list[ContextSaid] = [ContextSaid(whose, person["person_id"], name, sphere=sphere) for name in said]
    words += [ContextSaid(whose, person["person_id"], name, is_denied=True) for name in denied]
    with ProgressBar(is_shown=err.is_terminal) as progress:
        say_contexts(settings, words, progress=progress)
    with RelationshipReader.open(settings.home) as reader:
        _print_contexts(person, reader.ask("contexts_of", owner=whose, person_id=person["person_id"]))


def _checked(names: "list[str] | None") -> "list[str]":
    """Names of contexts, each once, as they are kept.

    Raises:
        UsageError: one is empty, or too long for a name.
    """
    tidy = [" ".join(printable(name).split()) for name in names or []]
    for name in tidy:
        if not name:
            raise UsageError("A context needs a name: Brunch, University, Chess club.")
        if len(name) > _LONGEST:
            raise UsageError(f"{name[:_LONGEST]!r}… is too long for the name of a context: say it in a few words.")
    return list({name.casefold(): name for name in tidy}.values())


def _refuse_unknown(person: "Row", known: "Sequence[Row]", denied: "list[str]") -> None:
    there = {str(row["context"]).casefold(): row["context"] for row in known}
    for name in denied:
        if name.casefold() not in there:
            listed = ", ".join(row["context"] for row in known) or "nothing so far"
            raise UsageError(f"{person['full_name']} isn't known from {name!r}, but from: {listed}.")


def _refuse_both(said: "list[str]", denied: "list[str]") -> None:
    both = {name.casefold() for name in said} & {name.casefold() for name in denied}
    if both:
        raise UsageError(f"Either they are known from {min(both)!r} or they aren't: name it once.")


def _print_contexts(person: "Row", known: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    shown = [row for row in known if not row["is_denied"]]
    if shown:
        out.say(f"{told_people(person)} is known from:")
    else:
        out.say(f"Nothing says how you know {told_people(person)} yet. To say so: kith context WHO Brunch")
    listed = grid(3)
    for row in shown:
        listed.add_row(plain(row["context"]), plain(row["sphere"] or ""), f"[dim]{plain(_why(row))}[/]")
    if shown:
        out.print(listed)
    denied = [row["context"] for row in known if row["is_denied"]]
    if denied:
        out.say(f"Not from: {plain(', '.join(denied))}, as you said.")


def _why(row: "Row") -> str:
    """What tells of it: your word, what you did together, other kinds of evidence."""
    often = f"{times(row['interactions'])}, last {row['last_on']}" if row["interactions"] else ""
    kinds = [kind for kind in row["kinds"] if kind not in {"said", "event"}]
    return ", ".join(part for part in ("you said so" if row["is_said"] else "", often, *kinds) if part)
