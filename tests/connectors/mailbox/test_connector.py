"""What a mailbox's messages become, and that nothing of what was written in them is kept."""

import gzip
import io
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.base import HEAD_SIZE, Document
from connectors.documents import find_documents
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.mailbox import Mailbox
from connectors.records import Reject
from connectors.registry import recognise
from connectors.streams import MAIL_SIZE
from tests.connectors.contract import ConnectorPromises, content_of, document, read, texts_of
from tests.connectors.mailbox.letters import LETTER, START, changed, letter, only, read_letter, reason


class TestMailbox(ConnectorPromises):
    connector = Mailbox
    good = START + letter() + b"\n"
    broken = START + b"X-Nothing: here\n\nA body.\n\n"
    last = START + letter(changed(message_id="<second@example.org>", from_="Ole Kroll <ole@example.com>"))
    sample = good + last
    texts = ("Ada Brandt", "ada@example.org", "Kroll, Ole", "ole@example.com", "sam@example.com", "<first@example.org>")


class TestSingleMessage(ConnectorPromises):
    connector = Mailbox
    sample = letter()
    texts = TestMailbox.texts
    good, broken, last = TestMailbox.good, TestMailbox.broken, TestMailbox.last


def test_a_message_in_full() -> None:
    assert only(letter()) == RawInteraction(
        record_id="<first@example.org>",
        file="letter.eml",
        position=1,
        channel="email",
        sent="Mon, 1 Jan 2024 10:00:00 +0100",
        sent_at=datetime(2024, 1, 1, 9, tzinfo=UTC),
        conversation="<first@example.org>",
        people=(
            Correspondent("sender", "ada@example.org", "Ada Brandt"),
            Correspondent("recipient", "mira@example.net", "Mira Holt"),
            Correspondent("recipient", "ole@example.com", "Kroll, Ole"),
            Correspondent("cc", "sam@example.com"),
        ),
        subject="Brunch",
        account="mira@example.net",
    )


def test_a_message_is_the_same_in_an_mbox_and_by_itself() -> None:
    content = letter()
    assert content_of(only(START + content)) == content_of(only(content))
    assert content_of(only(content.replace(b"\n", b"\r\n"))) == content_of(only(content))
    assert content_of(only(content.replace(b"\n", b"\r"))) == content_of(only(content))
    assert content_of(only(b"\xef\xbb\xbf" + content)) == content_of(only(content))
    assert content_of(only(b"512 \n" + content)) == content_of(only(content))  # Apple's .emlx


def test_no_word_of_a_body_is_kept() -> None:
    secret = "a secret\n\nFrom now on\n\nFrom: nobody\n"
    mbox = START + letter(body=secret) + b"\n" + START + b"X-Nothing: a secret\n\nsecret\n"
    batch = read_letter(mbox)
    assert (len(batch.interactions), len(batch.rejects)) == (1, 1)
    assert "secret" not in " ".join(texts_of((*batch.interactions, *batch.rejects, *batch.skipped)))


def test_a_message_without_readable_headers_is_a_reject_without_its_text() -> None:
    (reject,) = read_letter(START + b"X-Nothing: here\n\nA body.\n").rejects
    assert reject == Reject(
        "letter.eml",
        "a message without headers that can be read",
        1,
        raw="15 bytes, BLAKE2b d2841854a3dfb14f1e106c56538c3cb3",
    )


def test_a_message_without_a_sender_is_a_reject() -> None:
    (reject,) = read_letter(letter(changed(**{"from": None, "return_path": None}))).rejects
    assert reject.reason == "a message whose headers name no sender"


@pytest.mark.parametrize("name", ["sender", "x_original_from", "return_path"])
def test_who_sent_it_where_from_says_nothing(name: str) -> None:
    headers = changed(**{"from": "", "return_path": None, name: "<ole@example.com>"})
    assert only(headers).people[0] == Correspondent("sender", "ole@example.com")


def test_ids_of_messages_without_one_are_made_of_what_was_written() -> None:
    without = only(changed(message_id=None))
    assert without.record_id.startswith("raw:")
    assert without.conversation == without.record_id
    assert only(changed(message_id=None, received=None, delivered_to="x@example.net")).record_id == without.record_id
    assert only(changed(message_id=None, subject="Dinner")).record_id != without.record_id


@pytest.mark.parametrize(
    ("headers", "conversation"),
    [
        ({"x_gm_thrid": "1587", "references": "<a@example.org>"}, "1587"),
        ({"references": "<a@example.org> <b@example.org>", "in_reply_to": "<b@example.org>"}, "<a@example.org>"),
        ({"in_reply_to": 'Your message of Monday <b@example.org> "hello"'}, "<b@example.org>"),
        ({"references": "nothing"}, "<first@example.org>"),
    ],
)
def test_what_a_message_belongs_to(headers: dict[str, str], conversation: str) -> None:
    assert only(changed(**headers)).conversation == conversation


