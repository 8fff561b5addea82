"""Invented people as Google's People API gives them: metadata in each field, two to three addresses and numbers."""

from random import Random
from typing import Any, Final

from tests.benchmarks.books import Invented, invent

SEED: Final = 11
GROUPS: Final = ("Friends of ours", "Running", "Sunday brunch", "Panel in March", "Neighbours")
"""The names of the groups that people are in."""

MY_CONTACTS: Final = {
    "contactGroupMembership": {"contactGroupId": "myContacts", "contactGroupResourceName": "contactGroups/myContacts"}
}


def google_person(number: int, rng: Random) -> dict[str, Any]:
    """The fields of an invented person, as `people.connections.list` gives them (without resourceName and metadata)."""
    return _Fields(invent(number, rng), rng).person()


def google_people(count: int) -> list[dict[str, Any]]:
    """So many people, the same every time."""
    rng = Random(SEED)
    return [google_person(number, rng) for number in range(1, count + 1)]


class _Fields:
    def __init__(self, one: Invented, rng: Random) -> None:
        self._one = one
        self._rng = rng
        self._source = {"type": "CONTACT", "id": f"{one.number:x}8f2d1c0a"}

    def person(self) -> dict[str, Any]:
        one, rng = self._one, self._rng
        names = {
            "displayName": one.full,
            "familyName": one.family,
            "givenName": one.given,
            "displayNameLastFirst": f"{one.family}, {one.given}",
            "unstructuredName": one.full,
        }
        person: dict[str, Any] = {
            "names": self._fields(names),
            "photos": self._fields({"url": f"https://photos.example.com/a/{one.number:x}=s100", "default": True}),
            "emailAddresses": self._labelled(("home", "Home"), ("work", "Work"), values=[*one.emails]),
            "phoneNumbers": self._labelled(("mobile", "Mobile"), ("work", "Work"), values=[one.mobile, one.phone]),
            "memberships": [*self._fields(MY_CONTACTS), *self._fields(self._group())],
        }
        if rng.random() < 0.3:
            person["emailAddresses"] += self._labelled(("other", "Other"), values=[f"old{one.number}@example.net"])
        if rng.random() < 0.7:
            job = {"type": "work", "formattedType": "Work", "name": one.organisation, "title": one.title}
            person["organizations"] = self._fields({**job, "department": one.department, "current": True})
        if rng.random() < 0.5:
            person["addresses"] = self._fields(self._address())
        if rng.random() < 0.4:
            year, month, day = (int(part) for part in one.birthday.split("-"))
            date = {"year": year, "month": month, "day": day}
            person["birthdays"] = self._fields({"text": f"{day}/{month}/{year}", "date": date})
        if rng.random() < 0.3:
            person["biographies"] = self._fields({"value": one.note, "contentType": "TEXT_PLAIN"})
        if rng.random() < 0.2:
            url = f"https://{one.number}.example.net/"
            person["urls"] = self._fields({"value": url, "type": "homePage", "formattedType": "Home Page"})
        if rng.random() < 0.1:
            person["events"] = self._fields(
                {"date": {"month": 6, "day": 1, "year": 2019}, "type": "anniversary", "formattedType": "Anniversary"}
            )
            person["relations"] = self._fields({"person": "Mia Lund", "type": "friend", "formattedType": "Friend"})
        return person

    def _labelled(self, *types: tuple[str, str], values: list[str]) -> list[dict[str, Any]]:
        return self._fields(
            *(
                {"value": value, "type": kind, "formattedType": label}
                for value, (kind, label) in zip(values, types, strict=True)
            )
        )

    def _fields(self, *fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Fields with their metadata, the first as the primary one."""
        first, *rest = fields
        primary = {"primary": True, "source": self._source, "sourcePrimary": True}
        return [{"metadata": primary, **first}, *({"metadata": {"source": self._source}, **each} for each in rest)]

    def _group(self) -> dict[str, Any]:
        group = f"g{self._rng.randrange(len(GROUPS)) + 1}"
        membership = {"contactGroupId": group, "contactGroupResourceName": f"contactGroups/{group}"}
        return {"contactGroupMembership": membership}

    def _address(self) -> dict[str, Any]:
        one = self._one
        return {
            "formattedValue": f"{one.street}\n{one.postal_code} {one.city}\n{one.country}",
            "type": "home",
            "formattedType": "Home",
            "streetAddress": one.street,
            "city": one.city,
            "postalCode": one.postal_code,
            "country": one.country,
            "countryCode": one.code.upper(),
        }
