"""`kith review`: the questions that only you can answer."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import counted, err, out, plain
from flows.cli.judged import By, speaker
from flows.cli.streams import is_answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from configs.settings import Settings
    from transforms.identity.questions import Question
    from warehouse.evidence_reading import EvidenceReader

_LATER: Final = "Your answers are kept; the next import makes the warehouse anew with them."

_LISTED: Final = 20
"""Questions that a list shows where nothing else is asked for."""


def review(
    as_list: Annotated[bool, typer.Option("--list", help="Print the questions instead of asking them.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=0, help="At most so many questions; 0 for all. A list has 20 by default.", metavar="N"
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also ask what was answered with unsure.")] = False,
    style: Annotated[
        str | None, typer.Option("--format", "-F", metavar="FORMAT", help="Of the list: table or json.")
    ] = None,
    by: By = None,
) -> None:
    """Answer who is who where Kith isn't sure: two people side by side, and a key for each answer.

    The question whose answer changes most comes first, and what follows from your answers isn't asked. Every answer is
    kept at once, also over a Ctrl-C; the warehouse is made anew at the end. `kith undo` takes answers back.
    """
    from configs.settings import load_settings
    from flows.cli.review_list import print_list, write_json
    from flows.reviewing import open_questions
    from warehouse.evidence_reading import EvidenceReader

    if style not in {None, "table", "json"}:
        raise UsageError(f"There is no format {style!r}: choose table or json.")
    settings = load_settings()
    is_asked = not as_list and style is None and is_answered() and out.is_terminal
    if not is_asked and not as_list and style is None:
        err.say("There is no terminal to ask at: this is the list of questions.")
    with EvidenceReader.open(settings.home) as reader:
        questions = open_questions(reader, is_again=again)
        if style == "json":
            write_json(reader, questions[: limit or None])
            return
        if not questions:
            out.print("Nothing to review: there is nobody of whom Kith isn't sure.")
            return
        if not is_asked:
            print_list(reader, questions, limit=_LISTED if limit is None else limit)
            return
        answered = _asked(reader, questions[: limit or None], settings, by=speaker(by))
    # The reader is closed by now: DuckDB would else go on showing this process the old file.
    if answered:
        _publish(settings)


def _asked(reader: "EvidenceReader", questions: "Sequence[Question]", settings: "Settings", by: str) -> int:
    """Ask the questions; returns how many answers stand at the end."""
    from contextlib import suppress

    from flows.cli.review_session import ReviewSession
    from flows.reviewing import LandingKeeper, Review

    asked = Review(questions, LandingKeeper(settings, by))
    with suppress(KeyboardInterrupt, EOFError):  # what was answered is kept, and is published
        ReviewSession(asked, reader).run()
    settled = f", which settle {asked.settled:,} more" if asked.settled else ""
    left = f"{asked.total - asked.answered:,} left" if asked.total > asked.answered else "nothing is left to ask"
    out.say(f"{counted(asked.answered, 'answer')}{settled}; {left}.")
    return asked.answered


def _publish(settings: "Settings") -> None:
    """Make the warehouse anew with the answers, or say when that will happen."""
    from flows.cli.progress_bar import ProgressBar
    from flows.judging import publish_words
    from flows.recording import is_interruption
    from flows.reviewing import COMMAND
    from warehouse.lock import BusyError

    try:
        with ProgressBar(is_shown=err.is_terminal) as progress:
            publish_words(settings, command=COMMAND, progress=progress)
    except BusyError as error:
        out.say(f"{plain(error)} {_LATER}")
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interruption(error):
            raise
        err.say(f"\nkith: interrupted. {_LATER}")
        raise typer.Exit(130) from error
    else:
        out.print("The warehouse is made anew with them.")
