from pathlib import Path

import pytest

from tests.flows.cli.conftest import Kith
from tests.flows.looking import contents, warehouse

JANE = "jane1@example.org"


def said(home: Path) -> list[tuple[str, int | None]]:
    return warehouse(home, "select owner, days from cadence order by owner")


def test_it_is_said_shown_and_left_to_kith_again(imported: Kith, home: Path) -> None:
    too_few = "): nothing was said, and there were too few contacts to tell how often."
    assert imported("cadence", JANE).words.endswith(too_few)
    ran = imported("cadence", JANE, "every", "3", "weeks")
    assert (ran.code, ran.err) == (0, "")
    assert ran.words.startswith("Jane Doe1 (p")
    assert ran.words.endswith("): every 21 days, from now on.")
    assert said(home) == [("me", 21)]
    assert "): every 21 days, as you said on 20" in imported("cadence", JANE).words
    assert "): every day, from now on." in imported("cadence", JANE, "daily").words
    assert "): never to be reminded of, from now on." in imported("cadence", JANE, "never").words
    assert said(home) == [("me", None)]
    assert "): never to be reminded of, as you said on" in imported("cadence", JANE).words
    assert "): as often as you did so far, from now on." in imported("cadence", JANE, "default").words
    assert said(home) == []


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ([JANE, "soon"], 2, "'soon' is no time between two letters: say a number of days up to 3,650, 3w, monthly"),
        ([JANE, "0"], 2, "'0' is no time"),
        ([JANE, "so\x1bon"], 2, "'so\ufffdon' is no time"),
        (["nobody", "3w"], 1, "Nobody is known as 'nobody'"),
        (["max", "3w"], 2, ""),
        ([JANE, "3w", "--owner", "ada"], 2, "No address book here is ada's"),
    ],
)
def test_what_is_not_clear_is_asked_back_and_nothing_is_kept(
    imported: Kith, home: Path, arguments: list[str], code: int, complaint: str
) -> None:
    before = contents(home)
    ran = imported("cadence", *arguments)
    assert ran.code == code
    assert complaint in ran.complaint
    assert contents(home) == before


def test_there_is_nothing_yet(kith: Kith, home: Path) -> None:
    for arguments in (("cadence", "a"), ("cadence", "a", "3w"), ("context", "a"), ("context", "a", "Brunch")):
        assert "There is no warehouse yet. Import an address book first" in kith(*arguments).complaint
    assert not home.exists()


def test_without_a_word_the_rhythm_so_far_is_told(befriended: Kith) -> None:
    told = befriended("cadence", "claire dubois").words
    assert "): nothing was said; so far usually every " in told
    assert told.endswith(" days.")
    mira = befriended("cadence", "mira holt").words
    assert mira.endswith("too few contacts to tell how often.")
