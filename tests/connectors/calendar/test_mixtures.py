"""Whatever a record mixes (days and times, zones, ranges, broken values): it is expanded or told; nothing raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.calendar import Occurrence, Window
from tests.connectors.calendar.invented import event, expand, windows

VALUES = [
    ":20240331T023000",
    ":20240331T013000Z",
    ";VALUE=DATE:20240331",
    ";VALUE=DATE:20240229",
    ";TZID=America/New_York:20240310T023000",
    ";TZID=Nowhere:20240310T023000",
    ":00010101T000000Z",
    ":99991231T235959Z",
    ";TZID=Asia/Kolkata:00010101",
    ":nonsense",
    ":20240407T023000,20240414,nonsense",
    ";VALUE=PERIOD:20240401T090000Z/PT1H,20240402T090000Z/20240401T090000Z",
    ";RANGE=THISANDFUTURE:20240407T023000",
    ";RANGE=THISANDFUTURE;VALUE=DATE:20240407",
    ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240414T023000",
]
RULES = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;COUNT=5",
    "FREQ=HOURLY;COUNT=50",
    "FREQ=MONTHLY;BYDAY=-1SU;UNTIL=20240601",
    "FREQ=YEARLY;BYWEEKNO=14",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;UNTIL=20240101T000000Z",
    "FREQ=DAILY;COUNT=3;UNTIL=20250101",
    "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30",
    "FREQ=SECONDLY",
    "nonsense",
]


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    names = st.sampled_from(["DTSTART", "DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "RECURRENCE-ID"])
    times = st.tuples(names, st.sampled_from(VALUES)).map("".join)
    recurrences = st.tuples(st.sampled_from(["RRULE:", "EXRULE:"]), st.sampled_from(RULES)).map("".join)
    written = draw(st.lists(times, min_size=1, max_size=5)) + draw(st.lists(recurrences, max_size=2))
    length = draw(st.sampled_from(["P1D", "PT2H", "-PT1H", "nonsense"]))
    return [*written, f"DURATION:{length}", f"SEQUENCE:{draw(st.integers(0, 2))}"]


@settings(max_examples=300)
@given(events=st.lists(lines(), min_size=1, max_size=4), window=windows())
def test_nothing_raises_and_all_is_in_the_window(events: list[list[str]], window: Window) -> None:
    for one in expand(*(event(*written) for written in events), window=window):
        if isinstance(one, Occurrence) and one.starts_at and one.ends_at:
            assert one.starts_at < window.end
            assert window.start is None or one.starts_at >= window.start
            assert one.ends_at >= one.starts_at
