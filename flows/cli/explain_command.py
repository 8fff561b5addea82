"""`kith explain`: why records are one person's, or are not."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from configs.errors import UsageError
from flows.cli.console import out, printable, write_text
from flows.cli.judged import NAMING, told_people
from flows.cli.naming import people_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.explaining import Named
    from warehouse.evidence_reading import EvidenceReader
    from warehouse.reading import Row


def explain(
    one: Annotated[str, typer.Argument(metavar="A", help=NAMING, show_default=False)],
    other: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Whom to compare with A, named likewise.", show_default=False)
    ] = None,
    style: Annotated[str, typer.Option("--format", "-F", metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Say why the records of A are one person's, or why A and B are one person, or two.

    What was found stands in words, each with how much more, or less, likely it makes that two records are one
    person's. Put a name of several words in quotes: `kith explain "Ada Brandt" ada@example.org`.
    """
    from configs.settings import load_settings
    from flows.cli.explanation import print_oneness, print_twoness
    from flows.explaining import explain_one, explain_two
    from warehouse.evidence_reading import EvidenceReader

    if style not in {"text", "json"}:
        raise UsageError(f"There is no format {style!r}: choose text or json.")
    with EvidenceReader.open(load_settings().home) as reader:
        a = _named(reader, one, style)
        b = _named(reader, other, style) if other is not None else None
        if b is None or _is_whole(a, b):
            oneness = explain_one(reader, a.person)
            if style == "json":
                write_text(_as_json(oneness.__class__.__slots__, oneness))
                return
            if b is not None:
                out.say(f"Both are {told_people(a.person)}.\n")
            print_oneness(reader, oneness)
            return
        twoness = explain_two(reader, a, b)
        if style == "json":
            write_text(
                _as_json(("pairs", "links"), twoness, one=a.person, other=b.person, is_one=twoness.is_one_person)
            )
        else:
            print_twoness(reader, twoness)


def _named(reader: "EvidenceReader", asked: str, style: str) -> "Named":
    """Who is meant, and by which record; several who may be are listed, and the command ends with 2."""
    from flows.cli.person_card import print_choice
    from flows.explaining import Named

    found = people_named(reader, asked)
    if len(found) > 1:
        _list(found) if style == "json" else print_choice(printable(asked).strip(), found)
        raise typer.Exit(2)
    record = reader.record_named(printable(asked))
    return Named(found[0], (record["source"], record["record_id"]) if record else None)


def _list(found: "Sequence[Row]") -> None:
    write_text(json.dumps(found, ensure_ascii=False, indent=2, default=str) + "\n")


def _is_whole(a: "Named", b: "Named") -> bool:
    """Whether both name the same person, and not two of their records."""
    is_same = a.person["person_id"] == b.person["person_id"]
    return is_same and (a.record == b.record or not (a.record and b.record))


def _as_json(names: "Sequence[str]", of: object, **more: object) -> str:
    told = more | {name: getattr(of, name) for name in names}
    return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"
