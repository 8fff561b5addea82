"""Which of an account's calendars are read."""

from typing import Any, Final

import msgspec
import pytest

from configs.errors import UserError
from connectors.google.calendar_list import CalendarEntry, account_of, chosen

ADA: Final = "ada@example.org"
HOLIDAYS: Final = "en.german#holiday@group.v.calendar.google.com"
BIRTHDAYS: Final = "addressbook#contacts@group.v.calendar.google.com"

LISTED: Final[list[dict[str, Any]]] = [
    {"id": ADA, "summary": ADA, "summaryOverride": "Mine", "primary": True, "selected": True, "accessRole": "owner"},
    {"id": "fam@group.calendar.google.com", "summary": "Family", "selected": True, "accessRole": "writer"},
    {"id": "work@group.calendar.google.com", "summary": "Work", "accessRole": "owner"},
    {"id": "old@group.calendar.google.com", "summary": "Old", "accessRole": "owner", "hidden": True},
    {"id": "ben@example.org", "summary": "Ben", "selected": True, "accessRole": "freeBusyReader"},
    {"id": "work2@group.calendar.google.com", "summary": "Projects", "summaryOverride": "WORK", "accessRole": "reader"},
    {"id": HOLIDAYS, "summary": "Holidays in Germany", "selected": True, "accessRole": "reader"},
    {"id": BIRTHDAYS, "summary": "Birthdays", "selected": True, "accessRole": "owner"},
    {"id": "nameless@group.calendar.google.com", "accessRole": "reader"},
]
ENTRIES: Final = msgspec.convert(LISTED, list[CalendarEntry])


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (("all",), ["Mine", "Family", "Work", "WORK", "nameless@group.calendar.google.com"]),
        (("own",), ["Mine", "Work", "Old"]),
        (("selected",), ["Mine", "Family"]),
        (("primary",), ["Mine"]),
        (("Primary ",), ["Mine"]),
        (("primary", "family"), ["Mine", "Family"]),
        (("  Family ", "selected", "primary"), ["Mine", "Family"]),
        (("work",), ["Work", "WORK"]),
        (("Projects",), ["WORK"]),
        (("Old",), ["Old"]),
        (("Ben",), ["Ben"]),
        ((ADA,), ["Mine"]),
        (
            (HOLIDAYS, "nameless@group.calendar.google.com"),
            ["Holidays in Germany", "nameless@group.calendar.google.com"],
        ),
        ((BIRTHDAYS,), ["Birthdays"]),
        ((), []),
    ],
)
def test_they_are_chosen_by_words_names_and_ids(wanted: tuple[str, ...], titles: list[str]) -> None:
    assert [entry.title for entry in chosen(ENTRIES, wanted)] == titles


@pytest.mark.parametrize("name", ["Rowing", "Birthdays", "", "birthdays in Germany"])
def test_one_that_isnt_there_is_said_to_be_missing(name: str) -> None:
    """Birthdays hold no meetings: they are read only where their id is given."""
    with pytest.raises(UserError) as caught:
        chosen(ENTRIES, ("primary", name))
    assert str(caught.value) == (
        f"There is no calendar {name!r} in the Google account ada@example.org. It has Ben, Family, Mine, Old, WORK, "
        "Work, nameless@group.calendar.google.com. Name those, or say all, own, selected or primary, in `calendars` "
        "of the source in config.toml."
    )


def test_words_may_find_none() -> None:
    assert chosen([], ("all", "own", "selected", "primary")) == []
    assert account_of([]) is None


def test_an_account_without_calendars_says_so() -> None:
    with pytest.raises(UserError, match=r"no calendar 'Work' in the Google account\. It has none that could"):
        chosen([], ("Work",))
