"""What is sent and what is received, and what a message says of whom."""

from typing import Any

import polars as pl
import pytest

from connectors.interaction_records import Correspondent, RawInteraction
from tests.transforms.ledger.raw import ADA, BEN, CLAIRE, gathered, message, settings

BEN_URL = "https://www.linkedin.com/in/ben-okafor"
ADA_URL = "https://www.linkedin.com/in/ada-b"


def rows(*found: RawInteraction) -> list[dict[str, Any]]:
    return gathered(sent=found).rows.sort("started_at").to_dicts()


def exchange(channel: str, *people: Correspondent, **fields: Any) -> RawInteraction:  # noqa: ANN401 - any field of it
    return message("x", "", channel=channel, people=people, **fields)


class TestDirection:
    def test_what_i_write_is_sent_and_what_others_write_is_received(self) -> None:
        sent, got = rows(message("<1>", ADA, BEN), message("<2>", BEN, ADA, on="2026-06-02T10:00"))
        assert (sent["direction"], sent["rule"], sent["weight"]) == ("sent", "email_sent", 0.3)
        assert (got["direction"], got["rule"], got["weight"]) == ("received", "email_received", 0.06)

    def test_what_lies_in_my_mailbox_and_does_not_name_me_was_received_by_me(self) -> None:
        (row,) = rows(message("<1>", BEN, CLAIRE))
        assert row["direction"] == "received"

    @pytest.mark.parametrize(("said", "direction"), [("OUTGOING", "sent"), ("INCOMING", "received")])
    def test_an_invitation_says_where_it_went(self, said: str, direction: str) -> None:
        ben = Correspondent("recipient" if direction == "sent" else "sender", name="Ben Okafor", url=BEN_URL)
        (row,) = rows(exchange("linkedin_invitation", ben, direction=said))
        assert (row["direction"], row["rule"]) == (direction, f"linkedin_invitation_{direction}")

    @pytest.mark.parametrize(("said", "direction"), [("given", "sent"), ("received", "received")])
    def test_so_does_a_recommendation(self, said: str, direction: str) -> None:
        (row,) = rows(exchange("linkedin_recommendation", Correspondent("sender", name="Ben"), direction=said))
        assert row["direction"] == direction

    def test_a_linkedin_message_between_others_is_no_contact(self) -> None:
        people = (Correspondent("sender", name="Ben", url=BEN_URL), Correspondent("recipient", name="Claire"))
        (row,) = rows(exchange("linkedin_message", *people))
        assert (row["direction"], row["weight"], row["recency"]) == ("observed", 0.0, "none")


class TestGroups:
    def test_many_recipients_share_what_is_sent(self) -> None:
        (row,) = rows(message("<1>", ADA, BEN, CLAIRE))
        assert (row["weight"], row["group_size"]) == (pytest.approx(0.15), 3)

    def test_a_message_to_very_many_is_no_contact(self) -> None:
        (row,) = rows(message("<1>", ADA, *(f"guest{number}@example.org" for number in range(30))))
        assert (row["recency"], row["group_size"]) == ("none", 31)

    def test_one_to_a_list_is_one_to_a_crowd(self) -> None:
        (row,) = rows(message("<1>", ADA, BEN, "everyone@example.org"))
        assert (row["group_size"], row["recency"]) == (None, "none")


class TestCopies:
    def test_a_message_in_two_mailboxes_is_one(self) -> None:
        (row,) = rows(message("<1>", ADA, BEN), message("<1>~2", ADA, BEN))
        assert row["copies"] == 2

    def test_without_a_date_it_is_none(self) -> None:
        assert rows(message("<1>", ADA, BEN)._replace(sent_at=None)) == []

    def test_the_day_is_the_owners(self) -> None:
        (row,) = rows(message("<1>", ADA, BEN, on="2026-06-01T22:30"))
        assert str(row["started_on"]) == "2026-06-02"  # half past midnight in Berlin


