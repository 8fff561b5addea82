"""Invented calendars for the tests, as texts and as Hypothesis strategies."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from connectors.calendar import Occurrence, Unread, Window, occurrences
from connectors.interaction_records import RawCalendar

WINDOW = Window(None, datetime(2027, 1, 1, tzinfo=UTC))
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "W. Europe Standard Time",
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def event(*lines: str, uid: str = "1@example.org") -> str:
    """A VEVENT of these lines, as it stands in `RawCalendar.components`."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def expand(
    *events: str,
    window: Window = WINDOW,
    zone: str = "Europe/Berlin",
    zones: str | None = None,
    default_zone: str | None = None,
    name: str | None = None,
    method: str | None = None,
) -> list[Occurrence | Unread]:
    """What a record of these events expands to."""
    raw = RawCalendar("1@example.org", "".join(events), zones, default_zone, name, method)
    return list(occurrences([("1", raw)], window=window, zone=zone))


def read(
    *events: str, window: Window = WINDOW, zone: str = "Europe/Berlin", **calendar: str | None
) -> list[Occurrence]:
    """The same, where all of it can be expanded."""
    found = expand(*events, window=window, zone=zone, **calendar)
    assert [one for one in found if isinstance(one, Unread)] == []
    return [one for one in found if isinstance(one, Occurrence)]


def starts(*events: str, window: Window = WINDOW, zone: str = "Europe/Berlin", **calendar: str | None) -> list[str]:
    """When they start: "2024-06-30T09:00Z", or a day."""
    return [
        f"{one.starts_at:%Y-%m-%dT%H:%MZ}" if one.starts_at else f"{one.starts_on}"
        for one in read(*events, window=window, zone=zone, **calendar)
    ]


