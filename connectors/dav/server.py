"""Asks a WebDAV server, and says in words what is wrong where it doesn't answer as it should."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, NoReturn
from urllib.parse import urlsplit

from configs.errors import SignInError, UnreachableError, UserError
from connectors.dav import elements
from connectors.dav.multistatus import Multistatus, NoXmlError, read_multistatus
from connectors.dav.presets import dav_preset
from connectors.network import Answer, Network

GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

_SCHEME: Final = re.compile(r"(?:^|,)\s*(\w+)(?=\s+\w+=|\s*(?:,|$))")
"""A scheme in a challenge (RFC 9110 § 11.6.1): a word at its start, or after a comma, that is no parameter."""

_XML: Final = {"content-type": 'application/xml; charset="utf-8"'}


class StatusError(UserError):
    """A server refuses what it was asked, or doesn't know it."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class BadAnswerError(UnreachableError):
    """A server, or something on the way to it, answers with a web page, or with XML that can't be read."""


class Server:
    """What is asked of one server. Every method raises, beside what it says, what `Network.send` raises.

    Raises (all methods):
        SignInError: it doesn't take the sign-in.
        StatusError: it refuses.
        BadAnswerError: a web page answers, or something that can't be read.
    """

    def __init__(self, network: Network, url: str) -> None:
        self._network = network
        self._preset = dav_preset(url)

    def propfind(self, url: str, names: Iterable[str], *, depth: int = 0) -> Multistatus:
        """The properties of a resource, with a depth of 1 of those in it, too."""
        return self._asked("PROPFIND", url, elements.propfind(names), depth)

    def report(self, url: str, body: bytes) -> Multistatus:
        """The answer to a report on a collection."""
        return self._asked("REPORT", url, body, 0)

    def get(self, url: str, media_type: str) -> bytes | None:
        """The bytes of a resource, None where it is gone."""
        answer = self._network.send("GET", url, headers={"accept": f"{media_type}, */*;q=0.1"})
        if answer.status in GONE:
            return None
        if answer.status != HTTPStatus.OK:
            self._refuse(answer)
        if _is_web_page(answer):
            raise _web_page_error(answer)
        return answer.body

    def _asked(self, method: str, url: str, body: bytes, depth: int) -> Multistatus:
        answer = self._network.send(method, url, headers={**_XML, "depth": str(depth)}, content=body)
        if answer.status != HTTPStatus.MULTI_STATUS:
            self._refuse(answer)
        if _is_web_page(answer):
            raise _web_page_error(answer)
        try:
            return read_multistatus(answer.body, url=answer.url)
        except NoXmlError as error:
            raise BadAnswerError(
                f"{_host(answer)} answers with something that can't be read ({len(answer.body):,} bytes, no XML "
                "as WebDAV has it). Try again later."
            ) from error

    def _refuse(self, answer: Answer) -> NoReturn:
        host = _host(answer)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise SignInError(self._sign_in_advice(host, answer.headers.get("www-authenticate", "")))
        if answer.status < HTTPStatus.BAD_REQUEST and _is_web_page(answer):
            raise _web_page_error(answer)
        raise StatusError(
            f"{host} refuses what it is asked (status {answer.status}) where its address books or calendars should be "
            f"({urlsplit(answer.url).path}). Check the source's url.",
            status=answer.status,
        )

    def _sign_in_advice(self, host: str, challenge: str) -> str:
        schemes = _SCHEME.findall(challenge.lower())
        if schemes and "basic" not in schemes:
            return (
                f"{host} asks for a sign-in that Kith can't give ({', '.join(schemes)}). Let the server take a user "
                "name and a password (HTTP Basic, which TLS keeps secret)."
            )
        advice = f" {self._preset.advice}" if self._preset else ""
        return f"{host} doesn't take the user name and password.{advice}"


def _host(answer: Answer) -> str:
    return urlsplit(answer.url).hostname or answer.url


def _is_web_page(answer: Answer) -> bool:
    return "text/html" in answer.headers.get("content-type", "").lower() and b"multistatus" not in answer.body


def _web_page_error(answer: Answer) -> BadAnswerError:
    return BadAnswerError(
        f"{_host(answer)} answers with a web page. Where a network asks for a sign-in of its own, sign in there with a "
        "browser; else check the source's url."
    )
