"""What the owner of a LinkedIn archive did with others, and that nothing of what was said is kept."""

from datetime import UTC, datetime
from typing import ClassVar

import pytest

from connectors.base import Batch
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.linkedin import LinkedInActivity, other_export
from connectors.linkedin.activity_dates import instant
from connectors.records import Reject, Skipped
from tests.connectors.contract import document, read, records_of, texts_of
from tests.connectors.csv_promises import CsvPromises

BASE = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"
)
ADA, OLE, MIRA = (f"https://www.linkedin.com/in/{slug}" for slug in ("ada-brandt", "olekroll77", "mira-holt"))
WRITTEN = "2026-06-24 22:17:33 UTC"


class ActivityPromises(CsvPromises):
    connector = LinkedInActivity

    def test_surplus_cells_and_doubled_columns_are_kept(self) -> None:
        """Nothing is kept of what no one knows: it may be what was said."""
        columns = self.header.split(",")
        cells = ["2024-01-02" if column == self.dated else f"value{at}x" for at, column in enumerate(columns * 2)]
        batch = read(self.connector, document(f"{self.header},{self.header}\n{','.join(cells)},more\n".encode()))
        assert batch.interactions
        found = "\x1f".join(texts_of((*records_of(batch), *batch.rejects, *batch.skipped)))
        assert [cell for cell in (*cells[len(columns) :], "more") if cell in found] == ["2024-01-02"]

    def test_rejects_tell_length_and_hash_only(self) -> None:
        batch = read(self.connector, document(self.good + b'a secret,"never closed\n' + self.last))
        assert len(batch.rejects) == 1
        assert "secret" not in "\x1f".join(texts_of((*batch.rejects, *batch.skipped)))
        assert "bytes, BLAKE2b" in (batch.rejects[0].raw or "")


class TestMessages(ActivityPromises):
    dated = "DATE"
    header = f"{BASE},ATTACHMENTS,IS MESSAGE DRAFT"
    rows = (
        f"2-aW52,Panel,Ada Brandt,{ADA},Mira Holt,{MIRA},{WRITTEN},Hello,Nice to meet you,INBOX,x.pdf,No",
        f"2-aW52,,Mira Holt,{MIRA},Ada Brandt,{ADA},2026-06-25 09:00:00 UTC,,Likewise,INBOX,,No",
    )
    private = frozenset({"CONVERSATION TITLE", "SUBJECT", "CONTENT", "ATTACHMENTS", "IS MESSAGE DRAFT"})
    kept_out: ClassVar[tuple[str, ...]] = ("Panel", "Hello", "Nice to meet you", "Likewise", "x.pdf")

    def test_nothing_that_was_said_is_kept(self) -> None:
        found = "\x1f".join(texts_of(read(self.connector, document(self.sample)).interactions))
        assert [text for text in self.kept_out if text in found] == []


class TestOlderMessages(ActivityPromises):
    dated = "DATE"
    header = "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,SUBJECT,CONTENT,FOLDER"
    rows = (
        "2-aW52,,Ada Brandt,Mira Holt,2019-06-24 22:17:33 UTC,Hello,Nice to meet you,INBOX",
        "2-aW52,,Mira Holt,Ada Brandt,2019-06-25 22:17:33 UTC,,Likewise,SENT",
    )
    private = frozenset({"CONVERSATION TITLE", "SUBJECT", "CONTENT"})


class TestInvitations(ActivityPromises):
    dated = "Sent At"
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    rows = (
        f"Ada Brandt,Mira Holt,5/5/26 5:30 PM,We met at the panel,INCOMING,{ADA},{MIRA}",
        f"Mira Holt,Ole Kroll,5/6/26 9:00 AM,,OUTGOING,{MIRA},{OLE}",
    )
    private = frozenset({"Message"})


class TestOlderInvitations(ActivityPromises):
    dated = "Sent At"
    header = "From,To,Sent At,Message,Direction"
    rows = (
        "Ada Brandt,Mira Holt,5/5/16 5:30 PM,We met at the panel,INCOMING",
        "Mira Holt,Ole Kroll,5/6/16 9:00 AM,,OUTGOING",
    )
    private = frozenset({"Message"})


