from datetime import UTC, datetime
from pathlib import Path

from connectors.calendar import Calendar, Window
from connectors.interaction_records import Correspondent, RawInteraction
from tests.conftest import Golden
from tests.connectors.contract import document, read
from transforms.inspected_interactions import inspected_interactions

FRIENDS = Path(__file__).parents[1] / "samples" / "calendar" / "friends.ics"
WINDOW = Window(datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))


def test_a_calendar_event_by_event(golden: Golden) -> None:
    batch = read(Calendar, document(FRIENDS.read_bytes(), FRIENDS.name))
    golden("calendar-friends", list(inspected_interactions(batch.interactions, window=WINDOW, zone="Europe/London")))


def test_messages() -> None:
    people = (
        Correspondent("sender", "ada@example.org", "Ada"),
        Correspondent("recipient", url="https://example.org/in/mira"),
    )
    sent = datetime(2026, 3, 1, 8, tzinfo=UTC)
    message = RawInteraction("1", "mail.mbox", 7, "email", "Sun, …", sent, "sent", "thread", people)
    undated = RawInteraction("2", "mail.mbox", 8, "email")
    assert list(inspected_interactions([message, undated], window=WINDOW, zone="UTC")) == [
        {
            "kind": "message",
            "file": "mail.mbox",
            "position": 7,
            "record_id": "1",
            "channel": "email",
            "sent_at": "2026-03-01T08:00:00Z",
            "direction": "sent",
            "people": [
                {"role": "sender", "address": "ada@example.org", "name": "Ada", "url": None},
                {"role": "recipient", "address": None, "name": None, "url": "https://example.org/in/mira"},
            ],
            "conversation": "thread",
        },
        {
            "kind": "message",
            "file": "mail.mbox",
            "position": 8,
            "record_id": "2",
            "channel": "email",
            "sent_at": None,
            "direction": None,
            "people": [],
            "conversation": None,
        },
    ]
