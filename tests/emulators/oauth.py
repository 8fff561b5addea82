"""Google's sign-in on 127.0.0.1, over real HTTP: consent, tokens, delegation and revocation.

    with OAuthEmulator() as oauth:
        client = client_of(oauth.client_text(), "client.json")
        asked = ask(client, parts=SCOPES, redirect_uri=…)
        query = oauth.browse(asked.address)        # what a browser does whose user says yes

It checks what Google checks (client, redirect_uri, state, PKCE, scopes, each code once) and remembers what was wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from google.auth import jwt

READ_ONLY: Final = frozenset(
    f"https://www.googleapis.com/auth/{scope}"
    for scope in (
        "contacts.readonly",
        "contacts.other.readonly",
        "calendar.events.readonly",
        "calendar.calendarlist.readonly",
    )
)
"""All that Kith may ask for."""

AUDIENCE: Final = "https://oauth2.googleapis.com/token"
"""Whom the assertions of service accounts are for, wherever they are sent."""


@dataclass
class Consent:
    """What a code stands for."""

    scopes: frozenset[str]
    redirect_uri: str
    challenge: str


@dataclass
class OAuthEmulator:
    """The server, and what its user and its administrator allow."""

    client_id: str = "123-kith.apps.googleusercontent.com"
    client_secret: str = "GOCSPX-invented-client-secret"
    allowed: frozenset[str] = READ_ONLY
    """Which scopes the user ticks, or the administrator delegates."""
    refuses: str | None = None
    """The error with which the user, or the organisation, says no."""
    fails: list[tuple[int, str]] = field(default_factory=list)
    """Status and body of the next answers of /token and /revoke, before they are right again."""
    delay: float = 0.0
    public_key: str = ""
    """The certificate of the service account."""
    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    """Access tokens that hold, and their scopes."""
    refresh_tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    gives_refresh_token: bool = True
    tells_scopes: bool = True
    codes: dict[str, Consent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def client_text(self, kind: str = "installed") -> str:
        """The file of Google's console, for this server."""
        client = {
            "client_id": self.client_id,
            "project_id": "kith",
            "auth_uri": f"{self.url}/auth",
            "token_uri": f"{self.url}/token",
            "client_secret": self.client_secret,
            "redirect_uris": ["http://localhost"],
        }
        return json.dumps({kind: client})

    def secrets(self) -> list[str]:
        """All that must stand nowhere."""
        forms = [form for _, form in self.asked]
        told = [form[key] for form in forms for key in ("code", "code_verifier", "assertion") if key in form]
        return [self.client_secret, *self.codes, *self.tokens, *self.refresh_tokens, *told]

    def revoke_all(self) -> None:
        """Take everything back, as a user does at myaccount.google.com."""
        self.refresh_tokens.clear()
        self.tokens.clear()

    def browse(self, address: str) -> str:
        """Open an address as a browser does whose user says yes; the query of the address at which it ends."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_arguments: object) -> None:
                return None

        try:
            with urllib.request.build_opener(Stay).open(address, timeout=5) as answer:
                raise AssertionError(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 302:
                    raise AssertionError(error.read()) from error
                return urlsplit(error.headers["Location"]).query

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if kind is None and self.mistakes:
            raise AssertionError("\n".join(self.mistakes))

    def consent(self, query: dict[str, str]) -> str:
        """Where the browser goes after the user has decided."""
        expected = {
            "response_type": "code",
            "client_id": self.client_id,
            "access_type": "offline",
            "prompt": "consent",
            "code_challenge_method": "S256",
        }
        self.mistakes += [f"{key}: {query.get(key)}" for key, value in expected.items() if query.get(key) != value]
        scopes = frozenset(query.get("scope", "").split())
        redirect = urlsplit(query.get("redirect_uri", ""))
        if not scopes or scopes - READ_ONLY:
            self.mistakes.append(f"scopes: {scopes}")
        if redirect.scheme != "http" or redirect.hostname != "127.0.0.1":
            self.mistakes.append(f"redirect_uri: {redirect}")
        if len(query.get("state", "")) < 16 or len(query.get("code_challenge", "")) != 43:
            self.mistakes.append("state or code_challenge is too short")
        answer = {"state": query.get("state", "")}
        if self.refuses:
            answer["error"] = self.refuses
        else:
            code = f"4/0code-{secrets.token_urlsafe(12)}"
            self.codes[code] = Consent(scopes & self.allowed, redirect.geturl(), query.get("code_challenge", ""))
            answer |= {"code": code, "scope": " ".join(sorted(scopes & self.allowed))}
        return f"{redirect.geturl()}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer of /token."""
        grant = form.get("grant_type")
        if grant == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return self._delegated(form["assertion"])
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client", "error_description": "The OAuth client was not found."}
        if grant == "refresh_token":
            scopes = self.refresh_tokens.get(form["refresh_token"])
            if scopes is None:
                return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return 200, self._new_token(scopes)
        consent = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if consent is None or challenge != consent.challenge or form.get("redirect_uri") != consent.redirect_uri:
            return 400, {"error": "invalid_grant", "error_description": "Malformed auth code."}
        answer = self._new_token(consent.scopes)
        if self.gives_refresh_token:
            answer["refresh_token"] = f"1//refresh-{secrets.token_urlsafe(12)}"
            self.refresh_tokens[answer["refresh_token"]] = consent.scopes
        return 200, answer

    def _delegated(self, assertion: str) -> tuple[int, dict[str, Any]]:
        claims = jwt.decode(  # type: ignore[no-untyped-call]
            assertion, certs=self.public_key, audience=AUDIENCE
        )
        scopes = frozenset(claims["scope"].split())
        if not claims.get("sub") or scopes - READ_ONLY:
            self.mistakes.append(f"assertion: {sorted(claims)}")
        if scopes - self.allowed:
            description = "Client is unauthorized to retrieve access tokens using this method."
            return 401, {"error": "unauthorized_client", "error_description": description}
        return 200, self._new_token(scopes)

    def _new_token(self, scopes: frozenset[str]) -> dict[str, Any]:
        token = f"ya29.access-{secrets.token_urlsafe(12)}"
        self.tokens[token] = scopes
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": 3599}
        return answer | ({"scope": " ".join(sorted(scopes))} if self.tells_scopes else {})

    def revoke(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer of /revoke."""
        if self.refresh_tokens.pop(form.get("token", ""), None) is None:
            return 400, {"error": "invalid_token", "error_description": "Token expired or revoked"}
        self.tokens.clear()
        return 200, {}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, emulator: OAuthEmulator) -> None:
        self.emulator = emulator
        super().__init__(("127.0.0.1", 0), _Requests)


class _Requests(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/auth":
            self.server.emulator.mistakes.append(self.path)
        self._send(302, b"", location=self.server.emulator.consent(dict(parse_qsl(parts.query))))

    def do_POST(self) -> None:
        emulator = self.server.emulator
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        emulator.asked.append((self.path, form))
        time.sleep(emulator.delay)
        if "?" in self.path or self.path not in {"/token", "/revoke"}:
            emulator.mistakes.append(self.path)
        if emulator.fails:
            status, text = emulator.fails.pop(0)
            self._send(status, text.encode())
            return
        try:
            status, answer = emulator.token(form) if self.path == "/token" else emulator.revoke(form)
        except Exception as error:
            emulator.mistakes.append(repr(error))
            raise
        self._send(status, json.dumps(answer).encode())

    def _send(self, status: int, body: bytes, *, location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        pass
