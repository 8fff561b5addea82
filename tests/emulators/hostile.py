"""A server that does what no server should, over real sockets: each answer is a function that writes to the connection.

with Hostile(page(b"hello"), drip(b"…", every=0.1)) as server:
    network.send("GET", server.url)
"""

import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Final, Self

Reply = Callable[[socket.socket], object]
"""Answers one request, on the connection that it came by."""

BLOCK: Final = 1 << 16


class Hostile:
    """Answers the first request with the first reply, …, and all others with the last one.

    `requests` are the texts that came, heads and bodies. With `context` it speaks TLS.
    """

    def __init__(self, *replies: Reply, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._replies = replies
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{'https' if context else 'http'}://{host}:{self._listener.getsockname()[1]}"
        """Its address, without a slash at the end."""
        self._threads = [threading.Thread(target=self._listen)]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError), contextlib.ExitStack() as closing:
            closing.callback(connection.close)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
                closing.callback(connection.close)
            with self._lock:
                self._open.add(connection)
            try:
                while (request := _request(connection)) is not None:
                    reply = self._replies[min(len(self.requests), len(self._replies) - 1)]
                    self.requests.append(request)
                    reply(connection)
            finally:
                with self._lock:
                    self._open.discard(connection)


def _request(connection: socket.socket) -> bytes | None:
    """The next request's text, None where the client is gone."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += (part := connection.recv(BLOCK))
        if not part:
            return None
    head, _, body = text.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(BLOCK)
    return head + b"\r\n\r\n" + body


def page(body: bytes = b"", *, status: int = 200, **headers: str) -> Reply:
    """A whole answer, as it should be."""
    return raw(head(status, {"content-length": str(len(body))} | headers) + body)


def raw(text: bytes) -> Reply:
    """Exactly these bytes."""
    return lambda connection: connection.sendall(text)


def cut(text: bytes) -> Reply:
    """These bytes, and then the connection closes."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_RDWR)

    return reply


def head(status: int, headers: dict[str, str]) -> bytes:
    """The head of an answer; "_" stands for "-" in the names of headers."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-')}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def redirect(to: str, *, status: int = 302) -> Reply:
    """Leads elsewhere."""
    return page(status=status, location=to)


def drip(text: bytes, *, every: float) -> Reply:
    """These bytes, one at a time."""

    def reply(connection: socket.socket) -> None:
        for position in range(len(text)):
            connection.sendall(text[position : position + 1])
            time.sleep(every)

    return reply


def silence(seconds: float) -> Reply:
    """Nothing, for so long."""
    return lambda _connection: time.sleep(seconds)


def endless(sent: list[int], *, size: int = 10 << 30, encoding: str = "") -> Reply:
    """An answer of 10 GB, really sent for as long as somebody takes it; `sent` holds how much that was."""

    def reply(connection: socket.socket) -> None:
        named = {"content-length": str(size)} | ({"content-encoding": encoding} if encoding else {})
        connection.sendall(head(200, named))
        block = bytes(BLOCK)
        sent.append(0)
        for _ in range(size // BLOCK):
            connection.sendall(block)
            sent[-1] += BLOCK

    return reply


def endless_chunks(chunks: Iterable[bytes], sent: list[int]) -> Reply:
    """Chunk after chunk, without a length said in advance."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(head(200, {"transfer-encoding": "chunked"}))
        sent.append(0)
        for chunk in chunks:
            connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            sent[-1] += len(chunk)

    return reply


def bomb(unpacked: int, *, encoding: str = "gzip") -> Reply:
    """Zeros that are a thousand times as large when unpacked."""
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(unpacked >> 20)) + packer.flush()
    return page(packed, content_encoding=encoding)


def packed(text: bytes, **headers: str) -> Reply:
    """A whole answer, in gzip."""
    return page(gzip.compress(text), content_encoding="gzip", **headers)
