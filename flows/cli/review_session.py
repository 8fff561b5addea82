"""A review at a terminal: keys, and what they do."""

from collections.abc import Callable
from functools import partial
from typing import Final

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output

from configs.errors import UserError
from flows.cli.console import printable
from flows.cli.review_screen import Page, Size, View, explanation_page, frame, help_page, question_page
from flows.reviewing import Review
from transforms.identity.questions import Question, Verdict
from warehouse.evidence_reading import EvidenceReader

VERDICTS: Final[dict[str, Verdict]] = {"s": "same", "d": "different", "u": "unsure"}
PAGES: Final[dict[str, Page]] = {"e": "explanation", "?": "help"}
SCROLLS: Final = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -10, "pagedown": 10}


class ReviewSession:
    """Shows the questions of a review one after another, and takes the answers."""

    def __init__(self, review: Review, reader: EvidenceReader) -> None:
        self._review = review
        self._reader = reader
        self._page: Page = "question"
        self._message: str | None = None
        self._scroll = 0
        self._furthest = 0
        self._lines: tuple[tuple[Question, Page, int], list[str]] | None = None

    def run(self, *, keyboard: Input | None = None, screen: Output | None = None) -> None:
        """Ask until nothing is left or the user quits. `keyboard` and `screen` are the terminal's by default."""
        application: Application[None] = Application(
            layout=Layout(Window(FormattedTextControl(lambda: ANSI(self._text(application))))),
            key_bindings=self._keys(),
            full_screen=True,
            input=keyboard,
            output=screen,
        )
        application.ttimeoutlen = 0.05  # Escape alone is a key as well
        application.run()

    def _text(self, application: "Application[None]") -> str:
        question = self._review.current
        if question is None:
            return ""
        rows, columns = application.output.get_size()
        shown = frame(
            self._page_lines(question, columns),
            View(self._head(question), self._page, self._scroll, self._message),
            Size(columns, rows),
        )
        self._furthest, self._scroll = shown.furthest, min(self._scroll, shown.furthest)
        return shown.text

    def _page_lines(self, question: Question, width: int) -> list[str]:
        """The lines of the page, made once as long as nothing changes."""
        made_for = (question, self._page, width)
        if self._lines is None or self._lines[0] != made_for:
            self._lines = (made_for, self._made(question, width))
        return self._lines[1]

    def _made(self, question: Question, width: int) -> list[str]:
        if self._page == "help":
            return help_page(width)
        make = question_page if self._page == "question" else explanation_page
        return make(self._reader, question, width)

    def _head(self, question: Question) -> str:
        place = f"{self._review.number:,} of {self._review.total:,}"
        asked = "Is this one person, or two?" if question.is_of_one_person else "Are these two one person?"
        return f"{place}  {asked}"

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        for key, verdict in VERDICTS.items():
            keys.add(key)(self._step(partial(self._review.answer, verdict)))
        keys.add("space")(self._step(self._review.pass_over))
        keys.add("b")(self._step(self._back))
        for key, page in PAGES.items():
            keys.add(key)(self._turn(page))
        for key, lines in SCROLLS.items():
            keys.add(key)(self._scrolled(lines))
        for key in ("q", "escape", "c-c", "c-d", "<sigint>"):
            keys.add(key)(self._leave(key))
        return keys

    def _step(self, take: Callable[[], object]) -> Callable[[KeyPressEvent], None]:
        def pressed(event: KeyPressEvent) -> None:
            try:
                self._message = None
                take()
                self._page, self._scroll = "question", 0
            except UserError as error:
                self._message = printable(str(error))
            if self._review.current is None:
                event.app.exit()

        return pressed

    def _back(self) -> None:
        if not self._review.back():
            self._message = "This is the first question of this review. `kith undo` takes back earlier answers."

    def _turn(self, page: Page) -> Callable[[KeyPressEvent], None]:
        def pressed(_event: KeyPressEvent) -> None:
            self._page = "question" if self._page == page else page
            self._message, self._scroll = None, 0

        return pressed

    def _scrolled(self, lines: int) -> Callable[[KeyPressEvent], None]:
        def pressed(_event: KeyPressEvent) -> None:
            self._scroll = max(0, min(self._furthest, self._scroll + lines))

        return pressed

    def _leave(self, key: str) -> Callable[[KeyPressEvent], None]:
        """Leave; Escape and q first lead back to the question."""

        def pressed(event: KeyPressEvent) -> None:
            if self._page != "question" and key in {"q", "escape"}:
                self._page, self._scroll = "question", 0
            else:
                event.app.exit()

        return pressed
