"""A review, driven by keys: what the screen shows after each."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from prompt_toolkit.application import get_app
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from flows.cli import review_session
from flows.cli.review_screen import Frame, frame
from flows.cli.review_session import ReviewSession
from flows.reviewing import Keeper, Review, open_questions
from tests.flows.test_reviewing import Full, Notebook
from warehouse.evidence_reading import EvidenceReader

COLOURS = re.compile(r"\x1b\[[\d;]*m")
UP, DOWN, PAGE_UP, PAGE_DOWN, ESCAPE = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b"

FIRST: Final = "1 of 4  Are these two one person?"

Drive = Callable[..., list[str]]


class Screen(DummyOutput):
    """A terminal of 80 columns and 10 lines."""

    def get_size(self) -> Size:
        return Size(rows=10, columns=80)


@pytest.fixture
def drive(doubtful_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    """`drive(keys)` presses one key after another, each once the screen is drawn; returns the screens."""
    with EvidenceReader.open(doubtful_home) as reader, create_pipe_input() as keyboard:

        def driven(keys: Sequence[str], keeper: Keeper | None = None) -> list[str]:
            screens: list[str] = []
            pressed: list[object] = []

            def drawn(*arguments: object) -> Frame:
                made = frame(*arguments)  # type: ignore[arg-type] # the session's own
                app = get_app()
                if not screens:
                    app.key_processor.after_key_press += pressed.append
                if not app.is_done and len(screens) == len(pressed):  # else it is the same screen once more
                    keyboard.send_text([*keys, "\x03"][len(screens)])
                    screens.append(COLOURS.sub("", made.text))
                return made

            monkeypatch.setattr(review_session, "frame", drawn)
            review = Review(open_questions(reader), keeper or Notebook())
            ReviewSession(review, reader).run(keyboard=keyboard, screen=Screen())
            return screens

        yield driven


def heads(screens: Sequence[str]) -> list[str]:
    """The first line of each screen."""
    return [screen.splitlines()[0].rstrip() for screen in screens]


def test_an_answer_leads_to_the_next_question_and_back(drive: Drive) -> None:
    screens = drive(["s", "d", "b", "q"])
    second = "2 of 4  Are these two one person?"
    assert heads(screens) == [FIRST, second, "3 of 3  Is this one person, or two?", second]
    assert "Jane Doe1 (2 records)" in screens[1]


def test_the_end_of_the_questions_ends_the_review(drive: Drive) -> None:
    assert len(drive(["u", " ", "u", "u"])) == 4


def test_evidence_and_help_are_shown_and_left_again(drive: Drive) -> None:
    screens = drive(["e", "e", "?", "e", ESCAPE, "?", "q", "q"])
    assert heads(screens) == [FIRST] * 8
    evidence, helped = "one.vcf:1 and one.vcf:2: a question", "they are one person, from now on"
    assert [evidence in screen for screen in screens] == [False, True, False, False, True, False, False, False]
    assert [helped in screen for screen in screens] == [False, False, False, True, False, False, True, False]


def test_an_answer_to_the_evidence_leads_to_the_next_question(drive: Drive) -> None:
    assert "Jane Doe1 (2 records)" in drive(["e", "s", "q"])[2]


def test_long_questions_are_scrolled(drive: Drive) -> None:
    screens = drive([DOWN, "j", PAGE_DOWN, PAGE_DOWN, UP, "k", PAGE_UP, PAGE_UP, "q"])
    seconds = [screen.splitlines()[1] for screen in screens]
    assert seconds[0] == seconds[-1]
    assert seconds[0] != seconds[1] != seconds[2]
    assert "Kith takes them for" not in screens[0]
    assert "Kith takes them for" in screens[4]
    assert "more line" not in screens[4]
    assert all(len(screen.splitlines()) == 10 for screen in screens)


def test_there_is_nothing_before_the_first_question(drive: Drive) -> None:
    screens = drive(["b", "s", "q"])
    assert "This is the first question of this review." in screens[1]
    assert "This is the first question" not in screens[2]


def test_what_cannot_be_kept_is_said_and_asked_again(drive: Drive) -> None:
    screens = drive(["s", "q"], Full())
    assert heads(screens) == [FIRST] * 2
    assert "There is no room." in screens[1]


@pytest.mark.parametrize("key", ["q", ESCAPE, "\x03", "\x04"])
def test_the_review_is_left_by_several_keys(drive: Drive, key: str) -> None:
    assert len(drive([key])) == 1


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_the_keys_that_end_programs_end_it_from_any_page(drive: Drive, key: str) -> None:
    assert len(drive(["?", key])) == 2
