from pathlib import Path

import pytest

from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, warehouse

CLAIRE = "claire dubois"


def said(home: Path) -> list[tuple[str, bool, str | None]]:
    return warehouse(home, "select context, is_denied, sphere from context_said order by context")


def test_how_somebody_is_known_is_listed_with_what_tells_of_it(known: Kith) -> None:
    ran = known("context", CLAIRE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith("Claire Dubois (p")
    assert ") is known from: Brunch personal group, label Asia trip personal label" in ran.words


def test_what_the_user_says_is_kept_and_stands_above_what_was_found(known: Kith, home: Path) -> None:
    ran = known("context", CLAIRE, "Book  club", "BRUNCH", "--personal", "--remove", "asia trip")
    assert ran.code == 0
    assert said(home) == [("BRUNCH", False, "personal"), ("Book club", False, "personal"), ("asia trip", True, None)]
    assert "Book club personal you said so" in ran.words
    assert "BRUNCH personal you said so, " in ran.words
    assert "Not from: asia trip, as you said." in ran.words
    again = known("context", CLAIRE, "Asia trip", "--professional")
    assert "Not from" not in again.words
    assert known("context", CLAIRE).out == again.out
    assert known("context", CLAIRE, "--remove", "Asia trip", "--remove", "Brunch").code == 0
    assert [is_denied for _, is_denied, _ in said(home)] == [True, False, True]


def test_nothing_is_known_of_how(imported: Kith) -> None:
    ran = imported("context", "jane1@example.org")
    assert ran.code == 0
    assert ran.words.startswith("Nothing says how you know Jane Doe1 (p")
    assert ran.words.endswith("To say so: kith context WHO Brunch")


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ([CLAIRE, ""], 2, "A context needs a name"),
        ([CLAIRE, "x" * 81], 2, "is too long for the name of a context"),
        ([CLAIRE, "--remove", "Bruch"], 2, "Claire Dubois isn't known from 'Bruch', but from: "),
        ([CLAIRE, "Brunch", "--remove", "brunch"], 2, "Either they are known from 'brunch' or they aren't"),
        ([CLAIRE, "Brunch", "--personal", "--professional"], 2, "Either --professional or --personal"),
        ([CLAIRE, "--personal"], 2, "Say which context is personal: kith context WHO NAME --personal"),
        ([CLAIRE, "Brunch", "--owner", "ada"], 2, "No address book here is ada's"),
        (["nobody", "Brunch"], 1, "Nobody is known as 'nobody'"),
        (["dubois", "Brunch"], 2, ""),
    ],
)
def test_what_is_not_clear_is_asked_back_and_nothing_is_kept(
    known: Kith, home: Path, arguments: list[str], code: int, complaint: str
) -> None:
    before = contents(home)
    ran = known("context", *arguments)
    assert ran.code == code
    assert complaint in ran.complaint
    assert contents(home) == before


def test_what_is_said_cannot_steer_the_terminal(known: Kith, home: Path) -> None:
    ran = known("context", CLAIRE, "\x1b]0;title\x07 [bold]club[/bold]")
    assert "\x1b" not in ran.out
    assert "\ufffd]0;title\ufffd [bold]club[/bold]" in ran.words
    assert said(home) == [("\ufffd]0;title\ufffd [bold]club[/bold]", False, None)]