class TestEndorsements(ActivityPromises):
    dated = "Endorsement Date"
    header = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status"
    rows = (
        "2023/03/01 19:52:23 UTC,Baking,Ada,Brandt,www.linkedin.com/in/ada-brandt,ACCEPTED",
        "2023/03/01 19:52:24 UTC,Running,Ole,Kroll,www.linkedin.com/in/olekroll77,PENDING",
    )


class TestRecommendations(ActivityPromises):
    dated = "Creation Date"
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    rows = (
        "Ada,Brandt,Lumenwerk GmbH,Head,Mira is great,01/24/18 03:00 PM,VISIBLE",
        "Ole,Kroll,,,,01/25/18 03:00 PM,HIDDEN",
    )
    private = frozenset({"Text"})


def activity(header: str, *rows: str, name: str = "book.csv") -> Batch:
    return read(LinkedInActivity, document("\n".join([header, *rows, ""]).encode(), name))


def only(header: str, row: str, name: str = "book.csv") -> RawInteraction:
    (found,) = activity(header, row, name=name).interactions
    return found


def sent(to: str, urls: str = "", header: str = BASE) -> list[tuple[str | None, str | None]]:
    row = f'c1,,Mira Holt,{MIRA},"{to}","{urls}",{WRITTEN},,hi,INBOX'
    return [(person.name, person.url) for person in only(header, row).people if person.role == "recipient"]


def test_a_message_in_full() -> None:
    found = read(LinkedInActivity, document(TestMessages.sample)).interactions[0]
    assert found == RawInteraction(
        record_id=found.record_id,
        file="book",
        position=1,
        channel="linkedin_message",
        sent=WRITTEN,
        sent_at=datetime(2026, 6, 24, 22, 17, 33, tzinfo=UTC),
        conversation="2-aW52",
        people=(
            Correspondent("sender", name="Ada Brandt", url=ADA),
            Correspondent("recipient", name="Mira Holt", url=MIRA),
        ),
        labels=("INBOX",),
    )


def test_ids_of_messages_are_the_same_in_every_export() -> None:
    older = only(BASE, f"c1,,Ada Brandt,,Mira Holt,,{WRITTEN},,hi,INBOX").record_id
    assert only(BASE, f"c1,Panel,Ada Brandt,{ADA},Mira Holt,{MIRA},{WRITTEN},x,hi there,ARCHIVE").record_id == older
    assert only(BASE, f"c2,,Ada Brandt,,Mira Holt,,{WRITTEN},,hi,INBOX").record_id != older
    assert only(BASE, f"c1,,Ole Kroll,,Mira Holt,,{WRITTEN},,hi,INBOX").record_id != older
    assert only(BASE, "c1,,Ada Brandt,,Mira Holt,,2026-06-24 22:17:34 UTC,,hi,INBOX").record_id != older


