"""Where messages begin in a stream, and how little of it is in memory."""

import io
import mailbox
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.mailbox import splitting
from connectors.mailbox.splitting import LONGEST_HEADERS, split
from tests.connectors.mailbox.letters import START

NEXT = b"From: ole@example.com\nSubject: Dinner\n\nHello.\n"


def blocks(content: bytes) -> list[bytes]:
    return [headers.block for headers in split(io.BytesIO(content), content[:1_536])]


@pytest.mark.parametrize(
    "line",
    [
        b"From ole@example.com Mon Jan  1 10:00:00 2024\n",
        b"From ole@example.com  Mon Jan  1 10:00:00 2024 +0100\n",
        b"From 1587@xxx Mon Jan 01 10:00:00 +0000 2024\n",
        b"From MAILER-DAEMON Mon Jan  1 10:00:00 2024\n",
        b"From - Mon Jan 01 10:00:00 2024\n",
        b"From ole at example.com  Mon Jan  1 10:00:00 2024\n",
        b"From ole@example.com Mon, 1 Jan 2024 10:00:00 +0000\n",
        b"From ole@example.com Tue, 01-Jan-24 10:00:00\n",
        b"From ole@example.com 2024-01-01 10:00:00\n",
    ],
)
def test_lines_that_begin_a_message(line: bytes) -> None:
    content = START + b"To: x@example.com\n\nA body.\n\n" + line + NEXT
    assert blocks(content) == [b"To: x@example.com", b"From: ole@example.com\nSubject: Dinner"]
    assert len(blocks(content.replace(b"\n", b"\r\n"))) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom ole@example.com Mon Jan  1 10:00:00 2024\nno header\n",
        b"a line\nFrom ole@example.com Mon Jan  1 10:00:00 2024\nTo: x@example.com\n",  # no empty line before it
        b"\n>From ole@example.com Mon Jan  1 10:00:00 2024\nTo: x@example.com\n",
        b"\nFrom now on, at 10:00\nNote: bring a cake\n",
        b"\nFrom ole@example.com\nTo: x@example.com\n",
        b"\nFrom Monday\nTo: x@example.com\n",
        b"\nfrom ole@example.com Mon Jan  1 10:00:00 2024\nTo: x@example.com\n",
    ],
)
def test_lines_of_a_body_that_begin_none(body: bytes) -> None:
    content = START + b"To: x@example.com\n\n" + body + b"\n" + START + NEXT
    assert len(blocks(content)) == 2


def test_a_line_at_the_end_begins_none() -> None:
    assert len(blocks(START + b"A: 1\n\nbody\n\n" + START)) == 1
    assert len(blocks(START + b"A: 1\n\nbody\n\n" + START[:-1])) == 1


def test_a_message_within_a_message_is_its_body() -> None:
    inner = b"Content-Type: message/rfc822\n\n" + START.replace(b"From", b">From") + NEXT
    assert len(blocks(START + inner + b"\n" + START + NEXT)) == 2


def test_messages_without_a_body_or_a_last_line_end() -> None:
    assert blocks(START + b"A: 1\n\n" + START + b"B: 2\n\n" + START + b"C: 3") == [b"A: 1", b"B: 2", b"C: 3"]


def test_folded_headers_and_blank_lines_at_the_start() -> None:
    assert blocks(b"\n\r\n" + START + b"A: 1\n\t2\n\nbody") == [b"A: 1\n\t2"]
    assert blocks(b"\n \nA: 1\r\nB: 2\r\n\r\nbody\r\n\r\nmore") == [b"A: 1\nB: 2"]
    assert blocks(b"\n\n") == []
    assert blocks(b"") == []


BODY_LINES = st.sampled_from(
    [
        b"",
        b"text",
        b"From here",
        b">From there",
        b"From ole@example.com Mon Jan  1 10:00:00 2024",
        b"To: x",
        b"\xff\x00",
    ]
)
BODIES = st.lists(st.lists(BODY_LINES, max_size=8).map(b"\n".join), min_size=1, max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=BODIES, size=st.integers(20, 200))
def test_as_many_messages_as_pythons_own_reader_finds(
    bodies: list[bytes], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitting, "CHUNK", size)  # so that lines are cut in two at every place
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mbox"
        box = mailbox.mbox(path)
        for number, body in enumerate(bodies):
            box.add(b"From: p%d@example.com\nSubject: x\n\n" % number + body)
        box.close()
        again = mailbox.mbox(path)
        expected = [str(message["From"]) for message in again]
        again.close()
        content = path.read_bytes()
    found = [block.partition(b"\n")[0].decode().removeprefix("From: ") for block in blocks(content)]
    assert found == expected
    assert len(found) == len(bodies)


class _Endless(io.RawIOBase):
    """A mailbox of so many messages, made while it is read."""

    def __init__(self, message: bytes, times: int) -> None:
        self._message, self._left = message, times

    def read(self, size: int = -1) -> bytes:
        taken = min(self._left, max(size // len(self._message), 1))
        self._left -= taken
        return self._message * taken


def _peak(found: Iterator[object]) -> tuple[int, int]:
    """How many there were, and the most memory that it took, in MB."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in found)
        return count, tracemalloc.get_traced_memory()[1] >> 20
    finally:
        tracemalloc.stop()


def test_a_hundred_megabytes_need_a_few() -> None:
    message = START + b"To: x@example.com\n\n" + b"x" * 100_000 + b"\n\n"
    count, megabytes = _peak(split(_Endless(message, 1_000), message[:1_536]))  # type: ignore[arg-type] # all that is asked of it
    assert count == 1_000
    assert megabytes < 10


@pytest.mark.parametrize("rest", [b"x" * 1_000, b"x\n", b"X: y\n"])
def test_headers_without_an_end_need_little_as_well(rest: bytes) -> None:
    for start in (START, b""):
        head = start + b"To: x@example.com\nX-Long: "
        stream = io.BytesIO(head + rest * (12_000_000 // len(rest)))
        count, megabytes = _peak(split(stream, head))
        assert count == 1
        assert megabytes < 8 * LONGEST_HEADERS >> 20


def test_a_bomb_of_beginnings() -> None:
    content = START + b"A: 1\n\n" + (START + b"no header\n\n") * 50_000
    assert blocks(content) == [b"A: 1"]
