"""The screens of `kith review`: narrow and wide, scrolled, with odd values."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.cli.review_screen import Size, View, explanation_page, frame, help_page, question_page
from flows.reviewing import open_questions
from transforms.identity.questions import Question
from warehouse.evidence_reading import EvidenceReader

COLOURS = re.compile(r"\x1b\[[\d;]*m")

Asked = tuple[EvidenceReader, list[Question]]


def bare(lines: str | list[str]) -> list[str]:
    """Lines without colours and what follows the last letter."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    return [line.rstrip() for line in COLOURS.sub("", text).split("\n")]


def words(lines: str | list[str]) -> str:
    return " ".join(" ".join(bare(lines)).split())


@pytest.fixture
def asked(doubtful_home: Path) -> Iterator[Asked]:
    with EvidenceReader.open(doubtful_home) as reader:
        yield reader, open_questions(reader)


@pytest.mark.parametrize("width", [30, 60, 160])
def test_a_question_shows_both_sides_what_was_found_and_how_it_stands(asked: Asked, width: int) -> None:
    reader, questions = asked
    lines = bare(question_page(reader, questions[1], width))
    assert max(map(len, lines)) <= width
    told = words("\n".join(lines))
    if width > 30:
        assert "Jane Doe1 (2 records)" in told
        assert "Jane Doe2 (2 records)" in told
    assert "same phone number" in told
    assert "1 in 130" in told
    assert "Kith takes them for two people, 67% likely to be one person (2.0 to 1). Kept apart, because" in told


def test_two_halves_of_a_person_are_asked_about_as_such(asked: Asked) -> None:
    reader, questions = asked
    told = words(question_page(reader, questions[3], 200))
    assert "Jane Doe4 (1 record)" in told
    assert "Kith takes them for one person, held together by this link alone: 62% likely" in told
    assert told.endswith(", with what else they say against each other.")


def test_all_the_evidence_is_a_waterfall_for_each_pair_of_records(asked: Asked, doubtful_home: Path) -> None:
    reader, questions = asked
    told = words(explanation_page(reader, questions[0], 100))
    assert told.startswith("one.vcf:1 and one.vcf:2: a question Two records picked at random")
    assert "Together" in told
    assert doubtful_home.exists()


def test_of_many_pairs_the_strongest_are_shown(doubtful_home: Path) -> None:
    with duckdb.connect(str(doubtful_home / "warehouse.duckdb")) as connection:
        connection.execute(
            "insert into match_evidence select m.* replace (weight - n / 100 as weight) "
            "from match_evidence m, range(1, 23) r(n) where record_id_a = 'card-0' and record_id_b = 'card-1'"
        )
    with EvidenceReader.open(doubtful_home) as reader:
        told = words(explanation_page(reader, open_questions(reader)[0], 100))
    assert told.count("Two records picked at random") == 20
    assert told.endswith("and 3 weaker pairs: `kith explain` shows them")


@pytest.mark.parametrize("width", [60, 160])
def test_the_help_names_every_key(width: int) -> None:
    told = words(help_page(width))
    for key in ("same", "different", "unsure", "later", "back", "evidence", "quit"):
        assert key in told


def test_values_cannot_steer_the_terminal(doubtful_home: Path) -> None:
    odd = "a \x1b]0;title\x07 [red]long[/red] " + "note " * 100
    with duckdb.connect(str(doubtful_home / "warehouse.duckdb")) as connection:
        connection.execute("update person set full_name = ? || full_name", [odd])
        connection.execute("update person_email set address = ? || address", [odd])
        connection.execute("update source_record set file = ?", [odd])
    with EvidenceReader.open(doubtful_home) as reader:
        question = open_questions(reader)[0]
        for page in (question_page, explanation_page):
            lines = page(reader, question, 60)
            text = COLOURS.sub("", "\n".join(lines))
            assert "\x1b" not in text
            assert "\x07" not in text
            assert "[red]long[/red]" in words(text)
            assert max(map(len, bare(lines))) <= 60


# The frame

LINES = [f"line {number}" for number in range(100)]


def framed(lines: list[str], *, width: int = 80, height: int = 24, **view: str | int) -> tuple[list[str], int]:
    text, furthest = frame(lines, View("1 of 2  Are these two one person?", **view), Size(width, height))  # type: ignore[arg-type] # parts of a view, by name
    return bare(text), furthest


@pytest.mark.parametrize(("width", "height"), [(20, 5), (60, 24), (80, 24), (160, 50), (1, 1)])
def test_a_frame_fills_the_terminal_and_no_more(width: int, height: int) -> None:
    seen, furthest = framed(LINES, width=width, height=height)
    if width >= 60:
        assert len(seen) == height
        assert max(map(len, seen)) <= width
        assert seen[0] == "1 of 2  Are these two one person?"
        assert seen[1] == "line 0"
    assert 0 < furthest < len(LINES)


def test_what_fits_is_not_scrolled() -> None:
    seen, furthest = framed(LINES[:3])
    assert furthest == 0
    assert len(seen) == 24
    assert "more line" not in " ".join(seen)


def test_a_frame_is_scrolled_to_the_end_and_no_further() -> None:
    seen, furthest = framed(LINES, scroll=5)
    assert seen[1] == "line 5"
    assert f"↓ {furthest - 5} more lines" in seen
    seen, furthest = framed(LINES, scroll=1_000)
    assert seen[1] == f"line {furthest}"
    assert "line 99" in seen
    assert "more line" not in " ".join(seen)


def test_a_message_stands_above_the_keys() -> None:
    seen, _ = framed(LINES, message="There is [bold]no[/bold] room \x1b[31m.")
    assert seen[-2:] == [
        "There is [bold]no[/bold] room \ufffd[31m.",
        "s same  d different  u unsure  space later  b back  e evidence  ? help  q quit",
    ]
    assert len(seen) == 24


def test_keys_are_broken_between_keys() -> None:
    seen, _ = framed(LINES, width=60)
    assert seen[-2:] == ["s same  d different  u unsure  space later  b back", "e evidence  ? help  q quit"]


def test_other_pages_lead_back() -> None:
    assert framed(LINES, width=200, page="help")[0][-1].startswith("Esc back to the question  s same")