@pytest.mark.parametrize(
    ("to", "urls", "expected"),
    [
        ("Ada Brandt,Ole Kroll", f"{ADA},{OLE}", [("Ada Brandt", ADA), ("Ole Kroll", OLE)]),
        ("Ada Brandt,Ole Kroll", f"{ADA},", [("Ada Brandt", ADA), ("Ole Kroll", None)]),
        ("Ada Brandt,Ole Kroll", "", [("Ada Brandt", None), ("Ole Kroll", None)]),
        ("Ada Brandt,Ole Kroll", OLE, [("Ole Kroll", OLE), ("Ada Brandt", None)]),
        ("Ada Brandt, PhD, Ole Kroll", f"{ADA},{OLE}", [("Ada Brandt, PhD", ADA), ("Ole Kroll", OLE)]),
        ("Ada Brandt, MBA", ADA, [("Ada Brandt, MBA", ADA)]),
        ("", f"{ADA},{OLE}", [(None, ADA), (None, OLE)]),
        ("Sam Okoro", f"{ADA},{OLE}", [(None, ADA), (None, OLE), ("Sam Okoro", None)]),
        ("", "", []),
    ],
)
def test_names_and_profiles_of_recipients(to: str, urls: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert sent(to, urls) == expected


def test_members_who_hide_are_somebody_but_nobody_in_particular() -> None:
    assert sent("LinkedIn Member,Ada Brandt") == [(None, None), ("Ada Brandt", None)]
    assert sent("LinkedIn Member", ADA) == [("LinkedIn Member", ADA)]
    found = only(BASE, f"c1,,LinkedIn Member,,Mira Holt,{MIRA},{WRITTEN},,hi,INBOX")
    assert found.people[0] == Correspondent("sender")


def test_the_first_of_many_recipients_are_kept() -> None:
    assert len(sent(",".join(["Ada Brandt"] * 300))) == 200
    assert len(sent(",".join(["Ada Brandt"] * 300), ADA)) == 200


@pytest.mark.parametrize("yes", ["Yes", "true", "TRUE", "yes "])
@pytest.mark.parametrize("column", ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"])
def test_drafts_are_left_out(yes: str, column: str) -> None:
    (skipped,) = activity(f"{BASE},{column}", f"c1,,Mira Holt,,Ada Brandt,,{WRITTEN},,hi,INBOX,{yes}").skipped
    assert skipped == Skipped("book.csv", "a draft, not a message that was sent", 1)


@pytest.mark.parametrize("no", ["No", "false", ""])
def test_what_was_sent_is_no_draft(no: str) -> None:
    assert activity(f"{BASE},IS MESSAGE DRAFT", f"c1,,Mira Holt,,Ada Brandt,,{WRITTEN},,hi,INBOX,{no}").interactions


@pytest.mark.parametrize(
    ("name", "title", "folder", "reason"),
    [
        ("messages.csv", "Sponsored Conversation", "INBOX", "an advertising message"),
        ("messages.csv", "", "SPONSORED", "an advertising message"),
        ("messages.csv", "", "SPAM", "spam"),
        ("a.zip/guide_messages.csv", "", "INBOX", "a conversation with LinkedIn's guide, not with a person"),
        ("learning_role_play_messages.csv", "", "", "a role play with LinkedIn's coach, not with a person"),
    ],
)
def test_messages_that_nobody_wrote_to_the_owner(name: str, title: str, folder: str, reason: str) -> None:
    (skipped,) = activity(BASE, f"c1,{title},Ada Brandt,,Mira Holt,,{WRITTEN},,hi,{folder}", name=name).skipped
    assert skipped.reason == reason


def test_an_invitation_in_full() -> None:
    row = f'Mira Holt,Ole Kroll,"5/6/26, 9:05\u202fAM",A word,OUTGOING,{MIRA},{OLE}'
    found = only(TestInvitations.header, row)
    assert (found.channel, found.direction, found.conversation, found.labels) == (
        "linkedin_invitation",
        "OUTGOING",
        None,
        (),
    )
    assert found.sent_at == datetime(2026, 5, 6, 9, 5, tzinfo=UTC)
    assert found.people == (
        Correspondent("sender", name="Mira Holt", url=MIRA),
        Correspondent("recipient", name="Ole Kroll", url=OLE),
    )


def test_endorsements_are_told_apart_by_their_columns() -> None:
    received = read(LinkedInActivity, document(TestEndorsements.sample)).interactions[0]
    given = read(LinkedInActivity, document(TestEndorsements.sample.replace(b"Endorser", b"Endorsee"))).interactions[0]
    assert (received.channel, received.direction, received.labels) == (
        "linkedin_endorsement",
        "received",
        ("Baking", "ACCEPTED"),
    )
    assert received.people == (Correspondent("sender", name="Ada Brandt", url="www.linkedin.com/in/ada-brandt"),)
    assert received.sent_at == datetime(2023, 3, 1, 19, 52, 23, tzinfo=UTC)
    assert (given.direction, given.people[0].role) == ("given", "recipient")
    assert given.record_id != received.record_id


@pytest.mark.parametrize(
    ("name", "direction", "role"),
    [
        ("Recommendations_Given.csv", "given", "recipient"),
        ("a.zip/Recommendations Received (2).csv", "received", "sender"),
        ("recommendations_received/book.csv", None, "sender"),
        ("book.csv", None, "sender"),
    ],
)
def test_recommendations_are_told_apart_by_the_files_name(name: str, direction: str | None, role: str) -> None:
    row = 'Ada,Brandt,Lumenwerk GmbH,Head,Mira is great,"01/24/18, 03:00 PM",VISIBLE'
    found = only(TestRecommendations.header, row, name)
    assert (found.channel, found.direction, found.labels) == ("linkedin_recommendation", direction, ("VISIBLE",))
    assert found.people == (Correspondent(role, name="Ada Brandt", organisation="Lumenwerk GmbH", title="Head"),)
    assert found.sent_at == datetime(2018, 1, 24, 15, tzinfo=UTC)


def test_a_recommendation_that_was_not_given_is_none() -> None:
    assert (
        activity(TestRecommendations.header, "Ada,Brandt,,,x,01/24/18,DRAFT").skipped[0].reason.startswith("a recomm")
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (BASE, f"c1,,,,,,{WRITTEN},,a secret,INBOX"),
        (TestInvitations.header, ",,5/6/26,a secret,OUTGOING,,"),
        (TestEndorsements.header, "2023/03/01 19:52:23 UTC,secret,,,,ACCEPTED"),
        (TestRecommendations.header, ",,Lumenwerk,Head,a secret,01/24/18,VISIBLE"),
    ],
)
def test_rows_that_name_nobody_are_rejects_without_their_text(header: str, row: str) -> None:
    (reject,) = activity(header, row).rejects
    assert reject._replace(raw=None) == Reject("book.csv", "nobody is named in this row", 1, 2)
    assert "secret" not in (reject.raw or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-24 22:17:33 UTC", datetime(2026, 6, 24, 22, 17, 33, tzinfo=UTC)),
        ("2024-06-15 10:30:00", datetime(2024, 6, 15, 10, 30, tzinfo=UTC)),
        ("2024-06-15T10:30:00+02:00", datetime(2024, 6, 15, 8, 30, tzinfo=UTC)),
        ("5/5/26, 5:30 PM", datetime(2026, 5, 5, 17, 30, tzinfo=UTC)),
        ("2023/03/01 19:52:23 UTC", datetime(2023, 3, 1, 19, 52, 23, tzinfo=UTC)),
        ("01/24/18, 03:00 PM", datetime(2018, 1, 24, 15, tzinfo=UTC)),
        ("01/24/2018", datetime(2018, 1, 24, tzinfo=UTC)),
        ("22 Jan 2026", datetime(2026, 1, 22, tzinfo=UTC)),
        ("N/A", None),
        ("", None),
        (None, None),
        ("1" * 100, None),
        ("13/13/26, 5:30 PM", None),
    ],
)
def test_dates(text: str | None, expected: datetime | None) -> None:
    assert instant(text) == expected


