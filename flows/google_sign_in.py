"""Signing in with Google: with which client, in which browser, as whom, and what of it is kept."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from configs.errors import UsageError, UserError
from configs.secrets import Secrets
from configs.settings import SETTINGS_FILE, Settings, load_settings
from configs.source_settings import GoogleSource
from configs.writing import write_source
from connectors.google.api import GoogleApi
from connectors.google.coming_back import ComingBack
from connectors.google.service_account import key_of, sign_in_as
from connectors.google.sign_in import Client, ask, client_kept, client_of, finish, query_of
from connectors.google.tokens import SCOPES, credentials_of, granted
from connectors.network import Network
from flows.live_sources import synced_keys
from flows.network_limits import network_limits
from flows.signing_in import GoogleWish, SignedIn, same_account
from flows.standing import left_behind
from warehouse.publish import FILE_NAME as WAREHOUSE
from warehouse.reading import WarehouseReader

NOBODY_THERE: Final = "http://127.0.0.1:47113/"
"""Where a browser on another machine ends: nothing answers there, and its address is what is pasted."""

HOW_TO_GET_A_CLIENT: Final = """Google wants each program to have an OAuth client. Make one of your own, once:
  1. A project: https://console.cloud.google.com/projectcreate
  2. Its interfaces, switched on: https://console.cloud.google.com/apis/library/people.googleapis.com
     and https://console.cloud.google.com/apis/library/calendar-json.googleapis.com
  3. Who may use it: https://console.cloud.google.com/auth/audience - External, and published (when you sign in, Google
     warns that it didn't verify the client: it is your own). As a mere test user you sign in again every 7 days.
  4. The client: https://console.cloud.google.com/auth/clients - Create client, Desktop app, download its JSON.
  5. kith connect google --client client_secret_….json (the file is kept: you name it once)"""

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_CALENDARS: Final = 250


class Talk(Protocol):
    """What is asked of the person who signs in."""

    def show(self, address: str, *, redirect_uri: str | None) -> None:
        """Have the address opened in a browser; `redirect_uri` is where it is waited for, None where it isn't."""
        ...

    def pasted(self) -> str:
        """The address at which the browser ended."""
        ...


def connect_google(settings: Settings, name: str, wish: GoogleWish, talk: Talk) -> SignedIn:
    """Sign in with Google and keep it; a source of that name is added to the settings where there is none.

    Raises:
        UsageError: the name is another source's, or can't be one; nothing of the account is to be read.
        UserError: there is no client; it doesn't work; it is another account than the settings say.
    """
    source = _source(settings, name, wish)
    is_wanted = {"contacts": source.contacts, "other_contacts": source.other_contacts, "calendar": source.calendars}
    wanted = tuple(part for part in SCOPES if is_wanted[part])
    if not wanted:
        raise UsageError(f"Nothing of {name} is to be read: the settings leave out its contacts and its calendars.")
    with Network(limits=network_limits(settings.sync)) as network:
        attempt = _Attempt(settings, name, wish, source, wanted, network)
        text = attempt.as_service_account() if wish.service_account else attempt.as_person(talk)
        account, warning = attempt.account(text)
    if source.account and account and source.account.casefold() != account.casefold():
        raise UserError(
            f"You signed in as {account}, and {name} is {source.account}'s in the settings: nothing was kept. "
            "Sign in as the same account, or give the other one a name of its own: kith connect google NAME"
        )
    kept = Secrets(settings.home).write(name, text)
    account = account or wish.account or source.account
    write_source(settings.home / SETTINGS_FILE, name, {"kind": "google", "account": account, "owner": wish.owner})
    allowed = granted(text)
    missing = tuple(part for part in wanted if part not in allowed)
    parts = tuple(part for part in wanted if part in allowed)
    now = load_settings()
    others = same_account(now, name, account)
    twin = next((other for other in others if others[other].owner == now.sources[name].owner), None)
    return SignedIn(name, kept, account, parts, missing, warning, twin, _left_behind(now, name))


