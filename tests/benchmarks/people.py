"""Makes labelled contacts: what four sources hold of invented people, with what makes them hard to tell apart.

Names come with their frequencies from packages (the US census of `names`, Faker's lists of ten languages), so that
namesakes grow with the size of the book as they do outside. Nobody is real: names, addresses and numbers are put
together by chance, in memory or in a file of whoever runs this, never in the repository.

    python tests/benchmarks/people.py 10000 SEED FILE.parquet
"""

import random
import sys
from collections.abc import Iterator
from typing import Any

import polars as pl

from tests.benchmarks.circle import LISTS, Addresses, Firm, Person, drawn_firms, drawn_person, moved_together
from tests.benchmarks.person_names import ascii_word, written_name

SCHEMA = {
    "rec_id": pl.Int64, "source": pl.String, "full_name": pl.String, "given": pl.String, "middle": pl.String,
    "family": pl.String, "suffix": pl.String, "emails": pl.List(pl.String), "phones": pl.List(pl.String),
    "org": pl.String, "title": pl.String, "city": pl.String, "bday": pl.String, "linkedin_url": pl.String,
    "cluster": pl.String, "kind": pl.String, "tags": pl.List(pl.String),
}  # fmt: skip
"""One row per record; cluster, kind and tags are the truth."""


def _written_number(rng: random.Random, number: str) -> str:
    if not number.startswith("+1"):
        return rng.choice(
            (
                number,
                f"tel:{number}",
                f"0{number[3:]}",
                f"00{number[1:]}",
                f"{number[:3]} (0) {number[3:6]} {number[6:]}",
            )
        )
    area, three, four = number[2:5], number[5:8], number[8:]
    return rng.choice(
        (number, f"({area}) {three}-{four}", f"{area}.{three}.{four}", f"{area} {three} {four}",
         f"+1 ({area}) {three} {four}", f"tel:+1-{area}-{three}-{four}", f"{area}{three}{four}",
         f"1-{area}-{three}-{four}")
    )  # fmt: skip


def _record(rng: random.Random, person: Person, source: str) -> dict[str, Any]:
    tags = {"father_son"} & person.tags
    row = dict.fromkeys(SCHEMA) | _written_whole(rng, person, source, tags)
    row |= {"source": source, "emails": [], "phones": [], "cluster": person.cluster, "kind": "person"}
    firm = rng.choice(person.firms)
    if source == "linkedin":
        city = person.city if rng.random() < 0.3 else None
        row |= {"org": _written_firm(rng, firm), "title": person.title, "city": city}
        row["linkedin_url"] = person.slug if rng.random() < 0.9 else None
        row["emails"] = [person.mail] if rng.random() < 0.03 else []
    elif source == "calendar":
        row["emails"] = [_calendar_mail(rng, person, firm, tags)]
        if rng.random() < 0.41:
            tags.add("email_only")
            row["full_name"] = None
        elif rng.random() < 0.085:
            tags.add("email_as_name")
            row["full_name"] = row["emails"][0]
    else:
        _fill_card(rng, row, person, firm, tags)
    row["tags"] = sorted(tags)
    return row


def _written_whole(rng: random.Random, person: Person, source: str, tags: set[str]) -> dict[str, Any]:
    """The name's columns: whole, and in parts where the source has some."""
    given, family = written_name(rng, person, tags, is_own=source == "linkedin")
    given, family = (rng.choices((str, str.upper, str.lower), weights=(92, 4, 4))[0](part) for part in (given, family))
    has_middle = person.middle and "given_only" not in tags and rng.random() < 0.42
    middle = (
        rng.choice((person.middle, person.middle[0], f"{person.middle[0]}.")) if has_middle and person.middle else None
    )
    whole = " ".join(filter(None, (given, middle, family)))
    if "native_script" in tags:
        whole = f"{family} {given}".strip()
    elif family and rng.random() < 0.07:
        whole = f"{family}, {given}"
    if rng.random() < 0.02:
        whole = f"{rng.choice(('Dr.', 'Prof.', 'Mr.', 'Ms'))} {whole}"
    elif rng.random() < 0.004:
        whole = f"{whole} {rng.choice(('(She/Her)', '🚀'))}"
    suffix = person.suffix + rng.choice(("", ".")) if person.suffix and rng.random() < 0.2 else None
    if suffix:
        whole = f"{whole}{rng.choice((',', ''))} {suffix}"
    has_parts = source != "calendar" and rng.random() < (0.75 if source == "vcard" else 0.9)
    parts = {"given": given, "middle": middle, "family": family or None} if has_parts else {}
    return {"full_name": whole, "suffix": suffix, **parts}


def _calendar_mail(rng: random.Random, person: Person, firm: Firm, tags: set[str]) -> str:
    if rng.random() < 0.01:
        tags.add("role_mailbox")
        return f"office@{firm.domain}"
    return person.work_mail(firm) if rng.random() < 0.74 else person.mail


def _written_firm(rng: random.Random, firm: Firm) -> str:
    form = firm.form.replace(".", "") if rng.random() < 0.1 else firm.form
    weights = (75, 20, 5) if firm.is_plain else (20, 75, 5)
    return rng.choices((firm.name, f"{firm.name} {form}", firm.name.upper()), weights=weights)[0]


