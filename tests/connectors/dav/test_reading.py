"""What is made of the members of address books and calendars."""

import base64

import pytest

from connectors import base
from connectors.calendar import Calendar
from connectors.identity import content_hash
from connectors.interaction_records import RawInteraction
from connectors.records import RawContact
from connectors.vcard import VCard
from tests.connectors.contract import document, read
from tests.connectors.dav.asking import Asker, card, rejects, skipped
from tests.connectors.dav.worlds import event
from tests.emulators.dav import ADDRESS, HOMES
from tests.emulators.dav_books import Book

BOOK, DAYS = "/books/ada/friends/", f"{HOMES['cal']}own/"


@pytest.fixture
def book(asking: Asker) -> Book:
    return asking.server.make(BOOK, name="Friends")


@pytest.fixture
def days(asking: Asker) -> Book:
    return asking.server.make(DAYS, name="Own days")


class TestCards:
    def test_a_card_is_called_by_its_place_and_keeps_its_own_id(self, asking: Asker, book: Book) -> None:
        book["ben ö.vcf"] = card("u1", "Ben Okafor", "EMAIL:ben.okafor@example.org", "X-MADE-UP:so")
        (record,) = asking.pull().records.values()
        assert isinstance(record, RawContact)
        assert record.record_id == f"{BOOK}ben%20%C3%B6.vcf"
        assert (record.file, record.position) == ("Friends/ben ö.vcf", 1)
        assert record.extra == (("X-MADE-UP", ("so",)), ("UID", ("u1",)))
        assert record.emails[0].address == "ben.okafor@example.org"

    def test_a_card_with_two_ids_keeps_both_under_one_key(self, asking: Asker, book: Book) -> None:
        book["ben.vcf"] = card("u1", "Ben Okafor", "UID:u2", "X-MADE-UP:so")
        (record,) = asking.pull().records.values()
        assert isinstance(record, RawContact)
        assert record.extra == (("X-MADE-UP", ("so",)), ("UID", ("u1", "u2")))

    def test_a_card_without_an_id_has_none(self, asking: Asker, book: Book) -> None:
        book["ben.vcf"] = "BEGIN:VCARD\nVERSION:3.0\nFN:Ben Okafor\nEND:VCARD\n"
        (record,) = asking.pull().records.values()
        assert isinstance(record, RawContact)
        assert record.extra == ()

    def test_several_cards_in_one_place_are_numbered(self, asking: Asker, book: Book) -> None:
        book["all.vcf"] = "".join(card(f"u{number}", f"Ada Brandt {number}") for number in range(3))
        asking.pull()
        first, second, third = f"{BOOK}all.vcf", f"{BOOK}all.vcf#2", f"{BOOK}all.vcf#3"
        assert asking.names == {first: "Ada Brandt 0", second: "Ada Brandt 1", third: "Ada Brandt 2"}
        book["all.vcf"] = card("u0", "Ada Brandt") + card("u1", "Ben Okafor")
        assert asking.pull().gone == {third}
        assert asking.names == {first: "Ada Brandt", second: "Ben Okafor"}
        book["all.vcf#2"] = card("u9", "Chloé Martin")
        asking.pull()
        assert len(asking.names) == 3
        del book["all.vcf"]
        assert asking.pull().gone == {first, second}

    @pytest.mark.parametrize("text", ["no card", "<html>Sorry</html>"])
    def test_a_broken_card_costs_one_card(self, asking: Asker, book: Book, text: str) -> None:
        book["ada.vcf"], book["bad.vcf"], book["ben.vcf"] = card("u1", "Ada Brandt"), text, card("u2", "Ben Okafor")
        pulled = asking.pull()
        assert len(asking.names) == 2
        (reject,) = rejects(pulled)
        assert (reject.file, reject.reason) == ("Friends/bad.vcf", "text outside of any card")
        assert (reject.raw or "").strip() == text
        assert asking.pull().records == {}

    def test_a_card_that_breaks_goes(self, asking: Asker, book: Book) -> None:
        book["ada.vcf"] = card("u1", "Ada Brandt")
        asking.pull()
        book["ada.vcf"] = "no card"
        assert asking.pull().gone == {f"{BOOK}ada.vcf"}
        book["ada.vcf"] = card("u1", "Ada Brandt")
        assert len(asking.pull().records) == 1

    def test_an_empty_member_is_told(self, asking: Asker, book: Book) -> None:
        book["ada.vcf"], book["empty.vcf"] = card("u1", "Ada Brandt"), ""
        assert [(each.file, each.reason) for each in skipped(asking.pull())] == [
            ("Friends/empty.vcf", "nothing is in it")
        ]

    def test_an_empty_card_is_told_with_its_place(self, asking: Asker, book: Book) -> None:
        book["ada.vcf"] = "BEGIN:VCARD\nEND:VCARD\n"
        (told,) = skipped(asking.pull())
        assert (told.file, told.reason, told.position) == ("Friends/ada.vcf", "an empty card", 1)

    def test_pictures_come_with_their_cards(self, asking: Asker, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "BATCH_SIZE", 60)
        photos = [b"\xff\xd8\xff\xe0" + bytes([number]) * 200 for number in range(120)]
        for number, photo in enumerate(photos):
            line = f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(photo).decode()}"
            book[f"{number}.vcf"] = card(f"u{number}", f"Ada Brandt {number}", line)
        batches = asking.pull().batches
        assert len(batches) == 2
        for batch in batches:
            assert {each.photos[0].hash for each in batch.contacts} == set(batch.photos)
        assert sorted(photo for batch in batches for photo in batch.photos.values()) == sorted(photos)


