"""Google's People and Calendar APIs on 127.0.0.1, over real HTTP: for the real client library, with a clock of its own.

    with GoogleEmulator() as emulator:
        ada = emulator.people.add(names=[{"givenName": "Ada", "familyName": "Brandt"}])
        api = GoogleApi(network, emulator.credentials(), endpoint=emulator.url)

Each request is checked against the discovery documents, and for a token with a scope that allows it. Whoever asks what
no client should (an unknown parameter, other parameters than a token's first call had) is refused, and the block fails
at its end: `emulator.mistakes` lists what was asked, a test that does so on purpose clears it.
"""

import gzip
import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

import google.auth.credentials
import google.auth.exceptions

from tests.emulators.clock import Clock
from tests.emulators.google_discovery import Call, Discovery, Refused, mistake
from tests.emulators.google_faults import Fault, Queued, Reply, refusal
from tests.emulators.google_feed import TokenExpiredError
from tests.emulators.google_people import People

SCOPES: Final = tuple(
    f"https://www.googleapis.com/auth/{scope}"
    for scope in (
        "contacts.readonly",
        "contacts.other.readonly",
        "calendar.events.readonly",
        "calendar.calendarlist.readonly",
    )
)
"""What may be read with the tokens that `credentials()` gives."""

Answer = Callable[[Call], Mapping[str, Any] | bytes]
"""Answers a call with JSON: as a mapping, or as its text, which is faster."""

_WORTH_PACKING: Final = 1_024


class Asked(NamedTuple):
    """A request that came in."""

    verb: str
    path: str
    method_id: str | None
    arguments: Mapping[str, Any]
    headers: Mapping[str, str]
    is_pretty: bool


