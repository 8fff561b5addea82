"""The questions of `kith init`."""

import os
import re
from collections.abc import Callable
from typing import Final

import typer

from configs.errors import UserError
from configs.settings import Settings, load_settings
from flows.cli.console import err
from flows.cli.init_command import Answers, checked_emails, checked_phones
from flows.time_zones import machine_zone

_NOTHING: Final = "-"
_LOCALES: Final = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LC_CTYPE", "LANG")
"""The environment's words on how numbers are written here, the strongest first; Python's `getlocale` takes C for US."""


def asked_answers(current: Settings) -> Answers:
    """Ask everything; what is known, or what this machine's own settings suggest, is what Enter answers."""
    err.print("Enter keeps what stands in brackets, or leaves a question open; - takes an answer away.\n", style="dim")
    return Answers(
        name=_ask("Your name", current.me.name),
        emails=_list(_ask("Your e-mail addresses, with commas", ", ".join(current.me.emails), _emails)),
        phones=_list(_ask("Your phone numbers, with + and country code", ", ".join(current.me.phones), _phones)),
        region=_ask("Country of numbers without a code (GB, DE, US)", current.region or local_region(), _region),
        time_zone=_ask("Your time zone", current.time_zone or machine_zone(), _zone),
    )


def _ask(question: str, current: str | None, check: Callable[[str], object] = str) -> str | None:
    """An answer that passes the check; None where the question is left open, "" where an answer is taken away."""

    def checked(answer: str) -> str:
        said = answer.strip()
        if said and said != _NOTHING:
            try:
                check(said)
            except UserError as error:
                raise typer.BadParameter(str(error)) from error
        return said

    answer: str = typer.prompt(question, default=current or "", show_default=bool(current), value_proc=checked)
    return "" if answer == _NOTHING else answer or None


def _list(answer: str | None) -> list[str] | None:
    return None if answer is None else [part.strip() for part in answer.split(",") if part.strip()]


def _emails(answer: str) -> None:
    checked_emails(_list(answer))


def _phones(answer: str) -> None:
    checked_phones(_list(answer))


def _region(answer: str) -> None:
    load_settings(region=answer)


def _zone(answer: str) -> None:
    load_settings(time_zone=answer)


def local_region() -> str | None:
    """The country of this machine's language settings: GB for en_GB, none for C or POSIX."""
    name = next((os.environ[name] for name in _LOCALES if os.environ.get(name)), "")
    region = re.split(r"[.@]", name)[0].partition("_")[2]
    return region if len(region) == 2 else None  # noqa: PLR2004 - ISO 3166-1 alpha-2
