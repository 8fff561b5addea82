"""Laws of relationships: whatever happens, on whatever day it is asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transforms.ledger_frames import interactions, participants
from tests.warehouse.relationship_reference import Touch, relationship, strengths
from tests.warehouse.relationships import Happening, people_of, rows, warehouse
from transforms.relationship.rules import DEEP_AT_LEAST

START = date(2019, 1, 1)
PEOPLE = ("p-ada", "p-bo", "p-cy", "p-dee", "p-eli")
KINDS = (
    Touch(START),
    Touch(START, weight=0.5, series="s-brunch"),
    Touch(START, weight=1 / 3, series="s-brunch"),
    Touch(START, weight=0.15, series="s-run"),
    Touch(START, weight=1 / 11, is_contact=False, is_seen=True),
    Touch(START, weight=1 / 199, series="s-all-hands", is_contact=False),
    Touch(START, weight=0.0, is_contact=False),
    Touch(START, channel="log"),
    Touch(START, channel="email", direction="sent", weight=0.3),
    Touch(START, channel="email", direction="received", weight=0.06),
    Touch(START, channel="linkedin_message", direction="received", weight=0.06),
    Touch(START, channel="linkedin_connection", weight=0.3),
    Touch(START, channel="email", direction="observed", weight=0.0, is_contact=False),
)
Story = Mapping[str, Sequence[Touch]]

touches = st.builds(
    lambda kind, day: kind._replace(on=START + timedelta(days=day)),
    st.sampled_from(KINDS),
    st.one_of(st.integers(0, 700), st.integers(0, 40), st.integers(300, 330)),
)
stories = st.dictionaries(st.sampled_from(PEOPLE), st.lists(touches, min_size=1, max_size=12), max_size=len(PEOPLE))
days = st.integers(-10, 900).map(lambda day: START + timedelta(days=day))
lawful = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def happenings(story: Story) -> list[Happening]:
    """Each touch as an interaction of its own, so that the ledger says the same."""
    told = []
    for person, kept in story.items():
        for number, touch in enumerate(kept):
            name = f"{person}-{number}"
            row = {"interaction_id": name, "started_on": touch.on, "channel": touch.channel}
            row |= {"direction": touch.direction, "series_id": touch.series, "weight": touch.weight}
            who = {"interaction_id": name, "person_id": person, "weight": touch.weight}
            who |= {"is_contact": touch.is_contact, "is_seen": touch.is_seen}
            told.append((interactions(row), participants(who)))
    return told


def as_of(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, dict[str, Any]]:
    found = rows(connection, f"from relationship_at('{day}')")
    return {row["person_id"]: row for row in found}


def told(story: Story, *asked: date) -> list[dict[str, dict[str, Any]]]:
    """The relationships as of each of the days."""
    with warehouse(happenings(story), people=people_of("p-me", *PEOPLE)) as connection:
        return [as_of(connection, day) for day in asked]


def assert_alike(row: dict[str, Any], other: dict[str, Any], besides: Collection[str] = ()) -> None:
    """The same but for the last digits of points, which depend on how a processor takes powers."""
    worth, reasons = [], []
    for each in (row, other):
        streams = sorted(each["why"], key=lambda reason: (reason["what"], reason["interactions"]))
        worth.append([reason["points"] for reason in streams])
        reasons.append([{key: value for key, value in reason.items() if key != "points"} for reason in streams])
    assert worth[0] == pytest.approx(worth[1])
    assert reasons[0] == reasons[1]
    exact = row.keys() - {"why"} - set(besides)
    assert {column: row[column] for column in exact} == {column: other[column] for column in exact}


@lawful
@given(stories, days)
def test_any_day_is_as_if_recomputed_from_what_was_known_then(story: Story, today: date) -> None:
    (found,) = told(story, today)
    assert set(found) == set(PEOPLE)
    past = {name: [each for each in story.get(name, ()) if each.counts and each.on <= today] for name in PEOPLE}
    depths = {name: strengths(past[name], None, 180) for name in PEOPLE}
    with_depth = [depth for depth in depths.values() if depth > 0]
    for name, row in found.items():
        assert row["depth_raw"] == pytest.approx(depths[name], abs=1e-8)
        assert row["strength_raw"] == pytest.approx(strengths(past[name], today, 180), abs=1e-8)
        # Depths that are equal but for their last digit are no matter of the rule.
        as_deep = sum(other >= depths[name] - 1e-9 for other in with_depth)
        is_deep = as_deep <= ceil(len(with_depth) / 4) and depths[name] >= DEEP_AT_LEAST - 1e-9
        expected = relationship(story.get(name, ()), today, is_deep=is_deep)
        assert {column: row[column] for column in expected} == expected


@lawful
@given(stories, days)
def test_reasons_add_up(story: Story, today: date) -> None:
    with warehouse(happenings(story), people=people_of("p-me", *PEOPLE)) as connection:
        for row in as_of(connection, today).values():
            reasons = [reason["points"] for reason in row["why"]]
            assert row["strength_raw"] == pytest.approx(sum(reasons))
            assert len(reasons) <= 4
            assert row["interactions"] == sum(reason["interactions"] for reason in row["why"])
            listed = f"from relationship_why_at('{today}') where person_id = '{row['person_id']}'"
            streams = rows(connection, listed)
            points = sorted((stream["points"] for stream in streams), reverse=True)
            assert reasons == (points if len(points) <= 4 else [*points[:3], pytest.approx(sum(points[3:]))])
            assert row["depth_raw"] == pytest.approx(sum(stream["depth_points"] for stream in streams))


@lawful
@given(stories, st.sampled_from(PEOPLE), touches, days)
def test_something_more_never_weakens(story: Story, person: str, more: Touch, today: date) -> None:
    (before,) = told(story, today)
    (after,) = told({**story, person: [*story.get(person, ()), more]}, today)
    for name in PEOPLE:
        for worth in ("strength_raw", "depth_raw"):
            assert after[name][worth] >= before[name][worth] - 1e-9
            assert name == person or after[name][worth] == before[name][worth]


@lawful
@given(stories, days, st.integers(0, 400))
def test_time_alone_never_strengthens(story: Story, today: date, passing: int) -> None:
    later = today + timedelta(days=passing)
    before, after = told(story, today, later)
    for name in PEOPLE:
        if not any(today < each.on <= later and each.counts for each in story.get(name, ())):
            assert after[name]["strength_raw"] <= before[name]["strength_raw"]
            assert after[name]["depth_raw"] == before[name]["depth_raw"]


@lawful
@given(stories, st.sampled_from(PEOPLE), touches, days, st.integers(1, 300))
def test_what_is_planned_moves_no_recency(story: Story, person: str, more: Touch, today: date, ahead: int) -> None:
    planned = more._replace(on=today + timedelta(days=ahead))
    (before,) = told(story, today)
    (after,) = told({**story, person: [*story.get(person, ()), planned]}, today)
    of_plans = {"next_on", "next_title", "state", "state_reason", "reconnect_on", "is_due", "overdue_days"}
    for name in PEOPLE:
        assert_alike(after[name], before[name], besides=of_plans)
        if after[name]["state"] != before[name]["state"]:
            assert (before[name]["state"], after[name]["state"]) == ("no_contact_known", "planned")


@lawful
@given(stories, st.sampled_from(PEOPLE), touches, days)
def test_what_was_declined_or_is_between_others_is_nothing(story: Story, person: str, more: Touch, today: date) -> None:
    declined = more._replace(weight=0.0, is_contact=False, is_seen=False)
    observed = more._replace(direction="observed", channel="email")
    (before,) = told(story, today)
    (after,) = told({**story, person: [*story.get(person, ()), declined, observed]}, today)
    for name in PEOPLE:
        assert_alike(after[name], before[name])


@lawful
@given(stories, days)
def test_a_state_is_so_since_its_day(story: Story, today: date) -> None:
    with warehouse(happenings(story), people=people_of("p-me", *PEOPLE)) as connection:
        for name, row in as_of(connection, today).items():
            since = row["state_since"]
            assert (since is None) == (row["state"] in {"no_contact_known", "planned"})
            if since is None:
                continue
            assert since <= today
            middle = since + (today - since) / 2
            now = row["state"].removesuffix("_strong")
            states = [
                as_of(connection, day)[name]["state"].removesuffix("_strong")
                for day in (since - timedelta(days=1), since, middle)
            ]
            assert states[1:] == [now, now]
            # A late answer can make the contact of a dormant one a later one that is as long ago.
            assert states[0] != now or now in {"cooling", "dormant"}


@settings(max_examples=8, deadline=None)
@given(stories)
def test_history_says_what_was_so_at_the_end_of_each_month(story: Story) -> None:
    with warehouse(happenings(story), people=people_of("p-me", *PEOPLE)) as connection:
        history = rows(connection, "from relationship_history where on_day = last_day(month) order by person_id, month")
        history = [row for row in history if row["on_day"] < START + timedelta(days=1000)]
        by_day = {day: as_of(connection, day) for day in {row["on_day"] for row in history}}
        told_of = {(name, day) for day, each in by_day.items() for name in each if each[name]["interactions"]}
        assert {(row["person_id"], row["on_day"]) for row in history} >= told_of
        for row in history:
            then = by_day[row["on_day"]][row["person_id"]]
            assert row["strength_raw"] == pytest.approx(then["strength_raw"])
            assert {column: row[column] for column in ("depth_raw", "last_contact_on", "state")} == {
                column: then[column] for column in ("depth_raw", "last_contact_on", "state")
            }
        for name in {row["person_id"] for row in history}:
            until = max(by_day)
            assert (
                sum(row["interactions"] for row in history if row["person_id"] == name)
                == (by_day[until][name]["interactions"])
            )


@settings(max_examples=5, deadline=None)
@given(stories)
def test_the_view_is_of_today(story: Story) -> None:
    today = datetime.now(UTC).date()
    recent = {name: [each._replace(on=today - (each.on - START)) for each in kept] for name, kept in story.items()}
    with warehouse(happenings(recent), people=people_of("p-me", *PEOPLE)) as connection:
        for view in ("relationship", "relationship_why"):
            as_of_today = rows(connection, f"from {view}_at(current_date) order by all")
            assert rows(connection, f"from {view} order by all") == as_of_today
