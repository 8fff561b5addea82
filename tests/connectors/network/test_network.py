"""Servers as they should be, and those that have to be asked again."""

import base64
import gzip
import logging
import time
from collections.abc import Callable
from typing import ClassVar

import httpx
import pytest

from configs.errors import UnreachableError
from connectors.network import Answer, Network
from tests.connectors.network.limits import SMALL
from tests.emulators.hostile import (
    Hostile,
    cut,
    head,
    packed,
    page,
    raw,
    redirect,
    silence,
)


class TestAnswers:
    def test_an_answer_is_whole_and_unpacked(self, network: Network) -> None:
        with Hostile(packed(b"hello", X_Kind="one", x_kind="two")) as server:
            answer = network.send("GET", f"{server.url}/a?b=c#d", headers={"X-Mine": "1"})
        assert (answer.status, answer.body, answer.url) == (200, b"hello", f"{server.url}/a?b=c")
        assert "content-encoding" not in answer.headers
        assert "content-length" not in answer.headers
        (request,) = server.requests
        assert request.startswith(b"GET /a?b=c HTTP/1.1\r\n")
        assert b"accept-encoding: gzip\r\n" in request.lower()
        assert b"x-mine: 1\r\n" in request.lower()

    def test_headers_of_one_name_are_joined(self, network: Network) -> None:
        with Hostile(raw(head(200, {"content-length": "0", "DAV": "1, 3", "dav": "addressbook"}))) as server:
            assert network.send("GET", server.url).headers["dav"] == "1, 3, addressbook"

    def test_what_is_sent_arrives(self, network: Network) -> None:
        with Hostile(page()) as server:
            network.send("REPORT", server.url, content="<ü/>", headers={"Depth": "1", "User-Agent": "other"})
        assert server.requests[0].endswith(b"\r\n\r\n<\xc3\xbc/>")
        assert b"user-agent: other\r\n" in server.requests[0].lower()

    def test_a_connection_is_kept_for_the_next_request(self, network: Network) -> None:
        with Hostile(page(b"one"), packed(b"two")) as server:
            assert [network.send("GET", server.url).body for _ in range(3)] == [b"one", b"two", b"two"]
            assert server.connections == 1

    @pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 409, 410, 412, 507])
    def test_other_statuses_are_given_back_at_once(self, network: Network, status: int, waits: list[float]) -> None:
        with Hostile(page(status=status) if status not in {204, 304} else raw(head(status, {}))) as server:
            assert network.send("GET", server.url).status == status
            assert (len(server.requests), waits) == (1, [])

    def test_the_password_goes_along_and_a_401_is_the_callers(self, waits: list[float]) -> None:
        with (
            Hostile(page(status=401)) as server,
            Network(limits=SMALL, auth=("ada", "s3cret-ü"), sleep=waits.append) as network,
        ):
            assert network.send("GET", server.url).status == 401
        assert base64.b64encode("ada:s3cret-ü".encode()) in server.requests[0]
        assert (len(server.requests), waits) == (1, [])

    def test_a_digest_is_answered(self) -> None:
        challenge = 'Digest realm="dav", nonce="n1", qop="auth", algorithm=MD5'
        with (
            Hostile(page(b"who?", status=401, www_authenticate=challenge), page(b"hello")) as server,
            Network(limits=SMALL, auth=httpx.DigestAuth("ada", "s3cret")) as network,
        ):
            assert network.send("GET", server.url).body == b"hello"
        assert b"s3cret" not in b"".join(server.requests)

    @pytest.mark.parametrize(
        "challenge",
        [
            "Digest nonce",
            'Digest realm="\u00e9", nonce="n", algorithm=X',
            'Digest realm="d", nonce="n", qop="auth-int"',
        ],
    )
    def test_a_challenge_that_is_not_understood_is_said_so(self, challenge: str) -> None:
        with (
            Hostile(page(status=401, www_authenticate=challenge)) as server,
            Network(limits=SMALL, auth=httpx.DigestAuth("ada", "s3cret"), sleep=lambda _: None) as network,
            pytest.raises(UnreachableError, match="a kind of sign-in that isn't understood"),
        ):
            network.send("GET", server.url)

    def test_its_repr_says_nothing_of_what_is_in_it(self) -> None:
        assert repr(Answer(200, {"x": "s3cret"}, b"s3cret", "https://dav.example.org/s3cret")) == (
            "Answer(200, 6 bytes)"
        )