def test_gmails_labels_and_a_maildirs_folder() -> None:
    labels = "=?UTF-8?Q?Posteingang,Ge=C3=B6ffnet,?=\r\n =?UTF-8?Q?=22Rome,_2024=22?="
    assert only(changed(x_gmail_labels=labels)).labels == ("Posteingang", "Geöffnet", "Rome, 2024")
    assert only(letter(), "Maildir/.Friends.Rome/cur/17.host:2,S").labels == ("Friends.Rome",)
    assert only(letter(), "cur/17.host:2,S").labels == ()
    assert only(letter(), "Mail/Inbox.mbox").labels == ()


@pytest.mark.parametrize(
    ("name", "labels", "direction"),
    [
        ("Mail/Sent.mbox", None, "sent"),
        ("Mail/Gesendete Objekte.mbox/mbox", None, "sent"),
        ("Maildir/.INBOX.Sent/cur/17.host:2,S", None, "sent"),
        ("Mail/All mail.mbox", "Archived,Sent", "sent"),
        ("Mail/All mail.mbox", "Archived,Sent to Ada", None),
        ("Mail/Inbox.mbox", None, None),
    ],
)
def test_what_lies_among_the_sent_was_sent(name: str, labels: str | None, direction: str | None) -> None:
    assert only(changed(x_gmail_labels=labels), name).direction == direction


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maildir/.Drafts/cur/17.host:2,S", "a draft, not a message that was sent"),
        ("Maildir/.INBOX.Entwürfe/new/17.host", "a draft, not a message that was sent"),
        ("Maildir/cur/17.host:2,DS", "a draft, not a message that was sent"),
        ("Maildir/cur/17.host!2,ST", "in the trash"),
        ("Mail/Trash.mbox", "in the trash"),
        ("Mail/Junk.mbox/mbox", "spam"),
        ("Mail/Spam", "spam"),
        ("Mail/All mail Including Spam and Trash.mbox", ""),
        ("Maildir/cur/17.TDhost:2,S", ""),
    ],
)
def test_folders_and_flags_that_say_that_it_is_none(name: str, expected: str) -> None:
    assert reason(LETTER, name) == expected


def test_the_first_of_many_recipients_are_kept() -> None:
    everybody = ",".join(f"p{number}@example.com" for number in range(150))
    people = only(changed(to=everybody, cc=everybody)).people
    assert len(people) == 201
    assert people[-1] == Correspondent("cc", "p49@example.com")


def test_recipients_nobody_is_told_of() -> None:
    assert [person.role for person in only(changed(to="undisclosed-recipients:;", cc=None)).people] == ["sender"]
    assert [person.role for person in only(changed(to=None, cc=None, bcc="mira@example.net")).people] == [
        "sender",
        "bcc",
    ]


def test_the_account_is_the_mailbox_that_it_came_to() -> None:
    assert only(changed(delivered_to=None)).account is None
    assert only(changed(delivered_to="", x_original_to="<m@example.net>")).account == "m@example.net"
    assert only(changed(delivered_to=None, envelope_to="m@example.net")).account == "m@example.net"


def test_dates_that_cannot_be_read_are_told_by_the_way_here() -> None:
    unread = only(START + letter(changed(date="yesterday")))
    assert (unread.sent, unread.sent_at) == ("yesterday", datetime(2024, 1, 1, 9, 0, 7, tzinfo=UTC))
    ahead = only(changed(date="Mon, 1 Jan 2035 10:00:00 +0000"))
    assert (ahead.sent, ahead.sent_at) == ("Mon, 1 Jan 2035 10:00:00 +0000", datetime(2024, 1, 1, 9, 0, 7, tzinfo=UTC))
    assert only(START + letter(changed(date=None, received=None))).sent_at == datetime(2024, 1, 1, 10, tzinfo=UTC)
    received = only(changed(date=None))
    assert (received.sent, received.sent_at) == (None, datetime(2024, 1, 1, 9, 0, 7, tzinfo=UTC))
    undated = changed(date="yesterday", received=None)
    assert only(undated, "Maildir/new/1704103200.M1P2.host").sent_at == datetime(2024, 1, 1, 10, tzinfo=UTC)
    (reject,) = read_letter(letter(undated)).rejects
    assert reject.reason == "a message without a date that can be read"


def test_headers_twice_in_one_message() -> None:
    headers = LETTER + "To: liam@example.com\nDate: Tue, 2 Jan 2024 10:00:00 +0100\nbroken line\n>From somebody\n"
    found = only(headers)
    assert found.sent == "Mon, 1 Jan 2024 10:00:00 +0100"
    assert "liam@example.com" in [person.address for person in found.people]


