"""Address books of invented people, of any size and the same every time: what the benchmarks read.

The mixture is that of real exports: of 100 cards about 60 are as iCloud writes them (3.0), 25 as Google does (3.0), 10
as older phones do (2.1, quoted-printable) and 5 are 4.0; a card has 12 to 15 lines; 15 are a second card of somebody
who has one already. Run as a script it writes one: `python tests/benchmarks/books.py BOOK.vcf --cards 10000 --photos`.
"""

import argparse
import base64
import tomllib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

INVENTED: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("invented.toml").read_text(encoding="utf-8"))

PLACE_WEIGHTS: Final = (30, 30, 20, 12, 3, 5)
"""How often the places of invented.toml occur, in their order."""

DIALECT_WEIGHTS: Final = (60, 25, 10, 5)
SECOND_CARDS: Final = 0.15
PHOTO_BYTES: Final = 6_144
"""Bytes of a picture: 8 KiB in base64."""

QP_LINE: Final = 75


class Invented(NamedTuple):
    """Somebody who doesn't exist; `number` tells apart people of one name."""

    number: int
    given: str
    family: str
    emails: tuple[str, str]
    phone: str
    mobile: str
    organisation: str
    department: str
    title: str
    street: str
    city: str
    postal_code: str
    country: str
    code: str
    birthday: str
    category: str
    note: str

    @property
    def full(self) -> str:
        """The name as it is written where this person lives."""
        return f"{self.family} {self.given}" if self.code == "jp" else f"{self.given} {self.family}"


def invent(number: int, rng: Random) -> Invented:
    """The person of that number."""
    place = rng.choices(INVENTED["places"], PLACE_WEIGHTS)[0]
    city, postal_code = rng.choice(place["cities"])
    company = rng.choice(INVENTED["companies"])
    return Invented(
        number=number,
        given=rng.choice(place["given"]),
        family=rng.choice(place["family"]),
        emails=(
            f"p{number}@example.org",
            f"{rng.choice('abcdefgh')}.{number}@{company.split()[0].lower()}.example.com",
        ),
        phone=_number("phones", place, rng),
        mobile=_number("mobiles", place, rng),
        organisation=f"{company} {rng.choice(INVENTED['trades'])} {rng.choice(place['legal'])}",
        department=rng.choice(INVENTED["departments"]),
        title=rng.choice(INVENTED["titles"]),
        street=f"{rng.randint(1, 99)} {rng.choice(place['streets'])}",
        city=city,
        postal_code=postal_code,
        country=place["country"],
        code=place["code"],
        birthday=f"{rng.randint(1940, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        category=rng.choice(INVENTED["categories"]),
        note=rng.choice(INVENTED["notes"]),
    )


def _number(kind: str, place: dict[str, Any], rng: Random) -> str:
    template = rng.choice(place[kind]).replace("@", rng.choice(place["areas"]))
    return "".join(str(rng.randint(0, 9)) if letter == "#" else letter for letter in template)


def _escaped(text: str) -> str:
    return text.replace(";", r"\;").replace(",", r"\,")


def _folded(head: str, photo: bytes) -> str:
    """A property with a picture in base64, on lines that go on with a blank."""
    return "\r\n ".join([head, *base64.encodebytes(photo).decode().splitlines()])


def _quoted(head: str, text: str) -> str:
    """A property in quoted-printable, its lines broken softly, as phones write it."""
    lines, line = [], f"{head};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    for byte in text.encode():
        letter = chr(byte)
        token = letter if letter.isascii() and letter.isprintable() and letter != "=" else f"={byte:02X}"
        if len(line) + len(token) > QP_LINE:
            lines.append(f"{line}=")
            line = ""
        line += token
    return "\r\n".join([*lines, line])


def icloud_card(one: Invented, photo: bytes | None) -> list[str]:
    """The lines of a card as iCloud exports it."""
    lines = [
        "VERSION:3.0",
        "PRODID:-//Apple Inc.//iCloud Web Address Book 2419B17//EN",
        f"N:{one.family};{one.given};;;",
        f"FN:{one.full}",
        f"ORG:{one.organisation};{one.department}",
        f"TITLE:{one.title}",
        f"EMAIL;type=INTERNET;type=HOME;type=pref:{one.emails[0]}",
        f"TEL;type=IPHONE;type=CELL;type=VOICE;type=pref:{one.mobile}",
        f"item1.ADR;type=HOME;type=pref:;;{one.street};{one.city};;{one.postal_code};{one.country}",
        f"item1.X-ABADR:{one.code}",
        f"BDAY:{one.birthday}",
        f"NOTE:{_escaped(one.note)}",
        f"UID:{uuid.UUID(int=one.number)}",
    ]
    return [*lines, _folded("PHOTO;ENCODING=b;TYPE=JPEG:", photo)] if photo else lines


