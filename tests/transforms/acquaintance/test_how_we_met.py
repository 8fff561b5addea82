"""How one met: by the first interaction, or by where one had been shortly before."""

from typing import Any

import polars as pl
import pytest

from tests.transforms.acquaintance.grounds import Meeting, Someone, acquaintance, words
from tests.transforms.ledger_frames import met
from transforms.ledger.shapes import INTERACTION, in_shape

ADA = Someone("ada", connected="2026-03-07")


def how(someone: Someone, *meetings: Meeting, said: pl.DataFrame | None = None) -> dict[str, Any]:
    """How the owner met somebody."""
    (row,) = acquaintance([someone], *meetings, said=said)["how_we_met"].to_dicts()
    return row


def alone(name: str, on: str, title: str | None, **more: object) -> Meeting:
    """An event in the owner's calendar that lists nobody else."""
    return met(name, on, title=title, group_size=1, **more)


def test_an_event_of_the_owners_shortly_before_a_connection() -> None:
    row = how(ADA, alone("p", "2026-03-05", "Women in Tech panel"))
    assert row["text"] == "probably met at *Women in Tech panel*, connected on LinkedIn two days later"
    assert (row["kind"], row["title"], row["interaction_id"]) == ("event_before_connection", "Women in Tech panel", "p")
    assert (str(row["met_on"]), row["days_before"]) == ("2026-03-05", 2)
    assert row["confidence"] == pytest.approx(0.8 * 0.9 * 25 / 26)


def test_that_event_is_a_context() -> None:
    (panel, _) = acquaintance([ADA], alone("p", "2026-03-05", "Women in Tech panel"))["context"].to_dicts()
    assert (panel["context"], panel["kind"], panel["sphere"]) == ("Panel", "event", "professional")
    assert panel["evidence"] == [{"source": "interaction", "record_id": "p", "raw": "Women in Tech panel"}]


@pytest.mark.parametrize(
    ("on", "words"),
    [("2026-03-07", "the same day"), ("2026-03-06", "the next day"), ("2026-02-21", "fourteen days later")],
)
def test_days_are_told_in_words(on: str, words: str) -> None:
    assert how(ADA, alone("p", on, "Meetup"))["text"].endswith(f"connected on LinkedIn {words}")


def test_a_long_title_is_cut_in_the_sentence() -> None:
    row = how(ADA, alone("p", "2026-03-07", "Panel " + "x" * 100))
    assert row["text"] == f"probably met at *Panel {'x' * 74}…*, connected on LinkedIn the same day"


def test_a_meetup_may_come_every_month() -> None:
    assert how(ADA, alone("p", "2026-03-05", "PyData meetup", series_id="s"))["kind"] == "event_before_connection"


@pytest.mark.parametrize(
    "meeting",
    [
        alone("p", "2026-02-20", "Women in Tech panel"),
        alone("p", "2026-03-08", "Women in Tech panel"),
        alone("p", "2026-03-05", "Dentist"),
        alone("p", "2026-03-05", None),
        alone("p", "2026-03-05", "Choir", series_id="s"),
        alone("p", "2026-03-05", "Women in Tech panel", direction="observed"),
    ],
)
def test_what_is_too_far_away_or_no_place_to_meet_anybody_says_nothing(meeting: Meeting) -> None:
    row = how(ADA, meeting)
    assert (row["kind"], row["text"]) == ("connection", "connected on LinkedIn on 2026-03-07")


def test_the_likeliest_of_several_events_is_less_sure_than_the_only_one() -> None:
    panel, lunch = alone("p", "2026-03-05", "Panel"), alone("l", "2026-03-06", "Lunch")
    row = how(ADA, panel, lunch)
    assert row["title"] == "Panel"
    assert row["confidence"] < how(ADA, panel)["confidence"]


def test_an_event_of_a_few_others_says_less() -> None:
    few = met("p", "2026-03-05", "ben", "cleo", title="Panel")
    row = next(
        row
        for row in acquaintance([ADA, Someone("ben"), Someone("cleo")], few)["how_we_met"].to_dicts()
        if row["person_id"] == "ada"
    )
    assert row["text"].startswith("perhaps met at *Panel*")


def test_a_first_event_that_lists_them_is_where_they_met() -> None:
    row = how(ADA, met("p", "2026-03-05", "ada", title="Women in Tech panel", group_size=12))
    assert row["text"] == "met at *Women in Tech panel*, connected on LinkedIn two days later"
    assert (row["kind"], row["confidence"]) == ("event_before_connection", 0.85)
    long_before = how(ADA, met("p", "2025-03-05", "ada", title="Brunch"))
    assert long_before["text"] == "first met on 2025-03-05 at *Brunch*"
    assert (long_before["kind"], long_before["days_before"]) == ("interaction", None)