def test_mailboxes_in_archives(tmp_path: Path) -> None:
    mbox = START + letter() + b"\n" + START + letter()
    (tmp_path / "All mail.mbox.gz").write_bytes(gzip.compress(mbox))
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        archive.writestr("Takeout/Mail/Inbox.mbox", mbox)
    documents = [found for found in find_documents([tmp_path]) if isinstance(found, Document)]
    assert {recognise(found) for found in documents} == {Mailbox}
    assert len(read(Mailbox, *documents).interactions) == 4


def test_a_maildirs_folders_are_looked_into_although_they_are_hidden(tmp_path: Path) -> None:
    for folder in (".Sent/cur", ".Sent/new", ".hidden"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "17.host").write_bytes(letter())
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.writestr("Mail/.Friends/cur/18.host:2,S", letter())
        archive.writestr("Mail/.hidden/18.host", letter())
    found = [each.name for each in find_documents([tmp_path]) if isinstance(each, Document)]
    assert [name.removeprefix(f"{tmp_path.name}/") for name in found] == [
        ".Sent/cur/17.host",
        ".Sent/new/17.host",
        "backup.zip/Mail/.Friends/cur/18.host:2,S",
    ]


def test_little_is_kept_of_what_tells_that_it_is_mail(tmp_path: Path) -> None:
    (tmp_path / "17.host").write_bytes(letter(body="x" * 100_000))
    (found,) = find_documents([tmp_path])
    assert isinstance(found, Document)
    assert len(found.head) == MAIL_SIZE


def test_huge_headers_need_little_memory_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.mailbox.connector._MOST_BYTES", 1 << 20)
    names = ("from", "to", "date", "message-id", "subject", "x-gmail-labels", "references", "delivered-to", "list-id")
    headers = "".join(f"{name}: <{'ä' * 100_000}@example.org>\n" for name in names[:-1])
    content = (START + headers.encode() + b"\n\n") * 20
    whole = document(content)
    tracemalloc.start()
    count = longest = 0
    for batch in Mailbox([whole]).pull():
        count += len(batch.interactions)
        longest = max([longest, *(len(text) for text in texts_of(batch.interactions))])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20
    assert 1_000 < longest <= 20_000
    assert peak < 64 << 20


def test_a_name_of_a_thousand_letters_is_cut() -> None:
    assert len(only(changed(**{"from": f"{'a' * 3_000} <ada@example.org>"})).people[0].name or "") == 1_000


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Name: Ada\nTo: do\n\n",
        b"From: Ada\nNote to self: buy milk\n\n",
        b"From now on 10:00\nit is summer\n",
        b"From ada@example.org Mon Jan  1 10:00:00 2024\nno header\n",
        b"Hello\nFrom: ada@example.org\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n\n",
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org\nDate: Mon, 1 Jan 2024 10:00:00\n\n",
        b"BEGIN:VCARD\nVERSION:3.0\n",
        b"Date,From,To\n2024-01-01,Ada,Ole\n",
    ],
)
def test_what_is_no_mail(head: bytes) -> None:
    assert not Mailbox.recognises(document(head))


@pytest.mark.parametrize(
    "head",
    [
        b"From: ada@example.org\nTo: ole@example.com\n\n",
        b"Delivered-To: ada@example.org\nReceived: by 192.0.2.1\n  with SMTP",
        b">From ada@example.org Mon Jan  1 10:00:00 2024\nFrom: ada@example.org\nDate: x\n",
        b"\n\nfrom : ada@example.org\ndate : x\n",
        b"From: ada@example.org\nDate: x\nSubject: a long\nsubject that was\nTo: x\nX: 1\nY: 1\nZ: 1\nReply-",
        b"From - Mon Jan 01 10:00:00 2024\nX-Mozilla-Status: 0001\n",
        b"From 15@xxx Mon Jan 01 10:00:00 +0000 2024\nX-GM-THRID: 15\n",
        b"From MAILER-DAEMON Mon Jan  1 10:00:00 2024\nFrom: ada@example.org\n",
        b"From ada@example.org Mon, 1 Jan 2024 10:00:00 +0000\nTo: ole@example.com\n",
        b"From ada@example.org 2024-01-01 10:00\n>From ole@example.com\nTo: ole@example.com\n",
    ],
)
def test_what_is_mail(head: bytes) -> None:
    assert Mailbox.recognises(document(head))


def test_batches_are_handed_out_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.base.BATCH_SIZE", 2)
    content = (START + letter() + b"\n") * 5
    document = Document("a.mbox", len(content), content[:HEAD_SIZE], lambda: io.BytesIO(content))
    assert [len(batch.interactions) for batch in Mailbox([document]).pull()] == [2, 2, 1]


def test_a_folder_of_messages_is_many_documents() -> None:
    batch = read(Mailbox, document(letter(), "Maildir/cur/1"), document(letter(), "Maildir/cur/2"))
    assert [(found.file, found.position) for found in batch.interactions] == [
        ("Maildir/cur/1", 1),
        ("Maildir/cur/2", 1),
    ]