class GoogleEmulator:
    """The server. `people` is what the People API holds; other services are added with `serve`."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.asked: list[Asked] = []
        self.mistakes: list[str] = []
        self.tokens: dict[str, frozenset[str]] = {}
        self.is_revoked = False
        self.gives_410 = False
        """Whether a token that is too old is answered with 410, not with 400."""
        self._faults: list[Queued] = []
        self._documents = [Discovery("people.v1"), Discovery("calendar.v3")]
        self._answers: dict[str, Answer] = {}
        self._lock = threading.RLock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.people = People(self.clock)
        for method_id, answer in self.people.answers.items():
            self.serve(method_id, answer)

    @property
    def url(self) -> str:
        """The endpoint, to be given to the client in the place of Google's."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def serve(self, method_id: str, answer: Answer) -> None:
        """Answer the calls of a method with what `answer` gives."""
        self._answers[method_id] = answer

    def fail(self, fault: Fault, *, on: str = "", after: int = 0, times: int = 1) -> None:
        """Let the next `times` requests of methods whose ids begin with `on` fail, once `after` have gone well."""
        self._faults.append(Queued(fault, on, after, times))

    def heal(self) -> None:
        """Forget the faults that are still to come."""
        self._faults.clear()

    def credentials(self, *scopes: str) -> "EmulatedCredentials":
        """A sign-in that may read what the scopes allow: everything, if none are given."""
        return EmulatedCredentials(self, frozenset(scopes or SCOPES))

    def new_token(self, scopes: frozenset[str]) -> str:
        """An access token with which requests are answered; those given before hold no longer."""
        self.tokens = {f"token-{len(self.asked)}-{len(self.tokens) + 1}": scopes}
        return next(iter(self.tokens))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()
        if kind is None and self.mistakes:
            raise AssertionError("The client asked what no client should:\n" + "\n".join(self.mistakes))

    def reply(self, verb: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """The answer to a request; one at a time."""
        with self._lock:
            parts = urlsplit(target)
            query, spoken = parts.query, verb
            if headers.get("x-http-method-override"):
                query, verb = body.decode(), headers["x-http-method-override"]
            domain, method_id = "people", None
            try:
                domain, call = self._call(verb, parts.path, parse_qsl(query, keep_blank_values=True))
                method_id = call.method_id
                self.asked.append(Asked(spoken, parts.path, method_id, call.arguments, headers, call.is_pretty))
                self._check_token(call, headers)
                reply = Reply(200, self._answered(call))
            except Refused as error:
                if error.is_mistake:
                    self.mistakes.append(f"{verb} {target}: {error.message}")
                reply = Reply(error.code, _refusal(error, domain))
            except TokenExpiredError:
                reply = self._expired(domain)
            except Exception as error:  # noqa: BLE001 - whatever an answer raises fails the test, not its thread
                self.mistakes.append(f"{verb} {target}: the emulator failed: {error!r}")
                reply = Reply(500, b"")
            return self._with_faults(method_id or "", reply)

    def _call(self, verb: str, path: str, query: list[tuple[str, str]]) -> tuple[str, Call]:
        for document in self._documents:
            call = document.call(verb, path, query)
            if call is not None:
                return document.name, call
        raise mistake(f"Nothing stands at {path}.", code=404, reason="notFound")

    def _check_token(self, call: Call, headers: Mapping[str, str]) -> None:
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or token not in self.tokens:
            message = "Request had invalid authentication credentials."
            raise Refused(401, message, reason="ACCESS_TOKEN_EXPIRED", status="UNAUTHENTICATED")
        if self.tokens[token].isdisjoint(call.scopes):
            message = "Request had insufficient authentication scopes."
            raise Refused(403, message, reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT", status="PERMISSION_DENIED")

    def _answered(self, call: Call) -> bytes:
        answer = self._answers.get(call.method_id)
        if answer is None:
            raise mistake(f"The emulator doesn't answer {call.method_id}.", code=501)
        found = answer(call)
        if isinstance(found, bytes):
            return found
        return json.dumps(found, ensure_ascii=False, indent=2 if call.is_pretty else None).encode()

    def _expired(self, domain: str) -> Reply:
        message = "Sync token is expired. Clear local cache and retry call without the sync token."
        if domain == "people" and not self.gives_410:
            error = Refused(400, message, reason="EXPIRED_SYNC_TOKEN", status="FAILED_PRECONDITION")
        else:
            error = Refused(410, message, reason="EXPIRED_SYNC_TOKEN" if domain == "people" else "fullSyncRequired")
        return Reply(error.code, _refusal(error, domain))

    def _with_faults(self, method_id: str, reply: Reply) -> Reply:
        for queued in self._faults:
            if not method_id.startswith(queued.on):
                continue
            if queued.after:
                queued.after -= 1
                continue
            queued.times -= 1
            if queued.times <= 0:
                self._faults.remove(queued)
            return queued.fault(reply)
        return reply


class EmulatedCredentials(google.auth.credentials.Credentials):
    """A sign-in with the emulator, which gives it a new token as often as it asks."""

    def __init__(self, emulator: GoogleEmulator, scopes: frozenset[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._emulator = emulator
        self._scopes_asked = scopes

    def refresh(self, request: object) -> None:
        del request  # no server to ask: tests of the sign-in itself have one
        if self._emulator.is_revoked:
            message = "invalid_grant: Token has been expired or revoked."
            raise google.auth.exceptions.RefreshError(message, {"error": "invalid_grant"})  # type: ignore[no-untyped-call]
        self.token = self._emulator.new_token(self._scopes_asked)


def _refusal(error: Refused, domain: str) -> bytes:
    return refusal(error.code, error.message, reason=error.reason, status=error.status, domain=domain)


class _Server(ThreadingHTTPServer):
    """A thread for each connection; all are closed at the end, whoever still holds them."""

    daemon_threads = True

    def __init__(self, emulator: GoogleEmulator) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.emulator = emulator
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as above
        self._open.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        self.shutdown()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - as above

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.emulator.reply(self.command, self.path, headers, body))

    def _send(self, reply: Reply) -> None:
        body, headers = reply.body, list(reply.headers)
        accepts = re.search(r"\bgzip\b", self.headers.get("accept-encoding", ""))
        if accepts and len(body) > _WORTH_PACKING:
            body = gzip.compress(body, compresslevel=1)
            headers.append(("Content-Encoding", "gzip"))
        if reply.sent is not None:
            self.close_connection = True
            if reply.sent < 0:
                return
        self.send_response(reply.status)
        for name, value in (("Content-Type", reply.media_type), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if reply.sent is None else body[: len(body) // 2])

    def log_message(self, *_: object) -> None:
        """Say nothing: tests look at what was asked."""