def test_lines_of_a_message_whose_quotation_mark_is_missing_are_no_rows() -> None:
    message = f'c1,,Ada Brandt,{ADA},Mira Holt,{MIRA},{WRITTEN},,"Dear ""Mira,INBOX'
    batch = activity(BASE, message, "the cake, the wine, and Ole, at my place, on Sunday, is it, what we, said", "c2")
    assert batch.interactions == ()
    assert [reject.reason for reject in batch.rejects] == [
        "a quotation mark is not closed or in the wrong place, or a cell is too long",
        "no date that can be read in this row",
        "nobody is named in this row",
    ]
    assert "cake" not in "\x1f".join(texts_of(batch.rejects))


def test_an_archives_files_are_one_source() -> None:
    samples = (TestMessages, TestOlderMessages, TestInvitations, TestEndorsements, TestRecommendations)
    documents = [document(each.sample, f"{number}.csv") for number, each in enumerate(samples)]
    batch = read(LinkedInActivity, *documents)
    assert [found.position for found in batch.interactions] == [1, 2] * 5
    assert all(other_export(each) is None for each in documents)


def test_nothing_is_read_of_other_files() -> None:
    other = document(b"Company Name,Title,Description,Location,Started On,Finished On\nx,y,z,,,\n")
    assert read(LinkedInActivity, other).read == 0


def test_batches_are_handed_out_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.base.BATCH_SIZE", 1)
    batches = list(LinkedInActivity([document(TestMessages.sample)]).pull())
    assert [len(batch.interactions) for batch in batches] == [1, 1, 0]
