"""What is landed is published, calendars expanded, and only where something has changed or fallen due."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from configs.settings import Settings
from connectors.documents import find_documents
from connectors.vcard import VCard
from flows import publishing
from flows.importing import ImportOptions, import_files
from flows.publishing import publish_people
from flows.removing import remove_source
from flows.steps import Export, land_export
from tests.flows.books import book
from tests.flows.looking import warehouse
from warehouse.landing import LandingStore
from warehouse.merging import Source

EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTAMP:20240101T000000Z
DTSTART:{start}
DTEND:{start}
SUMMARY:{summary}
ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada Brandt:mailto:ada@example.org
ATTENDEE;PARTSTAT=ACCEPTED;CN=Ben Okafor:mailto:ben@example.org
{more}END:VEVENT
"""


def event(uid: str = "dinner", start: str = "20240105T180000Z", summary: str = "Dinner", more: str = "") -> str:
    return EVENT.format(uid=uid, start=start, summary=summary, more=more)


def calendar(path: Path, *events: str) -> Path:
    path.write_text("BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(events) + "END:VCALENDAR\n")
    return path


def ledger(home: Path) -> list[tuple[Any, ...]]:
    """What happened and who took part, without the ids."""
    return warehouse(
        home,
        "select started_on::varchar, title, list(address order by address) from interaction "
        "inner join interaction_participant using (interaction_id) group by interaction_id, 1, 2 order by 1, 2",
    )


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"me": settings.me.model_copy(update={"emails": ("ada@example.org",)})})


def test_only_what_changed_is_published(settings: Settings, home: Path, tmp_path: Path) -> None:
    documents = tuple(find_documents([book(tmp_path / "book.vcf", range(3))]))
    export = Export(Source("vcard"), VCard, documents)  # type: ignore[arg-type] # a file is a document
    with LandingStore.open(home) as store:
        land_export(store, store.begin_run("test"), export)
        published = publish_people(store, settings)
        assert published is not None
        assert published.rows["person"] == 3
        assert publish_people(store, settings) is None
        (home / "warehouse.duckdb").unlink()
        assert publish_people(store, settings) is not None


def test_nothing_at_all_is_published_as_such(settings: Settings, home: Path) -> None:
    with LandingStore.open(home) as store:
        assert publish_people(store, settings) is not None
    assert warehouse(home, "select count(*) from person") == [(0,)]


