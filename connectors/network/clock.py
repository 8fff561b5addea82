"""A connection that ends an answer at its deadline, however its bytes trickle in."""

import ssl
from collections.abc import Iterable
from time import monotonic
from typing import Any

import httpcore


class TooSlowError(Exception):
    """The deadline has passed."""


class Clock:
    """How much time is left for the answer under way."""

    def __init__(self) -> None:
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        """Give the next answer so long."""
        self._end = monotonic() + seconds

    def is_over(self) -> bool:
        """Whether there is no time left."""
        return monotonic() >= self._end

    def left(self, timeout: float | None) -> float:
        """How long one read or write may wait.

        Raises:
            TooSlowError: there is no time left.
        """
        left = self._end - monotonic()
        if left <= 0:
            raise TooSlowError
        return left if timeout is None else min(left, timeout)


class TimedBackend(httpcore.NetworkBackend):
    """Connections by TCP that look at the clock before every read and write."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within the time that is left."""
        stream = self._plain.connect_tcp(host, port, self._clock.left(timeout), local_address, socket_options)
        return _TimedStream(stream, self._clock)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.left(timeout))
        return _TimedStream(secured, self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own type
        return self._stream.get_extra_info(info)
