"""Google Calendar against the emulator: the promises of live connectors, calendars that come and go, and what fails."""

import json
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from configs.errors import SignInError, UnreachableError, UserError
from connectors.base import Batch
from connectors.google.api import GoogleApi
from connectors.google.calendar import GoogleCalendar
from tests.connectors.google.calendar_world import ADA, FAMILY, CalendarWorld, calendar_world
from tests.connectors.live_contract import LivePromises, Mirror
from tests.emulators.google_faults import (
    Fault,
    broken,
    cut_off,
    dropped,
    half_sent,
    rate_limited,
    refused,
    too_many,
    web_page,
)

EVENTS: Final = "calendar.events.list"
DAY: Final = timedelta(days=1)
PASSING: Final = {
    "500": broken(500),
    "503": broken(503),
    "429": too_many(),
    "429 with a time": too_many(retry_after=3),
    "403": rate_limited(),
    "dropped": dropped(),
    "half": half_sent(),
    "cut off": cut_off(),
}
"""What goes wrong once or twice."""


class TestGoogleCalendar(LivePromises):
    def world(self) -> AbstractContextManager[CalendarWorld]:
        return calendar_world()


def asked(world: CalendarWorld, calendar_id: str) -> list[bool]:
    """The requests for a calendar's events, since this was asked last: whether each was with a sync token."""
    found = [
        "syncToken" in one.arguments
        for one in world.emulator.asked
        if one.method_id == EVENTS and one.arguments["calendarId"] == calendar_id and "pageToken" not in one.arguments
    ]
    world.emulator.asked.clear()
    return found


def in_step(mirror: Mirror, world: CalendarWorld) -> bool:
    return mirror.told(world) == world.expected()


def of(mirror: Mirror, calendar_id: str) -> set[str]:
    return {record_id for record_id in mirror.records if record_id.startswith(f"{calendar_id}/")}


