"""Reads organisers and attendees: who they are, what they answered, and whether they are people at all.

Source: RFC 5545 sections 3.8.4.1 and 3.8.4.3. What rooms look like is in `configs/words/calendar.toml`.
"""

from functools import cache
from typing import Any, Final

from configs.words import word_list
from connectors.calendar.lines import Params
from connectors.calendar.occurrence import Attendee

_ROLES: Final = {"CHAIR": "chair", "OPT-PARTICIPANT": "optional", "NON-PARTICIPANT": "non_participant"}
_KINDS: Final = {"INDIVIDUAL": "individual", "GROUP": "group", "ROOM": "room", "RESOURCE": "resource"}


@cache
def _words() -> dict[str, Any]:
    people: dict[str, Any] = word_list("calendar")["people"]
    return people


def read_person(params: Params, value: str) -> Attendee | None:
    """The person of an ATTENDEE or ORGANIZER; None where it says nothing of anybody."""
    address = address_of(params, value)
    name = params.get("CN") or None
    if not address and not name:
        return None
    response = params.get("PARTSTAT")
    return Attendee(
        address,
        name,
        response.lower().replace("-", "_") if response else "needs_action",
        _ROLES.get(params.get("ROLE", "").upper(), "required"),
        _kind(params, address),
    )


def address_of(params: Params, value: str) -> str | None:
    """The e-mail address as written, without its scheme; None where there is none (a URN, a path on a server)."""
    lower = value.lower()
    at = lower.rfind("mailto:")
    text = value[at + len("mailto:") :] if at >= 0 else value
    for candidate in (text, params.get("EMAIL", "")):
        bare = candidate.strip().strip("<>\"'").strip()
        if "@" in bare and "/" not in bare and not bare.lower().startswith(tuple(_words()["no_addresses"])):
            return bare
    return None


def _kind(params: Params, address: str | None) -> str:
    written = params.get("CUTYPE", "INDIVIDUAL").upper()
    if address and address.lower().endswith(tuple(_words()["resource_domains"])):
        return written.lower() if written in {"ROOM", "RESOURCE"} else "resource"
    return _KINDS.get(written, "unknown")
