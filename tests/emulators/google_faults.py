"""What goes wrong with Google's answers, queued by tests: `emulator.fail(too_many(), on="people", after=2)`."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

REFUSALS: Final = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is sent; only the first `sent` bytes of it are, and then the connection is closed."""

    status: int
    body: bytes
    media_type: str = "application/json; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    sent: int | None = None


Fault = Callable[[Reply], Reply]
"""What becomes of an answer that would have been right."""


@dataclass(slots=True)
class Queued:
    """A fault that the next `times` requests meet whose method's id begins with `on`, once `after` have gone well."""

    fault: Fault
    on: str
    after: int
    times: int


def refusal(code: int, message: str, *, reason: str, status: str, domain: str) -> bytes:
    """The body of an error, as Google's older interfaces tell it (`errors`) and as its newer ones do (`details`)."""
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": f"{domain}.googleapis.com"}
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    if domain == "people":
        error["details"] = [info]
    else:
        error["errors"] = [{"domain": "global", "reason": reason, "message": message}]
    return json.dumps({"error": error}, indent=2).encode()


def refused(
    code: int,
    *,
    reason: str,
    message: str = "Not now.",
    domain: str = "people",
    headers: tuple[tuple[str, str], ...] = (),
) -> Fault:
    """An error of Google's."""
    body = refusal(code, message, reason=reason, status=REFUSALS.get(code, "INTERNAL"), domain=domain)
    return lambda reply: replace(reply, status=code, body=body, headers=headers)


def too_many(*, retry_after: int | None = None) -> Fault:
    """429, with how many seconds to wait where that is given."""
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return refused(429, reason="RATE_LIMIT_EXCEEDED", message="Quota exceeded.", headers=headers)


def rate_limited(reason: str = "rateLimitExceeded") -> Fault:
    """403 for too many requests, as the Calendar API says it."""
    return refused(403, reason=reason, message="Rate Limit Exceeded", domain="calendar")


def broken(code: int = 503) -> Fault:
    """500, 502, 503 …, without JSON, as proxies answer."""
    return lambda reply: replace(reply, status=code, body=b"<html>Error</html>", media_type="text/html")


def unauthorised() -> Fault:
    """401: the access token isn't taken."""
    message = "Request had invalid authentication credentials."
    return refused(401, reason="ACCESS_TOKEN_EXPIRED", message=message)


def dropped() -> Fault:
    """The connection closes without an answer."""
    return lambda reply: replace(reply, sent=-1)


def half_sent() -> Fault:
    """The connection closes in the middle of the answer."""
    return lambda reply: replace(reply, sent=len(reply.body) // 2)


def cut_off() -> Fault:
    """An answer of half the JSON, which says that it is whole."""
    return lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2])


def web_page() -> Fault:
    """200 with a web page: whoever runs the network wants a password first."""
    page = b"<!DOCTYPE html><html><title>Welcome to the hotel</title></html>"
    return lambda reply: replace(reply, body=page, media_type="text/html; charset=utf-8")
