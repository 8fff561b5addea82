"""A real Radicale on 127.0.0.1, with one user, whose address books and calendars tests make and change.

    with Radicale(tmp_path) as server:
        server.make("/ada/friends/", name="Friends")
        server.put("/ada/friends/ben.vcf", card("Ben Okafor"))

As a program it serves a folder until its standard input ends; its first line is its address.
"""

import logging
import shutil
import subprocess
import sys
import threading
import wsgiref.simple_server
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote
from xml.sax.saxutils import escape

import httpx
from radicale import config, log
from radicale.app import Application
from radicale.server import RequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

USER: Final = "ada"
PASSWORD: Final = "correct horse"

_MAKE: Final = """<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:{namespace}"><set><prop>
<resourcetype><collection/><C:{kind}/></resourcetype><displayname>{name}</displayname>
</prop></set></mkcol>"""


class Collections:
    """What a Radicale holds, made and changed over HTTP; `folder` is where it keeps it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self._folder = folder
        self._client = httpx.Client(auth=(USER, PASSWORD), base_url=url, timeout=600, trust_env=False)

    def make(self, path: str, *, name: str, is_calendar: bool = False) -> None:
        """Make an address book or a calendar."""
        namespace, kind = ("caldav", "calendar") if is_calendar else ("carddav", "addressbook")
        self._done("MKCOL", path, _MAKE.format(namespace=namespace, kind=kind, name=escape(name)))

    def put(self, path: str, text: str) -> None:
        """Store a card or a calendar object; at a collection's path, all that it is to hold from then on."""
        kind = "text/calendar" if text.startswith("BEGIN:VCALENDAR") else "text/vcard"
        self._done("PUT", path, text, {"content-type": kind})

    def delete(self, path: str) -> None:
        """Delete a member or a whole collection."""
        self._done("DELETE", path)

    def texts(self, path: str) -> dict[str, str]:
        """The members of a collection by their names, as they stand in its folder."""
        folder = self._folder / "collections" / "collection-root" / path.strip("/")
        return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name[0] != "."}

    def forget_tokens(self) -> None:
        """Lose what the sync tokens given so far stand for."""
        for tokens in self._folder.glob("collections/**/sync-token"):
            shutil.rmtree(tokens)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _done(self, method: str, path: str, text: str = "", headers: dict[str, str] | None = None) -> None:
        answer = self._client.request(method, quote(path), content=text.encode(), headers=headers)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")


class Radicale(Collections):
    """The server; `asked` are the requests that came in of others: "METHOD path"."""

    def __init__(self, folder: Path) -> None:
        passwords = folder / "passwords"
        passwords.write_text(f"{USER}:{PASSWORD}\n")
        settings = config.load()
        settings.update(
            {
                "auth": {
                    "type": "htpasswd",
                    "htpasswd_filename": str(passwords),
                    "htpasswd_encryption": "plain",
                    "delay": "0",
                },
                "storage": {"filesystem_folder": str(folder / "collections"), "_filesystem_fsync": "False"},
                "logging": {"level": "critical"},
            },
            "tests",
            privileged=True,
        )
        log.logger.setLevel(logging.CRITICAL)
        self._application = Application(settings)
        self._left: int | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.set_app(self._answered)
        self.asked = self._server.asked
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        super().__init__(folder, f"http://127.0.0.1:{self._server.server_port}/")

    def break_off(self, after: int) -> None:
        """Answer so many more requests, and fail from then on."""
        self._left = after

    def heal(self) -> None:
        """Answer again."""
        self._left = None

    def _answered(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                start("503 Service Unavailable", [("content-length", "0")])
                return [b""]
        answer: Iterable[bytes] = self._application(environ, start)
        return answer

    def _done(self, method: str, path: str, text: str = "", headers: dict[str, str] | None = None) -> None:
        super()._done(method, path, text, headers)
        self.asked.pop()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def radicale_process(folder: Path) -> Iterator[Collections]:
    """A Radicale in a process of its own, so that what it costs is counted apart."""
    command = [sys.executable, "-m", __name__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        collections = Collections(folder, child.stdout.readline().strip())
        try:
            yield collections
        finally:
            collections.close()
            child.communicate()


class _Server(ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    """Answers each request in a thread of its own; `asked` are those that came in, "METHOD path"."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, address: tuple[str, int], handler: type[RequestHandler]) -> None:
        self.asked: list[str] = []
        super().__init__(address, handler)


class _Handler(RequestHandler):
    server: _Server

    def parse_request(self) -> bool:
        is_request = super().parse_request()
        if is_request:
            self.server.asked.append(f"{self.command} {self.path}")
        return is_request


def main() -> None:
    """Serve the folder that the command line names."""
    with Radicale(Path(sys.argv[1])) as server:
        print(server.url, flush=True)  # noqa: T201 - whoever starts it reads where it is
        sys.stdin.read()


if __name__ == "__main__":
    main()
