import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.calendar.lines import properties, read_line, split_list, unescape


@pytest.mark.parametrize(
    ("line", "name", "params", "value"),
    [
        ("SUMMARY:Brunch", "SUMMARY", {}, "Brunch"),
        ("summary:Brunch: late", "SUMMARY", {}, "Brunch: late"),
        ("DTSTART;VALUE=DATE:20240630", "DTSTART", {"VALUE": "DATE"}, "20240630"),
        (
            'ATTENDEE;CN="Brandt; Ada: x";ROLE=CHAIR:mailto:a@b',
            "ATTENDEE",
            {"CN": "Brandt; Ada: x", "ROLE": "CHAIR"},
            "mailto:a@b",
        ),
        ("ATTENDEE;CN=Ada ^'A^' ^^ Brandt^nx:mailto:a@b", "ATTENDEE", {"CN": 'Ada "A" ^ Brandt\nx'}, "mailto:a@b"),
        ('X;A="b","c":1', "X", {"A": "b,c"}, "1"),
        ("X;RSVP;A=1;A=2:v", "X", {"A": "1"}, "v"),
        ('X;A="open:v', "X", {"A": "open"}, "v"),
        ("\ufeffBEGIN:VEVENT", "BEGIN", {}, "VEVENT"),
        (
            "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20240630T090000",
            "DTSTART",
            {"TZID": "(UTC+01:00) Amsterdam, Berlin"},
            "20240630T090000",
        ),
        ("DTSTART;TZID=Europe/Berlin:2024-06-30T09:00:00", "DTSTART", {"TZID": "Europe/Berlin"}, "2024-06-30T09:00:00"),
    ],
)
def test_a_line_is_read(line: str, name: str, params: dict[str, str], value: str) -> None:
    assert read_line(line) == (name, params, value)


@pytest.mark.parametrize("line", ["", "no colon", ":value", "two words:value", "é:1", ";A=b:c"])
def test_what_is_no_property_is_none(line: str) -> None:
    assert read_line(line) is None


def test_lines_that_are_none_are_left_out() -> None:
    assert [line.name for line in properties("A:1\nrubbish\n\nB:2\n")] == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [(r"a\, b\; c\\ d\n e\N f\: \"g\"", 'a, b; c\\ d\n e\n f: "g"'), (r"C:\temp", r"C:\temp"), ("plain", "plain")],
)
def test_escapes_are_undone(text: str, plain: str) -> None:
    assert unescape(text) == plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a, b,,c", ["a", "b", "c"]), (r"a\,b,c\\", ["a,b", "c\\"]), ("", []), ("\\", ["\\"])],
)
def test_lists_are_split_at_bare_commas(text: str, parts: list[str]) -> None:
    assert split_list(text) == parts


@given(st.text())
def test_no_line_raises(line: str) -> None:
    found = read_line(line)
    assert found is None or line.endswith(found.value)
