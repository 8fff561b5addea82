import io

import pytest
from rich.console import Console

from flows.cli.side_by_side import side_by_side
from warehouse.reading import Row


def rows(*said: tuple[str, str], source: str = "vcard") -> list[Row]:
    return [{"kind": kind, "said": text, "source": source} for kind, text in said]


def shown(left: list[Row], right: list[Row], *, width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(side_by_side(left, right, heads=("Anna", "Alex")))
    text: str = console.file.getvalue()  # type: ignore[attr-defined] # it is the one above
    return [" ".join(line.split()) for line in text.splitlines()]


def test_what_both_have_comes_first_and_is_marked() -> None:
    left = rows(("email", "old@example.org"), ("email", "Anna@example.org"), ("work", "Baker"))
    right = rows(("email", "anna@EXAMPLE.org"), ("phone", "+442079460108"), source="google_csv")
    assert shown(left, right) == [
        "Anna Alex",
        "Work Baker",
        "E-mail Anna@example.org = anna@EXAMPLE.org",
        "old@example.org",
        "Phone +442079460108",
        "From vcard google_csv",
    ]


def test_what_both_have_and_share_nothing_of_is_marked() -> None:
    left, right = (
        rows(("name", "Anna Roe"), ("web", "a.example.org")),
        rows(("name", "Alex Roe"), ("web", "b.example.org")),
    )
    assert shown(left, right)[1:3] == ["Name Anna Roe ≠ Alex Roe", "Web a.example.org b.example.org"]


def test_more_values_on_one_side_stand_beside_nothing() -> None:
    left, right = rows(("phone", "1"), ("phone", "2"), ("phone", "2")), rows(("phone", "3"))
    assert shown(left, right)[1:3] == ["Phone 1 ≠ 3", "2"]


@pytest.mark.parametrize("width", [40, 60, 160])
def test_long_values_fold_and_letters_are_cut(width: int) -> None:
    lines = shown(rows(("note", "long " * 1000), ("web", "x" * 200)), [], width=width)
    assert max(map(len, lines)) <= width
    assert len(lines) < 60
    assert "".join(line.removeprefix("Web").strip() for line in lines[1:]).count("x") == 200


def test_values_can_neither_steer_the_terminal_nor_be_markup() -> None:
    lines = shown(rows(("name", "\x1b[31mAnna [bold]Roe")), [])
    assert lines[1] == "Name \ufffd[31mAnna [bold]Roe"


def test_nobody_says_anything() -> None:
    assert shown([], []) == ["Anna Alex", "From"]