class TestCalendars:
    def test_one_that_is_gone_takes_its_records_along(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            world.calendars.remove(FAMILY)
            pulled = mirror.pull(world.connector())
            assert (pulled.records, pulled.batches[-1].complete) == ({}, (f"{FAMILY}/",))
            assert of(mirror, ADA)
            assert not of(mirror, FAMILY)
            assert mirror.pull(world.connector()).batches[-1].complete == ()

    def test_one_that_is_chosen_no_longer_goes_and_comes_back(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = of(mirror, FAMILY)
            world.wanted = ("primary",)
            mirror.pull(world.connector())
            assert not of(mirror, FAMILY)
            world.wanted = ("primary", "family")
            mirror.pull(world.connector())
            assert of(mirror, FAMILY) == before

    def test_one_that_is_named_and_isnt_there_stops_the_pull(self) -> None:
        with calendar_world() as world:
            world.wanted = ("Rowing",)
            with pytest.raises(
                UserError, match=r"There is no calendar 'Rowing' in the Google account ada@example\.org"
            ):
                list(world.connector().pull())

    def test_one_that_is_called_otherwise_is_read_anew_and_no_other(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            asked(world, FAMILY)
            world.calendars.change(FAMILY, summary="All of us")
            mirror.pull(world.connector())
            assert {mirror.records[one].calendar.name for one in of(mirror, FAMILY)} == {"All of us"}  # type: ignore[union-attr]
            assert (asked(world, FAMILY), asked(world, ADA)) == ([False], [])

    def test_a_token_that_is_lost_concerns_one_calendar(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            world.emulator.asked.clear()
            world.calendars[FAMILY].expire_tokens()
            world.edits["delete"](1)
            pulled = mirror.pull(world.connector())
            requests = list(world.emulator.asked)
            assert asked(world, FAMILY) == [True, False]
            world.emulator.asked += requests
            assert asked(world, ADA) == [True]
            assert [prefix for batch in pulled.batches for prefix in batch.complete] == [f"{FAMILY}/"]
            assert in_step(mirror, world)

    def test_one_that_cant_be_read_is_skipped_and_stays_as_it_was(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = of(mirror, FAMILY)
            world.calendars.hidden_from.add(FAMILY)
            world.edits["add"](0)
            pulled = mirror.pull(world.connector())
            (skipped,) = pulled.batches[-1].skipped
            assert skipped.file == "Google Calendar/Family"
            assert skipped.reason.startswith(
                "a calendar that can't be read now: Google doesn't give what was asked for"
            )
            assert len(pulled.records) == 1
            assert of(mirror, FAMILY) == before
            world.calendars.hidden_from.clear()
            world.edits["add"](1)
            assert len(mirror.pull(world.connector()).records) == 1
            assert in_step(mirror, world)

    def test_what_cant_be_read_is_not_gone_where_all_is_read_anew(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            before = of(mirror, FAMILY)
            world.calendars.hidden_from.add(FAMILY)
            mirror.cursor = None
            assert not mirror.pull(world.connector()).batches[-1].is_complete
            assert of(mirror, FAMILY) == before

    def test_a_list_of_many_pages_is_read_to_its_end(self) -> None:
        with calendar_world() as world:
            for number in range(7):
                world.calendars.add(f"more{number}@group.calendar.google.com", f"More {number}", hidden=number == 6)
            world.wanted = ("More 5", "More 6")
            assert world.connector().check() == "2 calendars: More 5, More 6"

    @pytest.mark.parametrize(
        ("wanted", "said"),
        [
            (("selected",), "2 calendars: ada@example.org, Family"),
            (("family",), "1 calendar: Family"),
            ((), "0 calendars"),
        ],
    )
    def test_it_says_which_are_read(self, wanted: tuple[str, ...], said: str) -> None:
        with calendar_world() as world:
            world.wanted = wanted
            assert world.connector().check() == said

    def test_none_at_all_is_nothing_and_all_of_it(self) -> None:
        with calendar_world() as world:
            world.wanted = ()
            (batch,) = world.connector().pull()
            assert batch == Batch(cursor='{"shape":1,"calendars":{}}', is_complete=True)


class TestEvents:
    def test_a_time_of_a_series_that_i_am_left_with_stays(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            calendar = world.calendars[ADA]
            series = calendar.add_event(
                datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 10), recurrence=["RRULE:FREQ=WEEKLY"]  # noqa: DTZ001 - by the clock
            )  # fmt: skip
            moved = calendar.move_instance(series, datetime(2026, 3, 16, 9), DAY)  # noqa: DTZ001
            mirror.pull(world.connector())
            calendar.delete(series)
            calendar.change(moved, summary="You alone are asked")
            mirror.pull(world.connector())
            assert in_step(mirror, world)
            assert f"{ADA}/{moved}" in mirror.records

    def test_of_an_event_that_comes_twice_the_last_counts(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            world.calendars[ADA].repeats = 2
            mirror.pull(world.connector())
            for number in range(0, 12, 2):
                world.edits["change"](number)
            pulled = mirror.pull(world.connector())
            assert in_step(mirror, world)
            assert sum(len(batch.interactions) for batch in pulled.batches) == len(pulled.records)

    def test_one_bad_event_costs_one(self) -> None:
        with calendar_world() as world:
            calendar = world.calendars[ADA]
            calendar.put("nowhen", {"id": "nowhen", "status": "confirmed", "summary": "Some day"})
            calendar.put("odd", {"id": "odd", "status": "confirmed", "start": "tomorrow", "attendees": "all"})
            pulled = Mirror().pull(world.connector())
            rejects = [reject for batch in pulled.batches for reject in batch.rejects]
            assert {reject.file for reject in rejects} == {f"Google Calendar/{ADA}"}
            assert sorted(reject.reason for reject in rejects) == [
                "an event that can't be read (Expected `object | null`, got `str` - at `$.start`)",
                "an event without a start",
            ]
            assert all("Some day" in (one.raw or "") or "tomorrow" in (one.raw or "") for one in rejects)
            assert len(pulled.records) == 13

    def test_many_come_in_several_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("connectors.base.BATCH_SIZE", 2)
        with calendar_world() as world:
            mirror = Mirror()
            pulled = mirror.pull(world.connector())
            assert max(len(batch.interactions) for batch in pulled.batches) == 2
            assert in_step(mirror, world)

    def test_what_is_no_meeting_is_not_asked_for(self) -> None:
        with calendar_world() as world:
            start, end = datetime(2026, 3, 9, 9), datetime(2026, 3, 9, 10)  # noqa: DTZ001 - by the clock
            kinds = ("outOfOffice", "focusTime", "workingLocation", "birthday", "fromGmail")
            ids = [world.calendars[ADA].add_event(start, end, eventType=kind) for kind in kinds]
            records = Mirror().pull(world.connector()).records
            assert [f"{ADA}/{one}" in records for one in ids] == [False] * 4 + [True]

    def test_what_nobody_needs_to_know_is_not_asked_for(self) -> None:
        with calendar_world() as world:
            secret: dict[str, Any] = {
                "conferenceData": {"entryPoints": [{"uri": "https://example.com/join", "passcode": "sesame"}]},
                "hangoutLink": "https://example.com/join",
                "attachments": [{"fileUrl": "https://example.com/join"}],
                "extendedProperties": {"private": {"key": "sesame"}},
            }
            start = datetime(2026, 3, 9, 9)  # noqa: DTZ001 - by the clock
            added = world.calendars[ADA].add_event(start, start + DAY, **secret, attendees=world.guests(3))
            record = Mirror().pull(world.connector()).records[f"{ADA}/{added}"]
            assert not any(word in str(record) for word in ("sesame", "example.com/join", "private"))


class TestFaults:
    @pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
    def test_what_passes_is_waited_for(self, fault: Fault) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            world.emulator.fail(fault, on=EVENTS, after=1, times=2)
            mirror.pull(world.connector())
            assert in_step(mirror, world)

    def test_a_web_page_is_no_answer(self) -> None:
        with calendar_world() as world:
            world.emulator.fail(web_page(), on="calendar", times=10_000)
            with pytest.raises(UnreachableError, match="web page"):
                list(world.connector().pull())

    def test_a_sign_in_that_doesnt_allow_calendars_says_so(self) -> None:
        with calendar_world() as world:
            scopes = "https://www.googleapis.com/auth/contacts.readonly"
            api = GoogleApi(world.network, world.emulator.credentials(scopes), endpoint=world.emulator.url)
            connector = GoogleCalendar(api, calendars=("all",), now=world.clock, full_every=DAY)
            with pytest.raises(SignInError, match="doesn't allow this"):
                list(connector.pull())

    def test_without_a_token_all_is_read_again(self) -> None:
        with calendar_world() as world:
            mirror = Mirror()
            mirror.pull(world.connector())
            cursor = json.loads(str(mirror.cursor))
            cursor["calendars"][ADA]["token"] = None
            mirror.cursor = json.dumps(cursor)
            asked(world, ADA)
            mirror.pull(world.connector())
            assert asked(world, ADA) == [False]
            assert in_step(mirror, world)

    def test_a_listing_that_expires_at_once_is_left(self) -> None:
        with calendar_world() as world:
            expired = refused(410, reason="fullSyncRequired", domain="calendar")
            world.emulator.fail(expired, on=EVENTS, after=1, times=10_000)
            with pytest.raises(UnreachableError, match="Google doesn't go on with Google Calendar/ada@example"):
                list(world.connector().pull())

    def test_pages_that_go_round_in_a_circle_are_left(self) -> None:
        with calendar_world() as world:
            world.emulator.serve(EVENTS, lambda _: {"items": [], "nextPageToken": "again"})
            with pytest.raises(UnreachableError, match="round in a circle"):
                list(world.connector().pull())

    @pytest.mark.parametrize("method", ["calendar.calendarList.list", EVENTS])
    @pytest.mark.parametrize("answer", [{"items": None}, {"items": 7}, {"nextPageToken": 7}, {"nextSyncToken": []}])
    def test_an_answer_that_is_none_can_not_be_read(self, method: str, answer: dict[str, Any]) -> None:
        with calendar_world() as world:
            world.emulator.serve(method, lambda _: answer)
            with pytest.raises(UnreachableError, match="What Google Calendar answers can't be read"):
                list(world.connector().pull())

    def test_a_calendar_without_an_id_is_none(self) -> None:
        with calendar_world() as world:
            world.emulator.serve("calendar.calendarList.list", lambda _: {"items": [{"id": 7}]})
            with pytest.raises(UnreachableError, match="can't be read"):
                world.connector().check()
