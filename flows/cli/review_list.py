"""The questions of `kith review` as a table or as JSON, where nobody is there to answer."""

import json
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from flows.cli.console import counted, out, plain, write_text
from flows.cli.evidence_words import is_worth_telling, reason_told, told
from flows.cli.spelling import Spelling, Spellings
from flows.reviewing import evidence
from transforms.identity.questions import Question, probability
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row

MOST_CLUES = 2
"""Findings for, and findings against, that a row of the table shows."""


def print_list(reader: EvidenceReader, questions: Sequence[Question], *, limit: int) -> None:
    """Print the questions as a table, at most `limit` of them (0: all)."""
    shown = questions[:limit] if limit else questions
    found = evidence(reader, shown)
    written = Spellings(reader, list(found.values()))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True, header_style="dim")
    table.add_column("Who", overflow="fold", header_style="dim", ratio=2)
    table.add_column("Likely one", justify="right", no_wrap=True, header_style="dim")
    table.add_column("For (+) and against (-)", overflow="fold", header_style="dim", ratio=3)
    for number, question in enumerate(shown, 1):
        likely = f"{probability(question.weight):.0%}"
        findings = _findings(found[question], written.of(found[question]))
        table.add_row(f"{number:,}", _who(question), likely, plain("\n".join(findings)))
    out.print(table)
    left = len(questions) - len(shown)
    more = f" {left:,} of them not shown (--limit 0 shows all)." if left else ""
    out.say(f"\n{counted(len(questions), 'question')}.{more} `kith review` in a terminal asks them one by one.")


def write_json(reader: EvidenceReader, questions: Sequence[Question]) -> None:
    """Write the questions as a JSON list."""
    found = evidence(reader, questions)
    written = Spellings(reader, list(found.values()))
    told_all = [_as_json(question, found[question], written.of(found[question])) for question in questions]
    write_text(json.dumps(told_all, ensure_ascii=False, indent=2, default=str) + "\n")


def _who(question: Question) -> str:
    """Who a question is about, a person a line; the two halves of one by their records."""
    if question.is_of_one_person:
        apart = f"{counted(len(question.ones), 'record')} and {counted(len(question.others), 'record')} apart?"
        return f"{plain(question.name)} [dim]{question.person_id}[/]\n[dim]{apart}[/]"
    people = ((question.name, question.person_id), (question.other_name, question.other_person_id))
    return "\n".join(f"{plain(name)} [dim]{person_id}[/]" for name, person_id in people)


def _findings(pair: Row, spelling: Spelling) -> list[str]:
    """The strongest findings for and against."""
    clues = sorted(filter(is_worth_telling, pair["evidence"] or []), key=lambda clue: -abs(clue["weight"]))
    for_it = [clue for clue in clues if clue["weight"] > 0][:MOST_CLUES]
    against = [clue for clue in clues if clue["weight"] < 0][:MOST_CLUES]
    return [f"{'+' if clue['weight'] > 0 else '-'} {told(clue, spelling)}" for clue in (*for_it, *against)]


def _as_json(question: Question, pair: Row, spelling: Spelling) -> dict[str, Any]:
    sides = (
        (question.name, question.person_id, question.ones),
        (question.other_name, question.other_person_id, question.others),
    )
    return {
        "asks": "whether one person is two" if question.is_of_one_person else "whether two people are one",
        "sides": [
            {
                "person_id": person_id,
                "full_name": name,
                "records": [{"source": source, "record_id": record_id} for source, record_id in records],
            }
            for name, person_id, records in sides
        ],
        "weight": question.weight,
        "probability": probability(question.weight),
        "worth": question.worth,
        "reason": question.reason,
        "because": reason_told(question.reason) if question.reason else None,
        "pair": {name: pair[name] for name in ("source_a", "record_id_a", "source_b", "record_id_b")},
        "evidence": [{**clue, "words": told(clue, spelling)} for clue in pair["evidence"] or []],
    }
