"""Whatever a server says, or is said to be, it ends with an answer or with words for a person."""

import contextlib
import gzip
import socket
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.errors import RefusedError, UserError
from connectors.network import Network, NetworkLimits
from connectors.network.places import place, redirected
from tests.emulators.hostile import Hostile

LIMITS = NetworkLimits(tries=2, timeout_seconds=0.5, answer_seconds=2, answer_bytes=10_000)

LINES = st.lists(
    st.sampled_from(
        [
            b"Content-Length: 5",
            b"Content-Length: -5",
            b"Content-Length: 99999999999999999999",
            b"Transfer-Encoding: chunked",
            b"Transfer-Encoding: gzip, chunked",
            b"Content-Encoding: gzip",
            b"Content-Encoding: br",
            b"Connection: close",
            b"Location: /x",
            b"Location: https://evil.example.org/",
            b"Location: \xff\xfe://",
            b"Retry-After: 1",
            b"Retry-After: \xb2",
            b" folded",
            b"no colon",
            b"WWW-Authenticate: Digest nonce",
        ]
    ),
    max_size=5,
)
STATUS = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Found", b"HTTP/1.1 100 Go on", b"HTTP/9.9 200 A"]
)
BODY = st.binary(max_size=60) | st.sampled_from([b"5\r\nhello\r\n0\r\n\r\n", b"ffffffff\r\n", gzip.compress(b"hello")])


class Saying:
    """Says what it is told to say, and closes."""

    def __init__(self) -> None:
        self.text = b""

    def __call__(self, connection: socket.socket) -> None:
        connection.sendall(self.text)
        connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def saying() -> Iterator[tuple[Saying, Hostile]]:
    reply = Saying()
    with Hostile(reply) as server:
        yield reply, server


@given(
    text=st.binary(max_size=200)
    | st.builds(lambda status, lines, body: b"\r\n".join([status, *lines, b"", body]), STATUS, LINES, BODY)
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_server_sends(saying: tuple[Saying, Hostile], text: bytes) -> None:
    reply, server = saying
    reply.text = text
    auth = httpx.DigestAuth("ada", "s3cret")
    with contextlib.suppress(UserError), Network(limits=LIMITS, auth=auth, sleep=lambda _: None) as network:
        assert len(network.send("GET", server.url).body) <= LIMITS.answer_bytes


PIECES = st.sampled_from(
    [
        "https:",
        "http:",
        "//",
        "/",
        "@",
        ":",
        "?",
        "#",
        "[",
        "]",
        "::1",
        "dav.example.org",
        "evil.example",
        "\\",
        ".",
        "%2e",
    ]
)
ADDRESSES = st.text(max_size=30) | st.lists(PIECES, max_size=8).map("".join)


@given(location=ADDRESSES)
def test_wherever_a_server_leads(location: str) -> None:
    try:
        target = redirected(
            httpx.URL("https://dav.example.org/"), location, home="dav.example.org", hosts=(".example.com",)
        )
    except RefusedError:
        return
    assert target.scheme == "https"
    assert target.host == "dav.example.org" or f".{target.host}".endswith(".example.com")
    assert not target.userinfo


@given(address=ADDRESSES)
def test_whatever_the_settings_say(address: str) -> None:
    try:
        url = place(address)
    except UserError:
        return
    assert url.scheme == "https" or url.host in {"127.0.0.1", "::1", "localhost"}
    assert url.host
    assert not url.userinfo