@dataclass(frozen=True, slots=True)
class _Attempt:
    settings: Settings
    name: str
    wish: GoogleWish
    source: GoogleSource
    wanted: tuple[str, ...]
    network: Network

    def as_service_account(self) -> str:
        """The sign-in of a service account that reads somebody's data."""
        account, path = self.wish.account or self.source.account, self.wish.service_account
        if account is None or path is None:
            raise UsageError("Whose data is the service account to read? --account ADDRESS")
        return sign_in_as(key_of(_read(path), path.name), account, self.wanted, self.network, name=self.name)

    def as_person(self, talk: Talk) -> str:
        """The sign-in of somebody at a browser."""
        client, account = self._client(), self.wish.account or self.source.account
        if self.wish.is_headless:
            asked = ask(client, parts=self.wanted, redirect_uri=NOBODY_THERE, account=account)
            talk.show(asked.address, redirect_uri=None)
            return finish(client, asked, query_of(talk.pasted()), self.network)
        with ComingBack(self.wish.port) as back:
            asked = ask(client, parts=self.wanted, redirect_uri=back.redirect_uri, account=account)
            back.expect(asked)
            talk.show(asked.address, redirect_uri=back.redirect_uri)
            query = back.wait(seconds=self.wish.timeout)
        return finish(client, asked, query, self.network)

    def account(self, text: str) -> tuple[str | None, str | None]:
        """Whose sign-in it is, as its primary calendar says, where calendars may be read; and what stood in the way."""
        if "calendar" not in granted(text):
            return None, None
        api = GoogleApi(self.network, credentials_of(text, self.name), endpoint=self.source.endpoint)
        try:
            calendars = api.calendar.calendarList()
            listed = api.execute(calendars.list(maxResults=_MOST_CALENDARS, fields="items(id,primary)"))
        except UserError as error:
            return None, str(error)
        found = (str(each.get("id")) for each in listed.get("items", ()) if each.get("primary"))
        return next(found, None), None

    def _client(self) -> Client:
        """The client that is named, else the one with which this source, or another one, signed in before."""
        if self.wish.client is not None:
            return client_of(_read(self.wish.client), self.wish.client.name)
        secrets = Secrets(self.settings.home)
        others = [name for name, source in self.settings.sources.items() if isinstance(source, GoogleSource)]
        for name in dict.fromkeys([self.name, *others]):
            client = _client_of_kept(secrets, name)
            if client is not None:
                return client
        raise UserError(f"There is no OAuth client yet.\n{HOW_TO_GET_A_CLIENT}")


def _left_behind(settings: Settings, name: str) -> tuple[str, ...]:
    """What the warehouse knows of a source by keys of an owner whose it isn't any more; () where there is none to read.

    The settings are those that hold now.
    """
    if not (settings.home / WAREHOUSE).exists():
        return ()
    try:
        with WarehouseReader.open(settings.home) as reader:
            keys = [str(row["source"]) for row in reader.sources()]
    except UserError:
        return ()
    now = {key.partition("@")[0] for key in synced_keys(settings, name)}
    return tuple(key for key in left_behind(settings, keys) if key.partition("@")[0] in now)


def _client_of_kept(secrets: Secrets, name: str) -> Client | None:
    """The client of a kept sign-in, if there is one that can be read: a locked keyring only means to name it again."""
    try:
        text = secrets.read(name)
        return client_kept(text) if text else None
    except UserError:
        return None


def _source(settings: Settings, name: str, wish: GoogleWish) -> GoogleSource:
    source = settings.sources.get(name)
    if source is None:
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} can't be a source's name: use letters, digits, - and _ only.")
        return GoogleSource(kind="google", account=wish.account, owner=wish.owner)
    if not isinstance(source, GoogleSource):
        raise UsageError(f"{name} is a {source.kind} source. Give the Google account another name.")
    return source


def _read(path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is no JSON of Google's console.") from error