def google_card(one: Invented, photo: bytes | None) -> list[str]:
    """The lines of a card as Google exports it: no UID."""
    lines = [
        "VERSION:3.0",
        f"N:{one.family};{one.given};;;",
        f"FN:{one.full}",
        f"EMAIL;TYPE=INTERNET;TYPE=HOME:{one.emails[0]}",
        f"item1.EMAIL;TYPE=INTERNET:{one.emails[1]}",
        f"item1.X-ABLabel:{one.organisation.split()[0]}",
        f"TEL;TYPE=CELL:{one.mobile}",
        f"TEL;TYPE=WORK:{one.phone}",
        f"item2.ORG:{one.organisation}",
        f"item2.TITLE:{one.title}",
        f"BDAY:{one.birthday.replace('-', '')}",
        f"CATEGORIES:{one.category},myContacts",
    ]
    return [*lines, _folded("PHOTO;ENCODING=b;TYPE=JPEG:", photo)] if photo else lines


def phone_card(one: Invented, photo: bytes | None) -> list[str]:
    """The lines of a card as an older phone writes it: 2.1, bare parameters, quoted-printable."""
    lines = [
        "VERSION:2.1",
        _quoted("N", f"{one.family};{one.given};;;"),
        _quoted("FN", one.full),
        f"TEL;CELL;PREF:{one.mobile}",
        f"TEL;HOME:{one.phone}",
        f"EMAIL;INTERNET:{one.emails[0]}",
        _quoted("ORG", one.organisation),
        f"TITLE:{one.title}",
        _quoted("ADR;HOME", f";;{one.street};{one.city};;{one.postal_code};{one.country}"),
        f"BDAY:{one.birthday}",
        _quoted("NOTE", one.note.replace(";", " –")),
    ]
    return [*lines, _folded("PHOTO;ENCODING=BASE64;JPEG:", photo), ""] if photo else lines


def modern_card(one: Invented, photo: bytes | None) -> list[str]:
    """The lines of a 4.0 card."""
    lines = [
        "VERSION:4.0",
        "KIND:individual",
        f"UID:urn:uuid:{uuid.UUID(int=one.number + (1 << 64))}",
        f"N:{one.family};{one.given};;;",
        f"FN;PREF=1:{one.full}",
        f"EMAIL;TYPE=home;PREF=1:{one.emails[0]}",
        f"EMAIL;TYPE=work:{one.emails[1]}",
        f"TEL;TYPE=cell:{one.mobile}",
        f"ORG:{one.organisation};{one.department}",
        f"TITLE:{one.title}",
        f"ADR;TYPE=home:;;{one.street};{one.city};;{one.postal_code};{one.country}",
        f"BDAY:{one.birthday.replace('-', '')}",
        f"CATEGORIES:{one.category}",
    ]
    return [*lines, _folded("PHOTO:data:image/jpeg;base64,", photo)] if photo else lines


DIALECTS: Final[tuple[Callable[[Invented, bytes | None], list[str]], ...]] = (
    icloud_card,
    google_card,
    phone_card,
    modern_card,
)


def cards(count: int, *, seed: int = 1, photos: bool = False) -> Iterator[str]:
    """That many cards, one after the other; with `photos`, each with a picture of its own."""
    rng = Random(seed)
    people: list[Invented] = []
    for _ in range(count):
        if people and rng.random() < SECOND_CARDS:
            one = rng.choice(people)
        else:
            one = invent(len(people) + 1, rng)
            people.append(one)
        dialect = rng.choices(DIALECTS, DIALECT_WEIGHTS)[0]
        photo = b"\xff\xd8\xff\xe0" + rng.randbytes(PHOTO_BYTES - 4) if photos else None
        yield "\r\n".join(["BEGIN:VCARD", *dialect(one, photo), "END:VCARD", ""])


def write_book(path: Path, count: int, *, seed: int = 1, photos: bool = False) -> Path:
    """Write a book of that many cards and say where it is."""
    with path.open("w", encoding="utf-8", newline="") as book:
        book.writelines(cards(count, seed=seed, photos=photos))
    return path


def main() -> None:
    """Write the book that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write an address book of invented people.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--photos", action="store_true", help="give each card a picture of 6 KiB")
    asked = parser.parse_args()
    print(write_book(asked.path, asked.cards, seed=asked.seed, photos=asked.photos))


if __name__ == "__main__":
    main()
