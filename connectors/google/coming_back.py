"""Where the browser comes back to after a sign-in: a server on this machine, for one answer."""

import queue
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from configs.errors import SignInError, UserError
from connectors.google.sign_in import Asked

_HOST: Final = "127.0.0.1"
_SILENCE: Final = 10.0
"""Seconds that a connection may say nothing: browsers open some in advance."""

_PAGE: Final = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Kith</title>"
    "<body style='font-family:sans-serif;margin:4em'><h1>{title}</h1><p>{text}</p></body></html>"
)


class ComingBack:
    """Listens on 127.0.0.1 until the answer to a sign-in comes; everything else is turned away."""

    def __init__(self, port: int = 0) -> None:
        """Listen, at a free port unless one is named.

        Raises:
            UserError: somebody else has that port.
        """
        try:
            self._server = _Server((_HOST, port), _Page)
        except (OSError, OverflowError) as error:
            raise UserError(f"Port {port} can't be listened at ({error}). Choose another one: --port") from error
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to come back to."""
        return f"http://{_HOST}:{self._server.server_port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def expect(self, asked: Asked) -> None:
        """Take the answer to this sign-in from now on: before its address is shown to anybody."""
        self._server.asked = asked

    def wait(self, *, seconds: float) -> str:
        """The query with which the browser came back.

        Raises:
            SignInError: nobody came in that time.
        """
        try:
            return self._server.answers.get(timeout=seconds)
        except queue.Empty:
            raise SignInError(
                f"Nobody signed in within {seconds:g} s. Run it again, with more time (--timeout SECONDS) or without a "
                "browser on this machine (--headless)."
            ) from None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, address: tuple[str, int], page: type[BaseHTTPRequestHandler]) -> None:
        self.asked: Asked | None = None
        self.answers: queue.Queue[str] = queue.Queue()
        super().__init__(address, page)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own types
        """Say nothing: a browser that goes away is no fault, and its address holds what is secret."""


class _Page(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SILENCE

    def do_GET(self) -> None:
        """Take the answer, if it is one."""
        parts = urlsplit(self.path)
        asked = self.server.asked
        if parts.path != "/" or not parts.query:
            self._say(404, "Nothing here", "This is where Google's sign-in comes back to.")
        elif asked is None or not asked.is_answered_by(parts.query):
            self._say(400, "That was another sign-in", "Open the address that kith connect shows.")
        else:
            self._say(200, "Thank you", "You can close this window: Kith goes on in the terminal.")
            self.server.answers.put(parts.query)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Log nothing: addresses hold what is secret."""

    def _say(self, status: int, title: str, text: str) -> None:
        body = _PAGE.format(title=title, text=text).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
