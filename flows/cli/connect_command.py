"""`kith connect`: sign in at a source."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from configs.errors import UsageError
from flows.cli.console import out, plain, printable
from flows.cli.streams import is_answered

if TYPE_CHECKING:
    from configs.settings import Settings
    from flows.signing_in import GoogleWish, SignedIn

_PARTS: Final = {"contacts": "contacts", "other_contacts": "whom you only wrote to", "calendar": "calendars"}


def connect(
    what: Annotated[
        str, typer.Argument(metavar="google|SOURCE", help="google, or a source of the settings.", show_default=False)
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="What to call this Google account.", show_default=False)
    ] = None,
    client: Annotated[
        Path | None,
        typer.Option("--client", metavar="FILE", help="Your OAuth client: client_secret_….json. Named once."),
    ] = None,
    service_account: Annotated[
        Path | None,
        typer.Option("--service-account", metavar="FILE", help="A service account's key, with delegation."),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ADDRESS", help="The account; whose data a service account reads."),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Whose contacts these are; yours by default.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="No browser here: open the address anywhere, paste where it ends.")
    ] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="How long to wait for the browser.")
    ] = 300,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where the browser comes back to; any free one by default.")
    ] = 0,
) -> None:
    """Sign in: with Google in a browser, at a CardDAV or CalDAV server with its password. Kith only reads.

    What is kept (a token, a password) is in your keyring, or in a file that only you may read: KITH_KEYRING=off asks
    for the file, which cron needs. Without a browser on this machine use `--headless`; or, from yours, `ssh -L
    8085:127.0.0.1:8085 HOST kith connect google --port 8085`, and open the address that it prints.
    """
    from configs.settings import load_settings
    from flows.signing_in import GoogleWish, connect_dav, source_of

    settings = load_settings()
    wish = GoogleWish(client, service_account, account, owner, timeout, port, headless)
    if name is None and what in settings.sources and settings.sources[what].kind != "google":
        if wish != GoogleWish():
            raise UsageError(f"{what} is a {settings.sources[what].kind} source: those options are Google's.")
        _tell(connect_dav(settings, what, lambda: asked_password(what)))
        return
    if what != "google" and (name is not None or source_of(settings, what).kind != "google"):
        raise UsageError("kith connect google [NAME], or kith connect SOURCE.")
    _tell(_signed_in(settings, name or what, wish))


def _signed_in(settings: "Settings", name: str, wish: "GoogleWish") -> "SignedIn":
    from flows.google_sign_in import connect_google

    return connect_google(settings, name, wish, _Terminal())


class _Terminal:
    """Talks with whoever signs in."""

    def show(self, address: str, *, redirect_uri: str | None) -> None:
        """Print the address, and open it where there is a browser and it can come back."""
        if redirect_uri is None:
            out.say("Open this address in a browser, on any machine:")
        elif _is_opened(address):
            out.say("Your browser asks you to sign in. If it doesn't, open this address in it:")
        else:
            out.say(f"Open this address in a browser that reaches {redirect_uri} on this machine:")
        out.print(f"\n{printable(address)}\n", markup=False, soft_wrap=True)

    def pasted(self) -> str:
        """The address that is pasted."""
        out.say(
            "In the end your browser says that it can't reach 127.0.0.1: that is right. Copy the whole address "
            "from its address bar, and paste it here."
        )
        address: str = typer.prompt("Address")
        return address


def _is_opened(address: str) -> bool:
    """Whether a browser with a window of its own could be started: one in the terminal would take it over."""
    import os
    import sys
    import webbrowser

    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


def asked_password(name: str) -> str:
    """The password: typed unseen at a terminal, else the first line of standard input."""
    import sys

    if is_answered():
        password: str = typer.prompt(f"Password of {printable(name)}", hide_input=True, default="", show_default=False)
        return password
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""


def _tell(signed_in: "SignedIn") -> None:
    name = plain(signed_in.name)
    reached = f" as {plain(signed_in.reached)}" if signed_in.parts and signed_in.reached else ""
    out.say(f"[bold]{name}[/] is signed in{reached}. It is kept in {plain(signed_in.kept)}.")
    if not signed_in.parts and signed_in.reached:
        out.say(f"There: {plain(signed_in.reached)}")
    if signed_in.parts:
        out.say(f"Kith may read: {', '.join(_PARTS[part] for part in signed_in.parts)}.")
    if signed_in.missing:
        missing = ", ".join(_PARTS[part] for part in signed_in.missing)
        out.say(f"[yellow]Not allowed:[/] {missing}. That is left out; to allow it, run this again and tick it.")
    if signed_in.warning:
        out.say(f"[yellow]But:[/] {plain(signed_in.warning)}")
    if signed_in.twin:
        out.say(
            f"[yellow]But:[/] {plain(signed_in.reached)} is {plain(signed_in.twin)}, too: what both give is known "
            f"twice. To keep one: kith disconnect {name}"
        )
    if signed_in.left_behind:
        from flows.cli.standing_table import told_left_behind

        out.say(plain(told_left_behind(signed_in.left_behind)))
    out.say(f"Next: kith sync {name}")
