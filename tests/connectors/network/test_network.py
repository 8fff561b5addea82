"""Servers as they should be, as they are, and as they shouldn't be."""

import base64
import gzip
import logging
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain, pairwise, repeat
from typing import ClassVar

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.errors import RefusedError, UnreachableError, UserError
from connectors.network import Answer, Network, NetworkLimits
from connectors.network.answers import BrokenAnswerError, TooMuchError, body_of
from tests.emulators.hostile import (
    Hostile,
    bomb,
    cut,
    drip,
    endless,
    endless_chunks,
    head,
    packed,
    page,
    raw,
    redirect,
    silence,
)

SMALL = NetworkLimits(tries=3, timeout_seconds=0.3, answer_seconds=1.0, answer_bytes=1 << 20)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def network(waits: list[float]) -> Iterator[Network]:
    with Network(limits=SMALL, sleep=waits.append) as network:
        yield network


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


class TestTooMuch:
    def test_ten_gigabytes_are_not_taken(self, network: Network, waits: list[float]) -> None:
        sent: list[int] = []
        tracemalloc.start()
        try:
            with (
                Hostile(endless(sent)) as server,
                pytest.raises(RefusedError, match=r"an answer of more than 1 MB.*raise answer_mb of \[sync\]"),
            ):
                network.send("GET", server.url)
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
        finally:
            tracemalloc.stop()
        assert sent[0] < 64 << 20
        assert waits == []

    def test_nor_are_endless_chunks(self, network: Network) -> None:
        sent: list[int] = []
        with Hostile(endless_chunks(repeat(b"x" * 4096), sent)) as server, pytest.raises(RefusedError, match="1 MB"):
            network.send("GET", server.url)
        assert sent[0] < 64 << 20

    def test_a_bomb_is_not_unpacked(self, network: Network) -> None:
        reply = bomb(200 << 20)
        tracemalloc.start()
        try:
            with Hostile(reply) as server, pytest.raises(RefusedError, match="more than 1 MB"):
                network.send("GET", server.url)
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("encoding", ["deflate", "br", "zstd", "gzip, gzip", "compress"])
    def test_what_was_not_asked_for_is_not_unpacked(self, network: Network, encoding: str) -> None:
        reply = page(b"x" * 9, content_encoding=encoding)
        with Hostile(reply) as server, pytest.raises(RefusedError, match=f"packs its answer as '{encoding}'"):
            network.send("GET", server.url)

    def test_packed_zeros_that_unpack_to_nothing_are_counted_too(self) -> None:
        with pytest.raises(TooMuchError):
            body_of(chain([gzip.compress(b"")[:10]], repeat(b"\0\0\0\xff\xff")), encoding="gzip", most=100)

    def test_an_answer_of_just_the_size_is_taken(self, network: Network) -> None:
        body = bytes(SMALL.answer_bytes)
        with Hostile(page(body), packed(body)) as server:
            assert network.send("GET", server.url).body == body
            assert network.send("GET", server.url).body == body

    @given(
        body=st.binary(max_size=3000),
        cuts=st.lists(st.integers(1, 3000), max_size=5),
        is_packed=st.booleans(),
        room=st.integers(0, 6000),
    )
    @settings(max_examples=200)
    def test_a_body_is_the_same_however_it_arrives(
        self, body: bytes, cuts: list[int], is_packed: bool, room: int
    ) -> None:
        text = gzip.compress(body) if is_packed else body
        edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
        chunks = [text[start:end] for start, end in pairwise(edges)]
        encoding = "gzip" if is_packed else ""
        if room < max(len(body), len(text)):
            with pytest.raises(TooMuchError):
                body_of(chunks, encoding=encoding, most=room)
        else:
            assert body_of(chunks, encoding=encoding, most=room) == body

    @given(body=st.binary(max_size=300), end=st.integers(1, 300))
    def test_a_part_of_what_is_packed_is_never_taken_for_the_whole(self, body: bytes, end: int) -> None:
        text = gzip.compress(body)
        if end < len(text):
            with pytest.raises(BrokenAnswerError):
                body_of([text[:end]], encoding="gzip", most=1 << 20)


class TestTooSlow:
    SLOW: ClassVar = {
        "head": drip(head(200, {"content-length": "0", "x": "y" * 100}), every=0.05),
        "body": drip(head(200, {"content-length": "100"}) + b"x" * 100, every=0.02),
        "chunk sizes": drip(head(200, {"transfer-encoding": "chunked"}) + b"1; " + b"x" * 100, every=0.02),
    }

    @pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
    def test_a_slow_drip_ends_at_the_deadline(self, reply: Callable[..., object], waits: list[float]) -> None:
        limits = SMALL._replace(timeout_seconds=0.2, answer_seconds=0.3)
        began = time.monotonic()
        with (
            Hostile(reply) as server,
            Network(limits=limits, sleep=waits.append) as network,
            pytest.raises(RefusedError, match=r"longer than 0.3 s for one answer.*answer_seconds"),
        ):
            network.send("GET", server.url)
        assert time.monotonic() - began < 3
        assert waits == []

    def test_each_answer_has_its_own_time(self) -> None:
        with Hostile(page(b"hello")) as server, Network(limits=SMALL._replace(answer_seconds=0.3)) as network:
            for _ in range(3):
                assert network.send("GET", server.url).body == b"hello"
                time.sleep(0.15)