def test_newer_code_publishes_anew(settings: Settings, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with LandingStore.open(home) as store:
        publish_people(store, settings)
        monkeypatch.setattr(publishing, "_code", lambda: "another")
        assert publish_people(store, settings) is not None


class TestCalendars:
    def test_an_event_is_an_interaction_of_those_who_took_part(
        self, settings: Settings, home: Path, tmp_path: Path
    ) -> None:
        import_files([calendar(tmp_path / "a.ics", event())], settings)
        assert ledger(home) == [("2024-01-05", "Dinner", ["ada@example.org", "ben@example.org"])]
        assert warehouse(home, "select full_name, is_owner from person order by 1") == [
            ("Ada Brandt", True),
            ("Ben Okafor", False),
        ]

    def test_again_it_changes_nothing(self, settings: Settings, tmp_path: Path) -> None:
        path = calendar(tmp_path / "a.ics", event(), event("run", summary="Run"))
        assert import_files([path], settings).published
        again = import_files([path], settings)
        assert again.published is None
        assert again.total.unchanged == 2

    def test_the_same_event_in_a_second_calendar_counts_once(
        self, settings: Settings, home: Path, tmp_path: Path
    ) -> None:
        work = calendar(tmp_path / "b.ics", event())
        work.write_text(work.read_text().replace("VERSION:2.0", "VERSION:2.0\nX-WR-CALNAME:Work"))
        import_files([calendar(tmp_path / "a.ics", event()), work], settings)
        assert warehouse(home, "select title, copies from interaction") == [("Dinner", 2)]

    def test_a_cancelled_event_is_retracted(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        import_files([calendar(tmp_path / "a.ics", event())], settings)
        import_files([calendar(tmp_path / "a.ics", event(more="STATUS:CANCELLED\nSEQUENCE:1\n"))], settings)
        assert ledger(home) == []

    def test_what_is_edited_is_expanded_anew_and_the_rest_kept(
        self, settings: Settings, home: Path, tmp_path: Path
    ) -> None:
        import_files([calendar(tmp_path / "a.ics", event(), event("run", summary="Run"))], settings)
        import_files(
            [calendar(tmp_path / "a.ics", event(summary="Late dinner"), event("run", summary="Run"))], settings
        )
        assert [title for _, title, _ in ledger(home)] == ["Late dinner", "Run"]

    def test_deleting_the_cache_costs_only_time(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        weekly = event(more="RRULE:FREQ=WEEKLY;COUNT=5\n")
        import_files([calendar(tmp_path / "a.ics", weekly)], settings)
        before = ledger(home)
        assert len(before) == 5
        shutil.rmtree(home / "cache")
        import_files([calendar(tmp_path / "b.ics", event("run", "20250101T080000Z", "Run"))], settings)
        assert ledger(home) == [*before, ("2025-01-01", "Run", ["ada@example.org", "ben@example.org"])]

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["known.json", "events.arrow", "times.arrow", "records.arrow"])
    def test_so_does_a_broken_one(self, settings: Settings, home: Path, tmp_path: Path, name: str) -> None:
        import_files([calendar(tmp_path / "a.ics", event())], settings)
        before = ledger(home)
        (home / "cache" / "occurrences" / name).write_bytes(b"rubbish")
        import_files([calendar(tmp_path / "b.ics", event("run", "20250101T080000Z", "Run"))], settings)
        assert ledger(home)[:1] == before

    def test_a_forgotten_calendar_leaves_nothing(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        import_files([book(tmp_path / "book.vcf", range(2)), calendar(tmp_path / "a.ics", event())], settings)
        remove_source("calendar", settings)
        assert ledger(home) == []
        assert warehouse(home, "select count(*) from person") == [(2,)]

    def test_what_is_planned_becomes_the_past_without_an_import(
        self, settings: Settings, home: Path, tmp_path: Path
    ) -> None:
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        import_files([calendar(tmp_path / "a.ics", event(start=f"{tomorrow:%Y%m%dT120000Z}"))], settings)
        with LandingStore.open(home) as store:
            assert publish_people(store, settings) is None
        assert not publishing.has_fallen_due(home, datetime.now(UTC).date())
        assert publishing.has_fallen_due(home, tomorrow.date())

    def test_whose_calendar_it_is_says_nothing_of_who_i_am(
        self, settings: Settings, home: Path, tmp_path: Path
    ) -> None:
        """Ben's calendar, imported by Ada: she is one of his people, and he hasn't her address."""
        path = calendar(tmp_path / "ben.ics", event())
        path.write_text(path.read_text().replace("VERSION:2.0", "VERSION:2.0\nX-WR-CALNAME:ben@example.org"))
        import_files([path], settings, options=ImportOptions(owner="ben"))
        people = "select owner, address, is_owner from interaction_participant order by address"
        assert warehouse(home, people) == [("ben", "ada@example.org", False), ("ben", "ben@example.org", True)]

    def test_what_can_not_be_expanded_is_told_once(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        path = calendar(tmp_path / "a.ics", event(more="RRULE:FREQ=SECONDLY\n"), event("run", summary="Run"))
        first, second = import_files([path], settings), import_files([path], settings)
        (reject,) = first.unread
        assert (reject.file, reject.position) == ("a.ics", 1)
        assert reject.reason.startswith("a calendar event: ")
        assert second.unread == ()
        assert warehouse(home, "select file, reason from reject") == [("a.ics", reject.reason)]
        other = import_files([calendar(tmp_path / "b.ics", event("tea", summary="Tea"))], settings)
        assert other.unread == ()

    def test_who_i_am_is_asked_where_nothing_says_it(self, settings: Settings, tmp_path: Path) -> None:
        nobody = settings.model_copy(update={"me": settings.me.model_copy(update={"emails": ()})})
        published = import_files([calendar(tmp_path / "a.ics", event())], nobody).published
        assert published
        assert published.unknown_owners == ("me",)
        known = import_files([calendar(tmp_path / "b.ics", event("tea"))], settings).published
        assert known
        assert known.unknown_owners == ()

    def test_mail_and_calendar_meet_in_one_person(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        mail = tmp_path / "all.mbox"
        mail.write_text(
            "From 1@xxx Mon Jan 01 10:00:00 +0000 2024\nFrom: Ada Brandt <ada@example.org>\n"
            "To: Ben Okafor <ben@example.org>\nDate: Mon, 01 Jan 2024 10:00:00 +0000\nMessage-ID: <1@example.org>\n"
            "Subject: Dinner?\n\nFriday?\n"
        )
        import_files([mail, calendar(tmp_path / "a.ics", event())], settings)
        assert warehouse(home, "select channel, direction, title from interaction order by started_on") == [
            ("email", "sent", None),
            ("meeting", "mutual", "Dinner"),
        ]
        assert warehouse(home, "select sources from person where full_name = 'Ben Okafor'") == [
            (["calendar", "mailbox"],)
        ]

    def test_subjects_are_kept_where_a_setting_asks(self, settings: Settings, home: Path, tmp_path: Path) -> None:
        mail = tmp_path / "all.mbox"
        mail.write_text(
            "From 1@xxx Mon Jan 01 10:00:00 +0000 2024\nFrom: ada@example.org\nTo: ben@example.org\n"
            "Date: Mon, 01 Jan 2024 10:00:00 +0000\nMessage-ID: <1@example.org>\nSubject: Dinner?\n\nFriday?\n"
        )
        rules = settings.interactions.model_copy(update={"keep_subjects": True})
        keeping = settings.model_copy(update={"interactions": rules})
        for asked, title in ((keeping, "Dinner?"), (settings, None), (keeping, "Dinner?")):
            import_files([mail], asked)
            assert warehouse(home, "select title from interaction") == [(title,)]
