"""What in a mailbox is no interaction between people."""

import pytest

from configs.words import word_list
from connectors.mailbox.rules import is_list, is_machine
from tests.connectors.mailbox.letters import LETTER, changed, reason

AUTOMATIC = "automatic mail"
NEWSLETTER = "a newsletter or advertising"
LIST = "a mailing list's mail"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"auto_submitted": "auto-replied"}, AUTOMATIC),
        ({"auto_submitted": "no"}, ""),
        ({"x_auto_response_suppress": "DR, OOF, AutoReply"}, AUTOMATIC),
        ({"x_auto_response_suppress": "None"}, ""),
        ({"precedence": "auto_reply"}, AUTOMATIC),
        ({"return_path": "<>"}, AUTOMATIC),
        ({"content_type": 'multipart/report; report-type="delivery-status"'}, AUTOMATIC),
        ({"from": "No Reply <no-reply@example.com>"}, AUTOMATIC),
        ({"sender": "Calendar <calendar-notification@example.com>"}, AUTOMATIC),
        ({"from": "MAILER-DAEMON@example.com (Mail Delivery System)"}, AUTOMATIC),
        ({"list_unsubscribe": "<mailto:x@example.com>", "list_id": "<news.example.com>"}, NEWSLETTER),
        ({"list_unsubscribe": "<mailto:x@example.com>", "precedence": "bulk"}, NEWSLETTER),
        ({"list_unsubscribe": "<https://x.example.com>", "list_unsubscribe_post": "One-Click"}, NEWSLETTER),
        ({"precedence": "junk"}, NEWSLETTER),
        ({"list_unsubscribe": "<mailto:x@example.com>"}, ""),
        ({"x_gmail_labels": "Inbox,Category Promotions,Unread"}, NEWSLETTER),
        ({"list_id": "Choir <choir.lists.example.com>"}, LIST),
        ({"list_post": "<mailto:choir@lists.example.com>"}, LIST),
        ({"list_post": "NO"}, ""),
        ({"precedence": "list"}, LIST),
        ({"newsgroups": "rec.food"}, LIST),
        ({"to": "choir@googlegroups.com", "cc": None}, LIST),
        ({"to": "choir@lists.example.com", "cc": "board-l@example.com"}, LIST),
        ({"to": "choir@googlegroups.com", "cc": "ole@example.com"}, ""),
        ({"x_gmail_labels": "Drafts"}, "a draft, not a message that was sent"),
        ({"x_gmail_labels": "=?UTF-8?Q?Entw=C3=BCrfe?="}, "a draft, not a message that was sent"),
        ({"x_unsent": "1"}, "a draft, not a message that was sent"),
        ({"x_gmail_labels": "Chat"}, "a chat, not mail"),
        ({"x_gmail_labels": "Spam,Unread"}, "spam"),
        ({"x_spam_flag": "YES"}, "spam"),
        ({"x_spam_status": "No, score=-1.0"}, ""),
        ({"x_gmail_labels": "Trash,Important"}, "in the trash"),
        ({"x_gmail_labels": "Archived,Sent"}, ""),
        ({"x_mozilla_status": "0009"}, "in the trash"),
        ({"x_mozilla_status": "0011"}, ""),
        ({"content_type": "text/calendar; method=REQUEST"}, "an invitation"),
        ({"content_class": "urn:content-classes:calendarmessage"}, "an invitation"),
        ({"content_type": "text/plain"}, ""),
    ],
)
def test_rules(headers: dict[str, str], expected: str) -> None:
    found = reason(changed(**headers))
    assert found.startswith(expected) if expected else not found


def test_of_several_rules_the_first_tells() -> None:
    headers = {"list_id": "<news.example.com>", "from": "news@example.com", "x_gmail_labels": "Trash,Spam,Chat"}
    assert reason(changed(**headers)) == "a chat, not mail"
    del headers["x_gmail_labels"]
    assert (
        reason(changed(**headers, list_unsubscribe="<https://example.com>", auto_submitted="auto-generated"))
        == AUTOMATIC
    )


def test_a_letter_is_no_exception() -> None:
    assert not reason(LETTER)


@pytest.mark.parametrize(
    "address",
    [
        "noreply@example.com",
        "noreply+48-2@example.com",
        "no.reply.team@example.com",
        "Notifications@example.com",
        "bounces-4@example.com",
        "ne-pas-repondre@example.com",
        "15551234@txt.voice.google.com",
        "mailer-daemon@x",
    ],
)
def test_machines(address: str) -> None:
    assert is_machine(address)


@pytest.mark.parametrize(
    "address", ["ada@example.org", "norea.plyer@example.com", "info@example.com", "team@x", "", "@"]
)
def test_nobody_else_is_a_machine(address: str) -> None:
    assert not is_machine(address)


def test_lists() -> None:
    assert is_list("choir@googlegroups.com")
    assert is_list("Board@Lists.example.com")
    assert is_list("runners-l@example.com")
    assert not is_list("ada@example.org")
    assert not is_list("")


def test_the_words_are_written_as_they_are_looked_up() -> None:
    words = word_list("mail")
    for names in words["labels"].values():
        assert [name for name in names if name != name.casefold().strip()] == []
    assert len({rule["reason"] for rule in words["rule"]}) == len(words["rule"])
    assert all(text == text.casefold() for rule in words["rule"] for each in rule["any"] for text in each)