class TestTheSameAsFromAFile:
    """A card or a calendar says the same, whether it was exported or pulled; only where it stood differs."""

    def test_cards(self, asking: Asker, book: Book) -> None:
        texts = [
            card(f"u{number}", f"Ada Brandt {number}", "TEL:+44 20 7946 0123", "item1.X-A:b") for number in range(3)
        ]
        book.update({f"{number}.vcf": text for number, text in enumerate(texts)})
        exported = read(VCard, document("".join(texts).encode())).contacts
        pulled = asking.pull().records
        assert sorted(content_hash(without_uid(each)) for each in pulled.values()) == sorted(
            content_hash(each) for each in exported
        )

    def test_events(self, asking: Asker, days: Book) -> None:
        zone = (
            "BEGIN:VTIMEZONE\r\nTZID:Home\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
            "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )
        text = event("run@example.org", "Running").replace("TZID=Europe/Berlin", "TZID=Home")
        days["run.ics"] = text = text.replace("BEGIN:VEVENT", f"{zone}BEGIN:VEVENT", 1)
        (exported,) = read(Calendar, document(text.encode())).interactions
        (pulled,) = asking.pull(is_calendar=True).records.values()
        assert isinstance(pulled, RawInteraction)
        assert exported.calendar is not None
        assert exported.calendar.zones is not None
        assert pulled.calendar == exported.calendar._replace(name="Own days", default_zone="Europe/Berlin")


def without_uid(record: object) -> RawContact:
    assert isinstance(record, RawContact)
    return record._replace(extra=tuple(entry for entry in record.extra if entry[0] != "UID"))


class TestEvents:
    def test_a_series_is_one_record_with_its_exceptions(self, asking: Asker, days: Book) -> None:
        days["run.ics"] = event("run@example.org", "Running")
        (record,) = asking.pull(is_calendar=True).records.values()
        assert isinstance(record, RawInteraction)
        assert record.calendar is not None
        assert (record.record_id, record.file) == (f"{DAYS}run.ics", "Own days/run.ics")
        assert (record.channel, record.account) == ("calendar", ADDRESS)
        assert (record.calendar.uid, record.calendar.name) == ("run@example.org", "Own days")
        assert record.calendar.default_zone == "Europe/Berlin"
        assert record.calendar.components.count("BEGIN:VEVENT") == 2

    def test_a_zone_of_its_own_stays(self, asking: Asker, days: Book) -> None:
        text = event("run@example.org", "Running").replace("VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:Asia/Tokyo")
        days["run.ics"] = text
        (record,) = asking.pull(is_calendar=True).records.values()
        assert isinstance(record, RawInteraction)
        assert record.calendar is not None
        assert record.calendar.default_zone == "Asia/Tokyo"

    def test_what_is_left_out_of_many_is_told_once(self, asking: Asker, days: Book) -> None:
        for number in range(1_100):
            days[f"{number}.ics"] = event(f"{number}@example.org", "Running")
        pulled = asking.pull(is_calendar=True)
        assert len(pulled.records) == 1_100
        assert [(each.file, each.reason) for each in skipped(pulled)] == [
            ("Own days", "a reminder: only events are read (in 1,100 events)")
        ]

    def test_a_to_do_is_told(self, asking: Asker, days: Book) -> None:
        days["do.ics"] = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:Call\nEND:VTODO\nEND:VCALENDAR\n"
        pulled = asking.pull(is_calendar=True)
        assert pulled.records == {}
        assert [each.reason for each in skipped(pulled)] == ["a to-do: only events are read"]

    def test_an_event_that_can_not_be_placed_costs_itself(self, asking: Asker, days: Book) -> None:
        days["bad.ics"] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n"
        days["run.ics"] = event("run@example.org", "Running")
        pulled = asking.pull(is_calendar=True)
        assert set(pulled.records) == {f"{DAYS}run.ics"}
        assert [(each.file, each.reason) for each in rejects(pulled)] == [
            ("Own days/bad.ics", "an event whose start can't be read (DTSTART:soon)")
        ]
