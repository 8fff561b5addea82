"""What `kith review` shows: one question a screen, two people side by side and what speaks for and against."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from flows.cli.console import counted, plain
from flows.cli.evidence_words import odds, reason_told
from flows.cli.side_by_side import side_by_side
from flows.cli.spelling import Spellings
from flows.cli.waterfall import waterfall
from flows.reviewing import evidence, evidence_across
from transforms.identity.questions import Question, probability
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row

Page = Literal["question", "explanation", "help"]

KEYS: Final = (
    ("s", "same"),
    ("d", "different"),
    ("u", "unsure"),
    ("space", "later"),
    ("b", "back"),
    ("e", "evidence"),
    ("?", "help"),
    ("q", "quit"),
)
"""The keys and their words, as they stand at the foot of the screen."""

HELP: Final = """\
[bold]s[/]      same: they are one person, from now on and over every import
[bold]d[/]      different: they are two, whatever they have in common
[bold]u[/]      unsure: Kith goes on deciding by itself, and doesn't ask this again
       (`kith review --again` does)
[bold]space[/]  later: no answer now; it is asked again in the next review
[bold]b[/]      back to the question before; an answer to it is taken back
[bold]e[/]      all the evidence: each two records that were compared, and back
[bold]↑ ↓[/]    scroll where a screen isn't enough; also PgUp, PgDn
[bold]q[/]      quit; also Ctrl-C. What was answered is kept

The question whose answer changes most comes first. What follows from your
answers isn't asked: if A is B, and B is C, then A is C.

At the end the warehouse is made anew with what you said. `kith undo` takes
back one answer at a time, the last one first, also later."""

_MOST_PAIRS: Final = 20
"""Pairs of records that the page of all evidence shows."""


class Size(NamedTuple):
    """Columns and lines of a terminal."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class View:
    """What of a question is looked at: which page of it, from which line on, below which head; and what went wrong."""

    head: str
    page: Page = "question"
    scroll: int = 0
    message: str | None = None


class Frame(NamedTuple):
    """A screen with its colours, and how far it can be scrolled."""

    text: str
    furthest: int


def question_page(reader: EvidenceReader, question: Question, width: int) -> list[str]:
    """The lines of a question: both sides, what speaks for and against, and how it stands."""
    ones, others = reader.values_of(question.ones), reader.values_of(question.others)
    pair = evidence(reader, [question])[question]
    told: list[RenderableType] = [
        side_by_side(ones, others, heads=_heads(question)),
        Rule(style="dim", characters="─"),
        waterfall(pair, width=width, spelling=Spellings(reader, [pair]).of(pair)),
        Rule(style="dim", characters="─"),
        as_it_stands(question, pair),
    ]
    return rendered(Group(*told), width)


def explanation_page(reader: EvidenceReader, question: Question, width: int) -> list[str]:
    """The lines of all evidence between both sides, the strongest pair of records first."""
    pairs = evidence_across(reader, question)
    shown = pairs[:_MOST_PAIRS]
    written = Spellings(reader, shown)
    told: list[RenderableType] = []
    for pair in shown:
        one, other = (f"{pair[f'file_{end}']}:{pair[f'position_{end}']}" for end in "ab")
        because = f", because {reason_told(pair['reason'])}" if pair["reason"] else ""
        told += [
            f"[bold]{plain(one)}[/] and [bold]{plain(other)}[/]: {_DECISIONS[pair['decision']]}{plain(because)}",
            waterfall(pair, width=width, spelling=written.of(pair)),
            "",
        ]
    left = len(pairs) - _MOST_PAIRS
    if left > 0:
        told.append(f"[dim]and {counted(left, 'weaker pair')}: `kith explain` shows them[/]")
    return rendered(Group(*told), width)


_DECISIONS: Final = {"same": "one person", "review": "a question", "different": "two people"}


def help_page(width: int) -> list[str]:
    """The lines of the help."""
    return rendered(HELP, width)


def as_it_stands(question: Question, pair: Row) -> str:
    """How it stands without an answer, in a sentence."""
    likely = f"{probability(question.weight):.0%} likely to be one person ({odds(question.weight)})"
    if question.is_of_one_person:
        others = (
            "" if round(question.weight - pair["weight"], 1) == 0 else ", with what else they say against each other"
        )
        return f"Kith takes them for [bold]one person[/], held together by this link alone: {likely}{others}."
    because = f" Kept apart, because {plain(reason_told(pair['reason']))}." if pair["reason"] else ""
    return f"Kith takes them for [bold]two people[/], {likely}.{because}"


def frame(lines: Sequence[str], view: View, size: Size) -> Frame:
    """A whole screen of a page's lines, from the line that the view starts at, below its head and above the keys."""
    width = size.width
    top = rendered(Text(view.head, style="bold", no_wrap=True, overflow="ellipsis"), width)
    bottom = _keys(view.page, width)
    if view.message:
        bottom = [*rendered(f"[bold red]{plain(view.message)}[/]", width), *bottom]
    room = max(1, size.height - len(top) - len(bottom) - 1)
    furthest = max(0, len(lines) - room)
    start = min(view.scroll, furthest)
    seen = [*lines[start : start + room], *[""] * (room - len(lines))]
    more = f"[dim]↓ {counted(furthest - start, 'more line')}[/]" if start < furthest else ""
    return Frame("\n".join([*top, *seen, *rendered(more, width), *bottom]), furthest)


def _keys(page: Page, width: int) -> list[str]:
    """The keys, in as many lines as they need; a key and its word stay together."""
    lines: list[str] = []
    room = 0
    for key, word in KEYS if page == "question" else (("Esc", "back to the question"), *KEYS):
        length = len(f"{key} {word}")
        text = f"[bold]{key}[/] [dim]{word}[/]"
        if room < length:
            lines.append(text)
            room = width
        else:
            lines[-1] += f"  {text}"
        room -= length + len("  ")
    return [line for text in lines for line in rendered(text, width)]


def rendered(told: RenderableType, width: int) -> list[str]:
    """Something that rich can print, as lines with colours."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width, highlight=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(told)
    return captured.get().removesuffix("\n").split("\n")


def _heads(question: Question) -> tuple[str, str]:
    ones, others = counted(len(question.ones), "record"), counted(len(question.others), "record")
    return f"{question.name} ({ones})", f"{question.other_name} ({others})"
