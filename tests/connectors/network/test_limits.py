"""Answers that are too much or too slow: bombs, drips, gigabytes."""

import gzip
import time
import tracemalloc
from collections.abc import Callable
from itertools import chain, pairwise, repeat
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.errors import RefusedError
from connectors.network import Network
from connectors.network.answers import BrokenAnswerError, TooMuchError, body_of
from tests.connectors.network.limits import SMALL
from tests.emulators.hostile import (
    Hostile,
    bomb,
    drip,
    endless,
    endless_chunks,
    head,
    packed,
    page,
)


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
