"""A small CardDAV and CalDAV server on 127.0.0.1 that does what real servers do and Radicale doesn't.

    with Dav() as server:
        book = server.make("/books/ada/friends/", name="Friends")
        book["ben.vcf"] = card("ben", "Ben Okafor")
        server.ways = Ways(has_sync=False)

`ways` is how it goes about things; `script` holds answers that the next requests get in the place of its own; `mend`
changes the text of every answer with status 207.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

from tests.emulators.dav_books import PRINCIPAL, Book, Reply, Ways, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

HOMES: Final = {"card": "/books/ada/", "cal": "/calendars/ada/"}
ADDRESS: Final = "ada@example.org"

_DAV: Final = "{DAV:}"
_NAMES: Final = {
    "DAV:": "d",
    "urn:ietf:params:xml:ns:carddav": "card",
    "urn:ietf:params:xml:ns:caldav": "cal",
    "http://calendarserver.org/ns/": "cs",
}
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus xmlns:d="DAV:"{}>'.format(
    "".join(f' xmlns:{prefix}="{name}"' for name, prefix in _NAMES.items() if prefix != "d")
)


class Dav:
    """The server. `asked` are the requests that came in: "METHOD path", of REPORTs "name-of-the-report path"."""

    def __init__(self) -> None:
        self.books: dict[str, Book] = {}
        self.ways = Ways()
        self.asked: list[str] = []
        self.script: list[Callable[[str, str], Reply | None]] = []
        """Asked in turn with method and path; what gives a reply is used up by it."""
        self.mend: Callable[[str], str] = str
        self._left: int | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.dav = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def make(self, path: str, *, name: str = "", more: str = "") -> Book:
        """Make a collection: a calendar, where the path says so. `more` is XML of further types of it."""
        kind = "cal" if path.startswith(HOMES["cal"]) else "card"
        book = self.books[path] = Book(path, name=name, kind=kind, more=more)
        return book

    def break_off(self, after: int) -> None:
        """Answer so many more requests, and fail from then on."""
        self._left = after

    def heal(self) -> None:
        """Answer again."""
        self._left = None

    def once(self, method: str, path: str, reply: Reply) -> None:
        """Give this reply to the next request of a method (or report) for a path that ends so."""
        self.script.append(lambda asked, at: reply if asked == method and at.endswith(path) else None)

    def always(self, method: str, path: str, reply: Reply) -> None:
        """Give this reply to all requests of a method (or report) for a path that ends so."""
        for _ in range(1_000):
            self.once(method, path, reply)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reply(self, method: str, target: str, body: bytes, *, depth: str) -> Reply:
        """The answer to a request."""
        path = unquote(urlsplit(target).path)
        asked = etree.fromstring(body) if body else None
        spoken = str(asked.tag).rpartition("}")[2] if method == "REPORT" and asked is not None else method
        self.asked.append(f"{spoken} {path}")
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                return Reply(503)
        for scripted in self.script:
            if reply := scripted(spoken, path):
                self.script.remove(scripted)
                return reply
        if method == "GET":
            return self._given(path)
        if asked is None:
            return Reply(405)
        return self._propfind(path, asked, depth) if method == "PROPFIND" else self._report(path, asked, spoken)

    def _given(self, path: str) -> Reply:
        folder, _, name = path.rpartition("/")
        book = self.books.get(f"{folder}/")
        if name in self.ways.fails_on:
            return Reply(500)
        return Reply(200, encoded(book[name])) if book is not None and name in book else Reply(404)

    def _propfind(self, path: str, asked: etree._Element, depth: str) -> Reply:
        names = [str(element.tag) for element in asked[0]]
        if path in self.books:
            book = self.books[path]
            members = [self._member(book, name, names) for name in book] if depth == "1" else []
            return self._told(self._described(book, names), *members)
        if path in HOMES.values():
            own = [self._described(book, names) for book in self.books.values() if book.path.startswith(path)]
            return self._told(self._response(path, {f"{_DAV}resourcetype": "<d:collection/>"}, names), *own)
        if path not in {"/", PRINCIPAL}:
            return Reply(404)
        said = {f"{_DAV}current-user-principal": f"<d:href>{self.ways.principal}</d:href>"}
        if path == PRINCIPAL:
            for kind, name in (("card", "addressbook"), ("cal", "calendar")):
                said[f"{{urn:ietf:params:xml:ns:{kind}dav}}{name}-home-set"] = f"<d:href>{HOMES[kind]}</d:href>"
            addresses = f"<d:href>{PRINCIPAL}</d:href><d:href>mailto:{ADDRESS}</d:href>"
            said["{urn:ietf:params:xml:ns:caldav}calendar-user-address-set"] = addresses
        return self._told(self._response(path, said, names))

    def _described(self, book: Book, names: list[str]) -> str:
        own = "card:addressbook" if book.kind == "card" else "cal:calendar"
        said = {
            f"{_DAV}resourcetype": f"<d:collection/><{own}/>{book.more}",
            f"{_DAV}current-user-principal": f"<d:href>{self.ways.principal}</d:href>",
        }
        if book.name:
            said[f"{_DAV}displayname"] = escape(book.name)
        if self.ways.has_ctag:
            said["{http://calendarserver.org/ns/}getctag"] = str(len(book.log))
        if self.ways.has_sync:
            said[f"{_DAV}sync-token"] = f"token:{len(book.log)}"
            report = "<d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>"
            said[f"{_DAV}supported-report-set"] = report
        if book.kind == "cal":
            said["{urn:ietf:params:xml:ns:caldav}calendar-timezone"] = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
        return self._response(book.path, said, names)

    def _report(self, path: str, asked: etree._Element, report: str) -> Reply:
        book = self.books.get(path)
        if book is None:
            return Reply(404)
        if report == "sync-collection":
            return self._changes(book, asked) if self.ways.has_sync else Reply(403)
        names = [unquote(str(href.text)).rpartition("/")[2] for href in asked.iterchildren(f"{_DAV}href")]
        if len(names) > self.ways.multiget_most:
            return Reply(self.ways.refusal)
        content = f"{{urn:ietf:params:xml:ns:{book.kind}dav}}{'address' if book.kind == 'card' else 'calendar'}-data"
        if set(names) & set(self.ways.fails_on):
            return Reply(500)
        kept = [name for name in names if name not in self.ways.leaves_out or len(names) == 1]
        return self._told(*(self._member(book, name, [f"{_DAV}getetag", content]) for name in kept))

    def _changes(self, book: Book, asked: etree._Element) -> Reply:
        token = (asked.findtext(f"{_DAV}sync-token") or "").removeprefix("token:")
        since = int(token or 0)
        if token and not book.since <= since <= len(book.log):
            error = '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
            return Reply(self.ways.lost_status, error.encode(), (("content-type", "application/xml"),))
        end = min(len(book.log), since + self.ways.page) if self.ways.page else len(book.log)
        names = dict.fromkeys(name for name in book.log[since:end] if name)
        members = [self._member(book, name, [f"{_DAV}getetag"]) for name in names if name in book or token]
        if end < len(book.log):
            members.append(f"<d:response><d:href>{book.path}</d:href>{_status(507)}</d:response>")
        return self._told(*members, f"<d:sync-token>token:{end}</d:sync-token>")

    def _member(self, book: Book, name: str, names: list[str]) -> str:
        path = book.path + name
        if name not in book:
            return f"<d:response><d:href>{self._href(path)}</d:href>{_status(404)}</d:response>"
        said = {f"{_DAV}resourcetype": ""}
        if self.ways.has_etags:
            said[f"{_DAV}getetag"] = escape(book.etag(name))
        for content in ("{urn:ietf:params:xml:ns:carddav}address-data", "{urn:ietf:params:xml:ns:caldav}calendar-data"):
            said[content] = escape(book[name])
        return self._response(path, said, names)

    def _response(self, path: str, said: dict[str, str], names: list[str]) -> str:
        found = "".join(_element(name, said[name]) for name in names if name in said)
        missing = "".join(_element(name, "") for name in names if name not in said)
        more = f"<d:propstat><d:prop>{missing}</d:prop>{_status(404)}</d:propstat>" if missing else ""
        return (
            f"<d:response><d:href>{self._href(path)}</d:href>"
            f"<d:propstat><d:prop>{found}</d:prop>{_status(200)}</d:propstat>{more}</d:response>"
        )

    def _href(self, path: str) -> str:
        return escape(self.ways.href(quote(path)))

    def _told(self, *responses: str) -> Reply:
        text = self.mend(f"{_HEAD}{''.join(responses)}</d:multistatus>")
        return Reply(207, encoded(text), (("content-type", "application/xml"),))


def _element(name: str, inner: str) -> str:
    namespace, _, local = name[1:].partition("}")
    prefix = _NAMES[namespace]
    return f"<{prefix}:{local}>{inner}</{prefix}:{local}>"


def _status(code: int) -> str:
    return f"<d:status>HTTP/1.1 {code} Said</d:status>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    dav: Dav


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        reply = self.server.dav.reply(self.command, self.path, body, depth=self.headers.get("depth", "0"))
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_PROPFIND = do_REPORT = _answer  # noqa: N815 - http.server's names

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""
