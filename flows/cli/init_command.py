"""`kith init`: who you are. All of it is optional."""

from typing import Annotated, NamedTuple

import typer

from configs.errors import UsageError
from flows.cli.console import out, plain
from flows.cli.streams import is_answered


def init(
    name: Annotated[str | None, typer.Option("--name", help="Your name, as others write it.")] = None,
    email: Annotated[list[str] | None, typer.Option("--email", help="Your own address; may be repeated.")] = None,
    phone: Annotated[list[str] | None, typer.Option("--phone", help="Your own number; may be repeated.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="Country of numbers without a country code (GB, DE, US).")
    ] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", help="Your time zone (Europe/Berlin).")] = None,
) -> None:
    """Say who you are and where, so that your own card and local phone numbers are understood.

    Asks if there is no option and a terminal; Enter keeps what stands in brackets, or leaves a question open, and `-`
    takes an answer away. Everything is optional. Run it again to change an answer.
    """
    from configs.settings import SETTINGS_FILE, kith_home, load_settings
    from configs.writing import write_settings

    answers = Answers(name, email, phone, region, time_zone)
    if answers == Answers():
        if not is_answered():
            raise UsageError("There is no terminal to ask at: give --name, --email, --phone, --region or --time-zone.")
        from flows.cli.init_dialogue import asked_answers

        answers = asked_answers(load_settings())
    checked = load_settings(region=answers.region, time_zone=answers.time_zone)
    path = kith_home() / SETTINGS_FILE
    write_settings(
        path,
        {
            "region": answers.region and checked.region,
            "time_zone": answers.time_zone and checked.time_zone,
            "me.name": answers.name,
            "me.emails": checked_emails(answers.emails),
            "me.phones": checked_phones(answers.phones),
        },
    )
    out.say(f"Written to {plain(path)}. Next: kith import PATH")


class Answers(NamedTuple):
    """What the user says of themselves; None where they say nothing, empty where something is to be taken away."""

    name: str | None = None
    emails: list[str] | None = None
    phones: list[str] | None = None
    region: str | None = None
    time_zone: str | None = None


def checked_emails(addresses: list[str] | None) -> list[str] | None:
    """The addresses, if each is one.

    Raises:
        UsageError: one of them isn't.
    """
    for address in addresses or ():
        local, _, domain = address.partition("@")
        if not local or not domain or " " in address:
            raise UsageError(f"{address!r} is no e-mail address: write it as ada@example.org.")
    return addresses


def checked_phones(numbers: list[str] | None) -> list[str] | None:
    """The numbers, if each says its country.

    Raises:
        UsageError: one of them doesn't.
    """
    for number in numbers or ():
        if not number.startswith("+") or not any(character.isdigit() for character in number):
            raise UsageError(f"{number!r} has no country code: write it as +44 20 7946 0123.")
    return numbers