def days() -> st.SearchStrategy[datetime]:
    """Times by the clock: many of them at the edges of months and years, and where clocks are put forward or back."""
    edges = [
        datetime(2024, 3, 31, 2, 30),  # noqa: DTZ001 - by the clock
        datetime(2024, 10, 27, 2, 30),  # noqa: DTZ001
        datetime(2024, 3, 10, 2, 15),  # noqa: DTZ001
        datetime(2024, 11, 3, 1, 15),  # noqa: DTZ001
        datetime(2024, 2, 29, 9),  # noqa: DTZ001
        datetime(2023, 12, 31, 23, 45),  # noqa: DTZ001
        datetime(2024, 1, 31),  # noqa: DTZ001
    ]
    first, last = datetime(2019, 1, 1), datetime(2025, 12, 31)  # noqa: DTZ001
    anywhere = st.datetimes(first, last).map(
        lambda day: day.replace(minute=day.minute // 15 * 15, second=0, microsecond=0)
    )
    return st.sampled_from(edges) | anywhere


@st.composite
def rules(draw: st.DrawFn, start: datetime, *, is_date: bool, is_by_week: bool = True) -> str:
    """Rules that the fast path knows: by the day or slower."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    parts += _ends(draw, start, is_date=is_date)
    parts += _filters(draw, frequency, is_by_week=is_by_week)
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


def _ends(draw: st.DrawFn, start: datetime, *, is_date: bool) -> Iterator[str]:
    end = draw(st.sampled_from(["", "COUNT", "UNTIL", "LOCAL", "DAY"]))
    last = start + timedelta(days=draw(st.integers(-3, 900)), minutes=draw(st.sampled_from([0, 0, 1, -60])))
    if end == "COUNT":
        yield f"COUNT={draw(st.integers(1, 30))}"
    elif end == "DAY" or (end and is_date):
        yield f"UNTIL={last:%Y%m%d}"
    elif end:
        yield f"UNTIL={last:%Y%m%dT%H%M%S}" + ("Z" if end == "UNTIL" else "")


def _filters(draw: st.DrawFn, frequency: str, *, is_by_week: bool) -> Iterator[str]:
    def some(values: st.SearchStrategy[object]) -> str:
        return ",".join(str(value) for value in draw(st.lists(values, min_size=1, max_size=4, unique=True)))

    is_by_week = is_by_week and frequency == "YEARLY" and draw(st.integers(0, 5)) == 0
    if is_by_week:
        yield f"BYWEEKNO={some(st.sampled_from([1, 2, 9, 20, 52, 53, -1]))}"
    if draw(st.integers(0, 3)) == 0:
        yield f"BYMONTH={some(st.integers(1, 12))}"
    if frequency != "WEEKLY" and draw(st.integers(0, 3)) == 0:
        yield f"BYMONTHDAY={some(st.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -2]))}"
    if draw(st.booleans()):
        numbers = ["", "", "1", "2", "-1"] if frequency in {"MONTHLY", "YEARLY"} and not is_by_week else [""]
        yield f"BYDAY={some(st.tuples(st.sampled_from(numbers), st.sampled_from(WEEKDAYS)).map(''.join))}"
        if frequency != "DAILY" and draw(st.integers(0, 3)) == 0:
            yield f"BYSETPOS={some(st.sampled_from([1, 2, -1]))}"


@st.composite
def starts_and_ends(draw: st.DrawFn) -> tuple[datetime, str, list[str]]:
    """A start by the clock, what a time beside it looks like ("" is a template's end), and the event's lines so far."""
    start = draw(days())
    kind = draw(st.sampled_from(["date", "utc", "floating", "zone", "zone"]))
    if kind == "date":
        end = start + timedelta(days=draw(st.integers(0, 3)))
        lines = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}"]
        lines += draw(st.sampled_from([[], [f"DTEND;VALUE=DATE:{end:%Y%m%d}"], ["DURATION:P2D"]]))
        return start.replace(hour=0, minute=0), ";VALUE=DATE:{:%Y%m%d}", lines
    zone = draw(st.sampled_from(ZONES))
    template = {"utc": ":{:%Y%m%dT%H%M%SZ}", "floating": ":{:%Y%m%dT%H%M%S}"}.get(
        kind, f";TZID={zone}:{{:%Y%m%dT%H%M%S}}"
    )
    end = start + timedelta(minutes=draw(st.sampled_from([0, 30, 60, 1440])))
    lines = ["DTSTART" + template.format(start)]
    lines += draw(st.sampled_from([[], ["DTEND" + template.format(end)], ["DURATION:PT45M"], ["DURATION:P1DT2H"]]))
    return start, template, lines


@st.composite
def series(draw: st.DrawFn, *, is_by_week: bool = True) -> str:
    """A series of one rule, with some times left out."""
    start, template, lines = draw(starts_and_ends())
    is_date = "VALUE=DATE" in lines[0]
    lines.append(f"RRULE:{draw(rules(start, is_date=is_date, is_by_week=is_by_week))}")
    for _ in range(draw(st.integers(0, 2))):
        gone = [start + timedelta(days=draw(st.integers(0, 60))) for _ in range(draw(st.integers(1, 3)))]
        name, _, _ = ("EXDATE" + template).partition(":")
        lines.append(f"{name}:" + ",".join(template.partition(":")[2].format(day) for day in gone))
    if draw(st.integers(0, 4)) == 0:
        lines.append(f"EXDATE;VALUE=DATE:{start + timedelta(days=draw(st.integers(0, 30))):%Y%m%d}")
    return event(*lines)


@st.composite
def series_with_exceptions(draw: st.DrawFn) -> str:
    """The same with times that were moved or called off, near the start, in any form and in several versions."""
    master = draw(series())
    start = next(line for line in master.split("\n") if line.startswith("DTSTART"))
    head, _, first = start.partition(":")
    form = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}[len(first)]
    began = datetime.strptime(first, form)  # noqa: DTZ007 - by the clock
    others = []
    for _ in range(draw(st.integers(1, 4))):
        asked = began + timedelta(days=draw(st.integers(0, 40) | st.just(0)))
        moved = asked + timedelta(
            days=draw(st.sampled_from([0, 0, 1, -1, 400])), minutes=draw(st.sampled_from([0, 30]))
        )
        forms = [(head.removeprefix("DTSTART"), form), (";VALUE=DATE", "%Y%m%d")]
        asked_in, asked_form = draw(st.sampled_from(forms))
        lines = [f"RECURRENCE-ID{asked_in}:{asked:{asked_form}}", f"SEQUENCE:{draw(st.integers(0, 2))}"]
        moved_in, moved_form = draw(st.sampled_from([*forms, (";TZID=Asia/Kolkata", "%Y%m%dT%H%M%S")]))
        others.append(
            event(*lines, f"DTSTART{moved_in}:{moved:{moved_form}}", draw(st.sampled_from(["", "DURATION:PT3H"])))
        )
    return master + "".join(others)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Windows that begin anywhere, or nowhere."""
    start = draw(st.none() | st.none() | days())
    end = (start or datetime(2024, 1, 1)) + timedelta(days=draw(st.integers(0, 1200)))  # noqa: DTZ001 - by the clock
    return Window(start.replace(tzinfo=UTC) if start else None, end.replace(tzinfo=UTC))