class TestMe:
    def keys(self, *sent: RawInteraction, emails: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        of = settings()
        me = of.me.model_copy(update={"emails": emails, "name": None})
        found = gathered(sent=sent, of=of.model_copy(update={"me": me}))
        return found.parties.filter("is_owner").select("key").unique().sort("key").rows()

    def test_by_the_settings_and_their_mailboxs_other_spellings(self) -> None:
        sent = message("<1>", "a.da.b+x@googlemail.com", BEN)
        assert self.keys(sent, emails=("adab@gmail.com",)) == [("address:adab@gmail.com",)]

    def test_dots_matter_elsewhere(self) -> None:
        assert self.keys(message("<1>", "a.da@example.org", BEN), emails=("ada@example.org",)) == []

    def test_by_the_address_to_which_most_mail_is_delivered(self) -> None:
        got = [message(f"<{number}>", BEN, ADA, account=ADA) for number in range(3)]
        other = message("<9>", BEN, CLAIRE, account=CLAIRE)
        assert self.keys(*got, other) == [(f"address:{ADA}",)]

    @pytest.mark.parametrize("label", ["Sent", "Gesendet", "Posta inviata"])
    def test_by_what_lies_among_what_was_sent(self, label: str) -> None:
        assert self.keys(message("<1>", ADA, BEN, labels=(label,))) == [(f"address:{ADA}",)]

    def test_by_the_invitations_of_an_archive(self) -> None:
        people = (
            Correspondent("sender", name="Ada", url=ADA_URL),
            Correspondent("recipient", name="Ben", url=BEN_URL),
        )
        assert self.keys(exchange("linkedin_invitation", *people, direction="OUTGOING")) == [("profile:ada-b",)]

    def test_by_who_is_in_all_messages_of_an_archive(self) -> None:
        others = [f"https://www.linkedin.com/in/somebody-{number}" for number in range(4)]
        sent = [
            message(
                str(number),
                "",
                channel="linkedin_message",
                people=(Correspondent("sender", url=ADA_URL), Correspondent("recipient", url=other)),
            )
            for number, other in enumerate(others)
        ]
        assert self.keys(*sent) == [("profile:ada-b",)]

    def test_by_an_address_that_is_in_nearly_all_mail(self) -> None:
        mail = [message(f"<{number}>", ADA, f"guest{number}@example.org") for number in range(9)]
        assert self.keys(*mail, message("<10>", "guest1@example.org", ADA)) == [(f"address:{ADA}",)]
        assert self.keys(*mail, emails=(BEN,)) == []  # what the settings say needs no guess

    def test_not_by_one_of_two_who_only_write_to_each_other(self) -> None:
        assert self.keys(*(message(f"<{number}>", ADA, BEN) for number in range(9))) == []

    def test_two_who_are_in_all_messages_are_neither(self) -> None:
        people = (Correspondent("sender", url=ADA_URL), Correspondent("recipient", url=BEN_URL))
        sent = [message(str(number), "", channel="linkedin_message", people=people) for number in range(4)]
        assert self.keys(*sent) == []

    def test_nobody_is_me_by_an_address_that_is_a_lists(self) -> None:
        got = [message(f"<{number}>", BEN, CLAIRE, account="team@example.org") for number in range(3)]
        assert self.keys(*got) == []


def test_correspondents_are_records_under_the_name_that_is_used_most() -> None:
    def named(number: int, name: str) -> RawInteraction:
        people = (Correspondent("sender", BEN, name), Correspondent("recipient", ADA))
        return message(f"<{number}>", BEN, people=people)

    from tests.transforms.ledger.raw import landed, mail
    from transforms.ledger.gathering import gather

    found = mail(named(1, "Ben O."), named(2, "Ben Okafor"), named(3, "Ben Okafor"))
    gathered = gather(landed(sent=found), settings(), zone="UTC")
    assert gathered is not None
    contacts, _ = gathered
    ben = contacts.filter(pl.col("record_id") == f"address:{BEN}").to_dicts()[0]
    assert [name["full"] for name in ben["names"]] == ["Ben Okafor", "Ben O."]
    assert ben["emails"][0]["address"] == BEN
    assert (ben["file"], ben["position"], ben["is_owner"]) == ("all.mbox", 1, False)
    me = contacts.filter("is_owner").to_dicts()[0]
    assert (me["source"], me["names"][0]["full"], me["emails"][0]["address"]) == ("owner", "Ada Brandt", ADA)
    assert contacts["version"].n_unique() == 2
