"""The law of the fast path: it gives exactly what the reference gives, and that is what icalendar reads by itself."""

from hypothesis import HealthCheck, given, settings

from connectors.calendar import Window
from connectors.calendar.events import read_events
from connectors.calendar.reference import reference_times
from connectors.calendar.series import Time, simple_rule, simple_times, single_time
from connectors.calendar.spans import span_of
from connectors.calendar.zones import Zones
from tests.connectors.calendar.invented import event, series, starts_and_ends, windows

ZONES = Zones(defined=None, default=None, account="Europe/Berlin")
THOROUGH = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])


def both_ways(text: str, window: Window) -> tuple[list[Time], list[Time]]:
    """The times of an event by the fast path and by the reference."""
    (one,) = read_events(text)
    span = span_of(one, ZONES)
    assert span
    if one.is_plain:
        found = single_time(one, span, ZONES, window)
        fast, rules = [found] if found else [], []
    else:
        rule = simple_rule(one, span)
        assert rule
        fast, rules = list(simple_times(one, span, rule, ZONES, window)), [rule]
    reference = sorted(reference_times([(one, span)], rules, ZONES, window), key=lambda time: time.start)
    return fast, reference


@THOROUGH
@given(text=series(), window=windows())
def test_a_simple_series_is_what_the_reference_makes_of_it(text: str, window: Window) -> None:
    fast, reference = both_ways(text, window)
    assert fast == reference


@THOROUGH
@given(placed=starts_and_ends(), window=windows())
def test_an_event_that_takes_place_once_is_too(placed: tuple[object, str, list[str]], window: Window) -> None:
    fast, reference = both_ways(event(*placed[2]), window)
    assert [time._replace(instance="") for time in reference] == fast