class TestPlaces:
    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_redirect_on_the_same_host_is_followed(self, network: Network, status: int) -> None:
        with Hostile(redirect("/there?x=1", status=status), page(b"hello")) as server:
            answer = network.send("PROPFIND", f"{server.url}/here", content=b"<x/>", headers={"Depth": "0"})
        assert (answer.body, answer.url) == (b"hello", f"{server.url}/there?x=1")
        assert server.requests[1].startswith(b"PROPFIND /there?x=1 ")
        assert server.requests[1].endswith(b"<x/>")
        assert b"depth: 0\r\n" in server.requests[1].lower()

    def test_see_other_is_fetched(self, network: Network) -> None:
        with Hostile(redirect("/there", status=303), page(b"hello")) as server:
            network.send("POST", server.url, content=b"x")
        assert server.requests[1].startswith(b"GET /there ")
        assert server.requests[1].endswith(b"\r\n\r\n")

    def test_a_redirect_to_nowhere_is_given_back(self, network: Network) -> None:
        with Hostile(page(status=302)) as server:
            assert network.send("GET", server.url).status == 302

    def test_a_circle_ends(self, network: Network) -> None:
        with Hostile(redirect("/")) as server, pytest.raises(RefusedError, match="more than 5 times"):
            network.send("GET", server.url)
        assert len(server.requests) == 6

    ELSEWHERE: ClassVar = {
        "https://evil.example.org/": "another host, evil.example.org",
        "//evil.example.org/": "another host, evil.example.org",
        "http://127.0.0.1.evil.example.org/": "another host, 127.0.0.1.evil",
        "https://127.0.0.1@evil.example.org/": "another host, evil.example.org",
        "file:///etc/passwd": "another host",
        "ftp://127.0.0.1/": "without encryption",
        "http://ada:s3cret@127.0.0.1/": "with a password in it",
        "https://[": "another host",
        "https://[::1": "to an address that is none",
        "javascript:alert(1)": "another host",
    }

    @pytest.mark.parametrize(("to", "said"), ELSEWHERE.items())
    def test_a_redirect_elsewhere_is_not_followed(
        self, network: Network, to: str, said: str, waits: list[float]
    ) -> None:
        with Hostile(redirect(to)) as server, pytest.raises(RefusedError, match=said) as caught:
            network.send("GET", server.url)
        assert "s3cret" not in str(caught.value)
        assert (len(server.requests), waits) == (1, [])

    def test_the_password_never_goes_to_another_host(self) -> None:
        with Hostile(page(b"thanks"), host="localhost") as other, Hostile(redirect(f"{other.url}/")) as server:
            with Network(limits=SMALL, auth=("ada", "s3cret")) as network:
                with pytest.raises(RefusedError, match="another host, localhost"):
                    network.send("GET", server.url)
                with pytest.raises(RefusedError, match="names an address on another host, localhost: not asked"):
                    network.send("GET", other.url)
            assert other.requests == []

    def test_it_goes_to_the_hosts_that_were_agreed_upon(self) -> None:
        with Hostile(page(b"hello"), host="localhost") as other, Hostile(redirect(f"{other.url}/")) as server:
            with Network(limits=SMALL, auth=("ada", "s3cret"), hosts=("LocalHost",)) as network:
                assert network.send("GET", server.url).body == b"hello"
            assert b"authorization: basic" in other.requests[0].lower()

    @pytest.mark.parametrize(
        ("host", "is_allowed"),
        [
            ("icloud.example.org", True),
            ("p12.icloud.example.org", True),
            ("dav.example.com", True),
            ("x.dav.example.com", False),
            ("evilicloud.example.org", False),
            ("icloud.example.org.evil.example", False),
        ],
    )
    def test_a_dot_stands_for_all_below_a_host(self, host: str, is_allowed: bool) -> None:
        with Network(auth=("ada", "s3cret"), hosts=(".icloud.example.org", "dav.example.com")) as network:
            network._home = "first.example.net"
            if is_allowed:
                network._check_home(httpx.URL(f"https://{host}/"))
            else:
                with pytest.raises(RefusedError):
                    network._check_home(httpx.URL(f"https://{host}/"))

    def test_nothing_is_asked_without_encryption(self, network: Network) -> None:
        with pytest.raises(RefusedError, match=r"dav.example.org would be asked without encryption.*https://"):
            network.send("GET", "http://dav.example.org/")

    @pytest.mark.parametrize("address", ["", "dav.example.org", "ftp://dav.example.org", "https://", "https://[", "\0"])
    def test_what_is_no_address_is_said_so(self, network: Network, address: str) -> None:
        with pytest.raises(UserError, match="is no address of a server"):
            network.send("GET", address)

    def test_a_password_in_the_address_is_refused_and_not_shown(self, network: Network) -> None:
        for address in ("https://ada:s3cret@dav.example.org/", "https://ada:s3cret@[", "ada:s3cret@dav.example.org"):
            with pytest.raises(UserError) as caught:
                network.send("GET", address)
            assert "s3cret" not in str(caught.value)

    def test_what_cannot_be_sent_is_not_shown(self, network: Network) -> None:
        with Hostile(page()) as server:
            for value in ("s3cret\r\nX: y", "s3cret-\u2026"):
                with pytest.raises(UserError, match="characters that can't be sent") as caught:
                    network.send("GET", server.url, headers={"Authorization": value})
                assert "s3cret" not in str(caught.value)
                assert caught.value.__suppress_context__


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
