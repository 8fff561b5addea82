"""`kith init`: who you are. All of it is optional."""

import locale
import os
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from flows.cli.console import out


def init(
    name: Annotated[str | None, typer.Option("--name", help="Your name, as others write it.")] = None,
    email: Annotated[list[str] | None, typer.Option("--email", help="Your own address; may be repeated.")] = None,
    phone: Annotated[list[str] | None, typer.Option("--phone", help="Your own number; may be repeated.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of numbers without a country code (GB, DE, US).")
    ] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", help="Your time zone (Europe/Berlin).")] = None,
) -> None:
    """Say who you are, so that your own card isn't taken for somebody you know, and how to read local phone numbers.

    Asks for what no option gives, if there is a terminal; Enter leaves a question open. Run it again to change an answer.
    """
    from configs.settings import SETTINGS_FILE, kith_home, load_settings
    from configs.writing import write_settings

    current = load_settings(region=region, time_zone=time_zone)
    answers = Answers(name, email, phone, region, time_zone)
    if answers == Answers() and sys.stdin.isatty():
        answers = Answers(
            name=_ask("Your name", current.me.name),
            emails=_ask_list("Your e-mail addresses (with commas between them)", current.me.emails),
            phones=_ask_list("Your phone numbers, with + and country code", current.me.phones),
            region=_ask("Country of phone numbers without a country code", current.region or _local_region()),
            time_zone=_ask("Your time zone", current.time_zone or _local_zone()),
        )
    checked = load_settings(region=answers.region, time_zone=answers.time_zone)
    path = kith_home() / SETTINGS_FILE
    write_settings(
        path,
        {
            "region": checked.region if answers.region else None,
            "time_zone": checked.time_zone if answers.time_zone else None,
            "me.name": answers.name,
            "me.emails": answers.emails,
            "me.phones": answers.phones,
        },
    )
    out.print(f"Written to {path}. Next: kith import PATH", soft_wrap=True)


class Answers(NamedTuple):
    """What the user says of themselves; None where they say nothing."""

    name: str | None = None
    emails: list[str] | None = None
    phones: list[str] | None = None
    region: str | None = None
    time_zone: str | None = None


def _ask(question: str, current: str | None) -> str | None:
    answer: str = typer.prompt(question, default=current or "", show_default=bool(current))
    return answer.strip() or None


def _ask_list(question: str, current: tuple[str, ...]) -> list[str] | None:
    answer = _ask(question, ", ".join(current))
    return [part.strip() for part in answer.split(",") if part.strip()] if answer else None


def _local_region() -> str | None:
    """The country of this machine's language settings: GB for en_GB."""
    name = (locale.getlocale()[0] or os.environ.get("LANG", "")).partition(".")[0]
    region = name.partition("_")[2]
    return region if len(region) == 2 else None  # noqa: PLR2004 - ISO 3166-1 alpha-2


def _local_zone() -> str | None:
    """This machine's time zone, by where /etc/localtime leads."""
    try:
        target = Path("/etc/localtime").readlink()
    except OSError:
        return os.environ.get("TZ") or None
    _, found, zone = str(target).partition("zoneinfo/")
    return zone if found else None
