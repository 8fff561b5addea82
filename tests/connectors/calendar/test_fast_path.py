"""The law of the fast path: it gives exactly what the reference gives, and that is what icalendar reads by itself."""

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings

from connectors.calendar import Window
from connectors.calendar.events import read_events
from connectors.calendar.reference import reference_times
from connectors.calendar.series import Time, simple_rule, simple_times, single_time
from connectors.calendar.spans import span_of
from connectors.calendar.zones import Zones
from tests.connectors.calendar.invented import event, series, series_with_exceptions, starts_and_ends, windows

ZONES = Zones(defined=None, default=None, account="Europe/Berlin")
THOROUGH = settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])


def both_ways(text: str, window: Window) -> tuple[list[Time], list[Time]]:
    """The times of a record's events by the fast path and by the reference."""
    placed = [(event, span) for event in read_events(text) if (span := span_of(event, ZONES))]
    if placed[0][0].is_plain:
        found = single_time(*placed[0], ZONES, window)
        fast, rules = [found] if found else [], []
    else:
        rule = simple_rule(placed)
        assert rule
        fast, rules = list(simple_times(placed, rule, ZONES, window)), [rule]
    return in_order(fast), in_order(reference_times(placed, rules, ZONES, window))


def in_order(times: Iterable[Time]) -> list[Time]:
    return sorted(times, key=lambda time: (time.start, time.instance))


@THOROUGH
@given(text=series(), window=windows())
def test_a_simple_series_is_what_the_reference_makes_of_it(text: str, window: Window) -> None:
    fast, reference = both_ways(text, window)
    assert fast == reference


@THOROUGH
@given(text=series_with_exceptions(), window=windows())
def test_so_is_one_with_times_that_moved(text: str, window: Window) -> None:
    fast, reference = both_ways(text, window)
    assert fast == reference


@THOROUGH
@given(placed=starts_and_ends(), window=windows())
def test_an_event_that_takes_place_once_is_too(placed: tuple[object, str, list[str]], window: Window) -> None:
    fast, reference = both_ways(event(*placed[2]), window)
    assert [time._replace(instance="") for time in reference] == fast
