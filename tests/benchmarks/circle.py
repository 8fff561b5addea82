"""Who there is: invented people with their firms, households, addresses and numbers (`people` writes them down)."""

import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.benchmarks.person_names import ascii_word, census_name, drawn_name

LISTS: Final[dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("people.toml").read_text("utf-8"))
COUNTRIES = {"us": "1", "de": "49", "uk": "44", "fr": "33", "jp": "81", "cn": "86", "kr": "82", "ru": "7"}


@dataclass(slots=True)
class Firm:
    """An employer.

    It has a name, a legal form (and mostly goes without where it is plain), a domain, a way to make addresses of names,
    and a switchboard.
    """

    name: str
    form: str
    is_plain: bool
    domain: str
    pattern: str
    switchboard: str


@dataclass(slots=True)
class Person:
    """A person as they are; records show parts of it, badly."""

    cluster: str
    given: str
    family: str
    native: tuple[str, str] | None
    country: str
    middle: str | None
    maiden: str | None
    firms: list[Firm]
    title: str
    city: str
    birthday: str
    phones: list[str]
    landline: str | None
    mail: str
    family_mail: str | None
    slug: str
    work_mails: dict[str, str] = field(default_factory=dict)
    other_mail: str | None = None
    suffix: str | None = None
    tags: set[str] = field(default_factory=set)

    def work_mail(self, firm: Firm) -> str:
        """The address at a firm."""
        return self.work_mails[firm.domain]


class Addresses:
    """Addresses that are given out once each, as mail servers do."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def free(self, local: str, domain: str) -> str:
        """The address, or one with a number where somebody has it."""
        address = f"{local}@{domain}"
        while address in self._taken:
            address = f"{local}{self._rng.randrange(2, 9999)}@{domain}"
        self._taken.add(address)
        return address

    def give(self, person: Person) -> None:
        """Addresses at the firms of a person, made each firm's way, and a mailbox of their own."""
        given, family = ascii_word(person.given), ascii_word(person.family)
        patterns = {
            "full": f"{given}.{family}",
            "initial": f"{given[:1]}{family}",
            "given": given,
            "turned": f"{family}.{given[:1]}",
        }
        person.work_mails = {firm.domain: self.free(patterns[firm.pattern], firm.domain) for firm in person.firms}
        year = person.birthday[2:4]
        own = (
            f"{given}.{family}", f"{given}{family}{year}", f"{family}{given[:1]}", f"{given[:1]}{family}",
            f"{given}_{family}",
            f"{self._rng.choice(('sunny', 'tiger', 'rocket', 'happy'))}{self._rng.randrange(1000, 9999)}",
        )  # fmt: skip
        person.mail = self.free(self._rng.choice(own), self._rng.choice(LISTS["free_mail"]))
        if self._rng.random() < 0.15:
            person.other_mail = self.free(self._rng.choice(own), self._rng.choice(LISTS["free_mail"]))


def drawn_number(rng: random.Random, country: str) -> str:
    return f"+{COUNTRIES[country]}{rng.randrange(200_000_0000, 999_999_9999)}"


def drawn_firms(rng: random.Random, count: int) -> list[Firm]:
    firms, domains = [], set()
    while len(firms) < count:
        if rng.random() < 0.5:
            name = f"{rng.choice(LISTS['words'])} {rng.choice(LISTS['trades'])}"
        else:
            one, other = census_name(rng, "all.last"), census_name(rng, "all.last")
            name = rng.choice((f"{one} {rng.choice(LISTS['trades'])}", f"{one} & {other}"))
        domain = ascii_word(name) + rng.choice(LISTS["endings"])
        if domain not in domains:
            domains.add(domain)
            pattern = rng.choice(("full", "initial", "given", "turned"))
            switchboard = drawn_number(rng, rng.choice(("us", "us", "de", "uk")))
            firms.append(Firm(name, rng.choice(LISTS["forms"]), rng.random() < 0.5, domain, pattern, switchboard))
    return firms


def drawn_person(rng: random.Random, at: int, firms: list[Firm], shares: list[float]) -> Person:
    given, family, native, country = drawn_name(rng)
    employers = rng.choices(firms, cum_weights=shares, k=rng.choices((1, 2, 3), weights=(45, 25, 30))[0])
    local = ascii_word(given), ascii_word(family)
    year = rng.randrange(1945, 2004)
    maiden = census_name(rng, "all.last") if rng.random() < 0.11 and not native else None
    middle = census_name(rng, "male.first") if rng.random() < 0.25 and not native else None
    return Person(
        cluster=f"p{at}", given=given, family=family, native=native, country=country,
        middle=middle, maiden=maiden, firms=employers, title=rng.choice(LISTS["titles"]),
        city=rng.choice(LISTS["cities"]),
        birthday=f"{year}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        phones=[drawn_number(rng, rng.choice((country, "us"))) for _ in range(rng.choice((1, 1, 2)))], landline=None,
        mail="", family_mail=None,
        slug=f"https://www.linkedin.com/in/{local[0]}-{local[1]}-{rng.randrange(16**6):06x}",
    )  # fmt: skip


def moved_together(rng: random.Random, people: list[Person]) -> None:
    """People who live together: one family name and landline; now and then a father and a son of one name."""
    head = people[0]
    landline = drawn_number(rng, "us")
    mailbox = (
        f"family.{ascii_word(head.family)}{rng.randrange(99)}@{rng.choice(LISTS['free_mail'])}"
        if rng.random() < 0.4
        else None
    )
    is_father_and_son = rng.random() < 0.27
    for at, person in enumerate(people):
        person.family, person.native, person.landline, person.family_mail = head.family, None, landline, mailbox
        if is_father_and_son and at < 2:
            person.given, person.suffix = head.given, ("Sr", "Jr")[at]
            person.tags.add("father_son")
        local = ascii_word(person.given), ascii_word(person.family)
        person.slug = f"https://www.linkedin.com/in/{local[0]}-{local[1]}-{rng.randrange(16**6):06x}"