def _fill_card(rng: random.Random, row: dict[str, Any], person: Person, firm: Firm, tags: set[str]) -> None:
    """What an address book says besides the name."""
    own = rng.choice((person.mail, person.other_mail or person.mail))
    mails = [mail for mail, share in ((own, 0.6), (person.work_mail(firm), 0.48)) if rng.random() < share]
    if rng.random() < 0.03:
        tags.add("role_mailbox")
        mails.append(f"{rng.choice(('info', 'office', 'sales', 'contact', 'hello'))}@{firm.domain}")
    if person.family_mail and rng.random() < 0.3:
        tags.add("family_mailbox")
        mails.append(person.family_mail)
    kept = 0.65 if row["source"] == "vcard" else 0.5
    phones = [phone for phone in person.phones if rng.random() < kept]
    if person.landline and rng.random() < 0.8:
        tags.add("family_landline")
        phones.append(person.landline)
    if rng.random() < 0.08:
        tags.add("switchboard")
        phones.append(firm.switchboard)
    row["emails"] = [rng.choices((str, str.title, str.upper), weights=(95, 3, 2))[0](mail) for mail in mails]
    row["phones"] = [_written_number(rng, phone) for phone in phones]
    if rng.random() < 0.5:
        row["org"] = _written_firm(rng, firm)
        row["title"] = person.title if rng.random() < 0.5 else None
    row["city"] = person.city if rng.random() < 0.3 else None
    row["bday"] = person.birthday if rng.random() < 0.12 else None
    row["linkedin_url"] = person.slug if rng.random() < 0.02 else None


def _firm_card(rng: random.Random, firm: Firm, at: int) -> dict[str, Any]:
    name = f"{firm.name} {rng.choice(LISTS['forms'])}" if rng.random() < 0.5 else firm.name
    return dict.fromkeys(SCHEMA) | {
        "source": rng.choice(("vcard", "google")), "full_name": name, "org": name if rng.random() < 0.5 else None,
        "emails": [f"{rng.choice(('info', 'office', 'sales', 'contact'))}@{firm.domain}"] if rng.random() < 0.7 else [],
        "phones": [_written_number(rng, firm.switchboard)] if rng.random() < 0.7 else [],
        "cluster": f"c{at}", "kind": "company", "tags": ["company_card"],
    }  # fmt: skip


def _room(rng: random.Random, firm: Firm, at: int) -> dict[str, Any]:
    kind = rng.choice(("Room", "Meeting Room", "Conference Room", "Boardroom"))
    name = f"{kind} {rng.randrange(1, 9)}.{rng.randrange(1, 30)}"
    mail = f"{ascii_word(name)}{at}@resource.{firm.domain}"
    return dict.fromkeys(SCHEMA) | {
        "source": "calendar", "full_name": name, "emails": [mail], "phones": [], "cluster": f"r{at}",
        "kind": "resource", "tags": ["resource"],
    }  # fmt: skip


def people(records: int, seed: int) -> Iterator[dict[str, Any]]:
    """Records of invented people, firms and rooms, in the order of people; columns of `SCHEMA` but rec_id."""
    rng = random.Random(seed)
    firms, addresses = drawn_firms(rng, max(records // 29, 20)), Addresses(rng)
    shares, total = [], 0.0
    for rank in range(len(firms)):
        total += 1 / (rank + 8) ** 0.65
        shares.append(total)
    made, at = 0, 0
    while made < records:
        size = rng.choice((2, 3, 4)) if rng.random() < 0.06 else 1
        household = [drawn_person(rng, at + i, firms, shares) for i in range(size)]
        if size > 1:
            moved_together(rng, household)
        at += size
        for person in household:
            addresses.give(person)
            for _ in range(rng.choices((1, 2, 3, 4, 5, 7), weights=(460, 241, 151, 89, 40, 19))[0]):
                yield _record(
                    rng, person, rng.choices(("vcard", "google", "calendar", "linkedin"), weights=(30, 28, 22, 20))[0]
                )
                made += 1
        if rng.random() < 0.033:
            firm = rng.randrange(len(firms))
            for _ in range(rng.choice((1, 1, 2, 3))):
                yield _firm_card(rng, firms[firm], firm)
                made += 1
        if rng.random() < 0.01:
            firm = rng.randrange(len(firms))
            row = _room(rng, firms[firm], at)
            for _ in range(rng.choice((1, 2, 3))):
                yield row
                made += 1


def contacts(records: int, seed: int) -> pl.DataFrame:
    """`records` labelled records in random order: the columns of `SCHEMA`."""
    slices, rows = [], []
    for row in people(records, seed):
        rows.append(row)
        if len(rows) == 100_000:
            slices.append(pl.DataFrame(rows, schema=SCHEMA))
            rows = []
    whole = pl.concat([*slices, pl.DataFrame(rows, schema=SCHEMA)]).head(records)
    return whole.sample(fraction=1, shuffle=True, seed=seed).with_columns(rec_id=pl.int_range(pl.len()))


if __name__ == "__main__":
    contacts(int(sys.argv[1]), int(sys.argv[2])).write_parquet(sys.argv[3])
