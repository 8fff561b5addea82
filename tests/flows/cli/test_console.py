import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from flows.cli.console import counted, plain, printable


@given(st.text())
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not any(character in shown for character in "\x1b\x9b\x07\x08\x7f\r\u202e\u2066\u2028\ud800")
    assert printable(shown) == shown


@given(st.text())
def test_rich_shows_a_plain_value_as_it_is(text: str) -> None:
    shown = printable(text).rstrip("\\")  # rich doubles the last ones, in case that markup follows
    assert Text.from_markup(plain(shown)).plain == shown
    assert Text.from_markup(f"[bold]{plain(shown)}[/]{plain(shown)}").plain == shown * 2


@pytest.mark.parametrize("text", ["Ada Brandt", "Елена", "山田 花子", "👩‍👩‍👧", "a\tb\nc", "العربية", "é", "\xa0"])
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_numbers_go_with_what_they_count() -> None:
    assert [counted(number, "person", "people") for number in (0, 1, 2_000)] == ["0 people", "1 person", "2,000 people"]
    assert [counted(number, "record") for number in (1, 2)] == ["1 record", "2 records"]
