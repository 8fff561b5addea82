"""How interactions are told: their channel and direction in words."""

from typing import Final

_CHANNELS: Final = {
    "meeting": "meeting",
    "log": "logged by you",
    "email": "mail",
    "linkedin_message": "LinkedIn message",
    "linkedin_invitation": "LinkedIn invitation",
    "linkedin_endorsement": "LinkedIn endorsement",
    "linkedin_recommendation": "LinkedIn recommendation",
    "linkedin_connection": "connected on LinkedIn",
}
_DIRECTIONS: Final = {"sent": "sent", "received": "received", "mutual": "both ways"}
_ONE_WAY: Final = {name for name in _CHANNELS if name not in {"meeting", "log", "linkedin_connection"}}
"""Channels in which one writes and the other reads."""
_COUNTED: Final = _ONE_WAY | {"meeting"}
"""Channels whose words have a plural."""


def told_channel(channel: str, direction: str | None = None, number: int = 1) -> str:
    """Interactions in words: "meeting", "mail sent", "3 LinkedIn messages both ways", "13 logged by you"."""
    noun = _CHANNELS.get(channel, channel)
    if number > 1:
        noun = f"{number:,} {noun}" + ("s" if channel in _COUNTED else "")
    way = _DIRECTIONS.get(direction or "", "") if channel in _ONE_WAY else ""
    return f"{noun} {way}".strip()
