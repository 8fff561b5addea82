"""What bench_google.py runs, each in a process of its own: the emulator, Google's client alone, Kith's whole pull.

    run_google.py serve COUNT        serves so many people until its input ends; prints the address and a token
    run_google.py peer URL TOKEN     pages through them with google-api-python-client
    run_google.py compact URL TOKEN  the same, asking for JSON without blanks
    run_google.py kith URL TOKEN HOME COUNT  pulls and lands them, and compares what was landed

All but the first print the seconds of CPU, without their imports, as JSON.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


def serve(count: int) -> None:
    """Serve invented people; their JSON is put together before anybody asks."""
    from tests.benchmarks.google_people import GROUPS, google_people
    from tests.emulators.google import SCOPES, GoogleEmulator

    with GoogleEmulator() as emulator:
        for group in GROUPS:
            emulator.people.add_group(group)
        for person in google_people(count):
            emulator.people.add(**person)
        token = emulator.new_token(frozenset(SCOPES))
        print(json.dumps({"url": emulator.url, "token": token}), flush=True)
        sys.stdin.read()


def page_through(url: str, token: str, *, is_pretty: bool) -> dict[str, float]:
    """What Google's client costs: everything is asked for, page by page, and thrown away."""
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build

    from connectors.google.contacts import PERSON_FIELDS

    started = time.process_time()
    options, credentials = {"api_endpoint": url}, Credentials(token)  # type: ignore[no-untyped-call]
    service = build("people", "v1", credentials=credentials, client_options=options, cache_discovery=False)
    connections = service.people().connections()
    arguments: dict[str, Any] = {"personFields": PERSON_FIELDS, "pageSize": 1_000, "requestSyncToken": True}
    if not is_pretty:
        arguments["prettyPrint"] = False
    request, found = connections.list(resourceName="people/me", **arguments), 0
    while request is not None:
        page = request.execute()
        found += len(page.get("connections", ()))
        request = connections.list_next(request, page)
    service.close()
    return {"cpu": time.process_time() - started, "found": found}


def pull(url: str, token: str, home: Path, count: int) -> dict[str, float]:
    """What Kith costs: everything is pulled and landed."""
    from google.oauth2.credentials import Credentials

    from connectors.google import GoogleApi, GoogleContacts
    from connectors.network import Network
    from warehouse.landing import LandingStore
    from warehouse.merging import Source

    started = time.process_time()
    source = Source("google_contacts")
    with LandingStore.open(home) as store, Network() as network:
        credentials = Credentials(token)  # type: ignore[no-untyped-call]
        api = GoogleApi(network, credentials, endpoint=url)
        contacts = GoogleContacts(api, now=lambda: datetime.now(UTC), full_every=timedelta(days=6))
        counts = store.land_pull(store.begin_run("sync"), source, contacts.pull(store.cursor(source)))
        cpu = time.process_time() - started
        landed = store.raw_contacts()
    _compare(landed.to_dicts(), count)
    return {"cpu": cpu, "found": counts.loaded}


def _compare(landed: list[dict[str, Any]], count: int) -> None:
    """Fail unless exactly what the emulator holds was landed."""
    from tests.benchmarks.google_people import google_people

    told = {f"people/c{number}": told_of(person) for number, person in enumerate(google_people(count), 1)}
    found = {
        row["record_id"]: (
            row["names"][0]["full"],
            [each["address"] for each in row["emails"]],
            [each["number"] for each in row["phones"]],
            [each["name"] for each in row["organisations"]],
            [each["formatted"] for each in row["addresses"]],
            len(row["dates"]),
            row["note"],
            row["categories"],
        )
        for row in landed
    }
    if found != told:
        wrong = [name for name in told if found.get(name) != told[name]]
        raise SystemExit(f"{len(wrong):,} of {count:,} contacts aren't as Google has them: {wrong[:3]}")


def told_of(person: dict[str, Any]) -> tuple[object, ...]:
    """What should be found of a person."""
    from tests.benchmarks.google_people import GROUPS

    group = person["memberships"][1]["contactGroupMembership"]["contactGroupId"]
    return (
        person["names"][0]["unstructuredName"],
        [each["value"] for each in person["emailAddresses"]],
        [each["value"] for each in person["phoneNumbers"]],
        [each["name"] for each in person.get("organizations", ())],
        [each["formattedValue"] for each in person.get("addresses", ())],
        len(person.get("birthdays", ())) + len(person.get("events", ())),
        next((each["value"] for each in person.get("biographies", ())), None),
        [GROUPS[int(group[1:]) - 1]],
    )


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "serve":
        serve(int(rest[0]))
    elif what == "kith":
        print(json.dumps(pull(rest[0], rest[1], Path(rest[2]), int(rest[3]))))
    else:
        print(json.dumps(page_through(rest[0], rest[1], is_pretty=what == "peer")))