@pytest.mark.parametrize(
    ("size", "confidence"), [(2, 0.95), (8, 0.95), (9, 0.85), (20, 0.85), (50, 0.6), (51, 0.3), (None, 0.3)]
)
def test_the_larger_the_event_the_less_sure(size: int | None, confidence: float) -> None:
    meeting, those = met("p", "2026-03-05", "ada", title="All hands")
    sized = meeting.with_columns(group_size=size) if size is None else met("p", "2026-03-05", "ada", group_size=size)[0]
    row = how(Someone("ada"), (in_shape(sized, INTERACTION), those))
    assert row["confidence"] == confidence
    if size is None:
        assert row["text"] == "first at the same event on 2026-03-05 at *All hands*"


@pytest.mark.parametrize(
    ("channel", "direction", "text"),
    [
        ("email", "sent", "first in touch on 2024-05-01: you wrote them an e-mail"),
        ("email", "received", "first in touch on 2024-05-01: you got an e-mail from them"),
        ("linkedin_message", "received", "first in touch on 2024-05-01: you got a message from them on LinkedIn"),
        ("linkedin_recommendation", "sent", "first in touch on 2024-05-01: you recommended them on LinkedIn"),
        ("log", "mutual", "first met on 2024-05-01 at *brunch*"),
    ],
)
def test_a_first_message_is_how_they_came_in_touch(channel: str, direction: str, text: str) -> None:
    row = how(Someone("ada"), met("m", "2024-05-01", "ada", channel=channel, direction=direction, title="brunch"))
    assert (row["kind"], row["text"]) == ("interaction", text)
    assert (row["title"] is None) == (channel != "log")


def test_a_message_that_goes_with_the_connection_does_not_hide_the_event() -> None:
    invitation = met("i", "2026-03-06", "ada", channel="linkedin_invitation", direction="sent")
    panel, later = alone("p", "2026-03-05", "Panel"), alone("l", "2026-03-07", "Conference")
    assert how(ADA, invitation, panel, later)["text"] == "probably met at *Panel*, connected on LinkedIn two days later"


def test_a_mail_shortly_before_a_card_is_the_first_that_is_known() -> None:
    mail = met("m", "2026-03-01", "ada", channel="email", direction="sent")
    row = how(Someone("ada", updated="2026-03-07T12:00"), mail)
    assert row["text"] == "first in touch on 2026-03-01: you wrote them an e-mail"
    assert how(ADA, met("m", "2026-03-01", "ada", channel="linkedin_message", direction="sent"))["kind"] == "connection"


def test_an_event_shortly_before_a_card_and_a_card_alone() -> None:
    carded = Someone("ada", updated="2026-03-07T12:00")
    row = how(carded, alone("p", "2026-03-05", "Wedding of Lena"))
    assert row["text"] == "perhaps met at *Wedding of Lena*, in your address book two days later"
    assert (row["kind"], row["confidence"]) == ("event_before_card", pytest.approx(0.7 * 0.8 * 0.7 * 25 / 26))
    assert how(carded)["text"] == "in your address book since 2026-03-07 or before"


def test_a_day_on_which_many_cards_were_changed_says_nothing_of_where_one_met() -> None:
    people = [Someone(f"p{i}", updated="2026-03-07T12:00") for i in range(6)]
    wedding = alone("p", "2026-03-05", "Wedding of Lena")
    assert set(acquaintance(people[:5], wedding)["how_we_met"]["kind"]) == {"event_before_card"}
    assert set(acquaintance(people, wedding)["how_we_met"]["kind"]) == {"card"}


def test_the_users_word_where_nothing_has_a_day() -> None:
    said = words(("ada", "Foraging"), ("ada", "Brunch", True))
    row = how(Someone("ada"), said=said)
    assert (row["kind"], row["met_on"], row["text"]) == ("said", None, "you know them from *Foraging*")


def test_nothing_is_known_of_whom_nothing_is_known_nor_of_the_future() -> None:
    planned = met("p", "2027-01-01", "ada", title="Brunch")
    rows = acquaintance([Someone("ada", connected="2027-02-01", updated="2027-01-01T00:00")], planned)["how_we_met"]
    assert rows.is_empty()