class TestTryingAgain:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_busy_server_is_asked_again(self, network: Network, status: int, waits: list[float]) -> None:
        with Hostile(page(status=status), page(status=status), page(b"hello")) as server:
            assert network.send("GET", server.url).body == b"hello"
        assert len(waits) == 2
        assert waits[0] <= 1
        assert waits[1] <= 2

    def test_after_all_tries_it_is_out_of_reach(self, network: Network, waits: list[float]) -> None:
        with Hostile(page(status=503)) as server, pytest.raises(UnreachableError) as caught:
            network.send("GET", f"{server.url}/?token=s3cret")
        assert str(caught.value) == (
            "127.0.0.1 can't be reached: it fails (status 503), after 3 tries. "
            "Check the connection, or try again later."
        )
        assert (len(server.requests), len(waits)) == (3, 2)

    def test_one_try_is_one_try(self) -> None:
        with (
            Hostile(page(status=503)) as server,
            Network(limits=SMALL._replace(tries=1)) as network,
            pytest.raises(UnreachableError, match="after 1 try"),
        ):
            network.send("GET", server.url)

    @pytest.mark.parametrize("asked", ["7", "Wed, 21 Oct 2015 07:28:00 GMT", "nonsense", "-3", "²"])
    def test_it_waits_as_long_as_it_is_asked_to(self, network: Network, asked: str, waits: list[float]) -> None:
        reply = raw(head(429, {"content-length": "0", "retry-after": asked.encode().decode("latin-1")}))
        with Hostile(reply, page(b"hello")) as server:
            assert network.send("GET", server.url).body == b"hello"
        assert (7 <= waits[0] <= 8) if asked == "7" else (0 <= waits[0] <= 1)

    @pytest.mark.parametrize("asked", ["3600", "Sun, 21 Oct 2096 07:28:00 GMT", "99999999999999999999"])
    def test_who_wants_to_be_left_alone_for_long_is(self, network: Network, asked: str, waits: list[float]) -> None:
        reply = page(status=429, retry_after=asked)
        with Hostile(reply) as server, pytest.raises(UnreachableError, match=r"left alone for [\d,]+ minutes"):
            network.send("GET", server.url)
        assert (len(server.requests), waits) == (1, [])

    def test_the_caller_may_find_an_answer_transient(self, network: Network) -> None:
        def is_transient(answer: Answer) -> str | None:
            return "its JSON is cut off" if answer.body == b"{" else None

        with Hostile(page(b"{"), page(b"{}"), page(b"{")) as server:
            assert network.send("GET", server.url, is_transient=is_transient).body == b"{}"
            with pytest.raises(UnreachableError, match="its JSON is cut off, after 3 tries"):
                network.send("GET", server.url, is_transient=is_transient)

    BROKEN: ClassVar = {
        "hung up": cut(b""),
        "half a head": cut(b"HTTP/1.1 200 OK\r\nContent-Le"),
        "half a page": cut(head(200, {"content-length": "100"}) + b"half a page"),
        "half a chunk": cut(head(200, {"transfer-encoding": "chunked"}) + b"64\r\nhalf"),
        "no last chunk": cut(head(200, {"transfer-encoding": "chunked"}) + b"4\r\nhalf\r\n"),
        "half packed": page(gzip.compress(b"hello" * 100)[:-9], content_encoding="gzip"),
        "no gzip": page(b"hello", content_encoding="gzip"),
        "more than packed": page(gzip.compress(b"hello") + b"more", content_encoding="gzip"),
        "no HTTP": cut(b"220 mail.example.org ESMTP\r\n"),
        "no length": cut(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
        "endless head": cut(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000),
    }

    @pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
    def test_an_answer_that_breaks_off_is_asked_for_again(
        self, network: Network, reply: Callable[..., object], waits: list[float]
    ) -> None:
        with Hostile(reply, page(b"hello"), reply) as server:
            assert network.send("GET", server.url).body == b"hello"
            with pytest.raises(UnreachableError, match=r"its answer (breaks off|is damaged), after 3 tries"):
                network.send("GET", server.url)
        assert len(waits) == 3

    def test_silence_is_left_after_a_while(self, network: Network, waits: list[float]) -> None:
        with Hostile(silence(0.5), page(b"hello")) as server:
            assert network.send("GET", server.url).body == b"hello"
        assert len(waits) == 1

    def test_a_server_that_stays_silent_is_out_of_reach(self) -> None:
        limits = SMALL._replace(tries=2, timeout_seconds=0.05)
        with (
            Hostile(silence(0.2)) as server,
            Network(limits=limits, sleep=lambda _: None) as network,
            pytest.raises(UnreachableError, match="it is silent, after 2 tries"),
        ):
            network.send("GET", server.url)

    def test_nobody_there_is_out_of_reach(self, network: Network, waits: list[float]) -> None:
        with Hostile(page()) as server:
            url = server.url
        with pytest.raises(UnreachableError, match="there is no connection, after 3 tries"):
            network.send("GET", url)
        assert len(waits) == 2

    def test_a_connection_that_was_closed_meanwhile_costs_nothing_but_a_try(self, network: Network) -> None:
        with Hostile(cut(head(200, {"content-length": "3"}) + b"one"), page(b"two")) as server:
            assert network.send("GET", server.url).body == b"one"
            time.sleep(0.05)
            assert network.send("GET", server.url).body == b"two"


def test_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        Hostile(page(b"a", status=503), redirect("/b?code=s3cret"), page(b"s3cret", x="s3cret-not")) as server,
        Network(limits=SMALL, auth=("ada", "s3cret"), sleep=lambda _: None) as network,
    ):
        network.send("POST", f"{server.url}/a?code=s3cret", content=b"s3cret", headers={"X": "s3cret"})
    basic = base64.b64encode(b"ada:s3cret").decode()
    logged = [record for record in caplog.records if record.levelno > logging.DEBUG]
    assert not [record for record in logged if "s3cret" in record.getMessage() or basic in record.getMessage()]
    assert basic not in caplog.text
