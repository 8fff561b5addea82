"""When it is time to be in touch again."""

import pytest

from tests.warehouse.happenings import ADA, NOW, ada, ago, deeper, relationships, seen, wrote
from tests.warehouse.relationships import cadences


def test_a_rhythm_says_when() -> None:
    row = ada(*seen(100))
    assert (row["reconnect_on"], row["is_due"], row["overdue_days"]) == (ago(100 - 136), False, None)
    row = ada(*seen(136))
    assert (row["reconnect_on"], row["is_due"], row["overdue_days"]) == (NOW, True, 0)


def test_what_fell_asleep_is_due_where_it_was_deep() -> None:
    found = relationships(*seen(500), *deeper())
    assert (found[ADA]["state"], found[ADA]["reconnect_on"], found[ADA]["is_due"]) == ("dormant", None, False)
    assert (found["p-deeper"]["state"], found["p-deeper"]["is_due"]) == ("dormant_strong", True)


def test_equal_depths_are_not_all_deep() -> None:
    found = relationships(*(each for number in range(40) for each in seen(1000, person=f"p-{number:02}")))
    assert {row["state"] for name, row in found.items() if name != ADA} == {"dormant"}


def test_the_users_word_goes_before() -> None:
    row = ada(*seen(400), said=cadences(**{ADA: 30}))
    assert (row["cadence_days"], row["reconnect_on"], row["overdue_days"]) == (30, ago(370), 370)
    row = ada(*seen(10), said=cadences(**{ADA: 30}))
    assert (row["reconnect_on"], row["is_due"]) == (ago(-20), False)
    row = ada(*seen(136), said=cadences(**{ADA: None}))
    assert (row["state"], row["reconnect_on"], row["is_due"]) == ("cooling", None, False)


def test_whom_one_wants_to_get_to_know_is_due_until_one_wrote() -> None:
    said = cadences(**{ADA: 30})
    assert ada(said=said)["reconnect_on"] == NOW
    assert ada(wrote(10), said=said)["reconnect_on"] == ago(-20)


def test_nobody_is_due_who_was_written_to() -> None:
    assert ada(*seen(200))["is_due"]
    row = ada(*seen(200), wrote(3))
    assert (row["state"], row["reconnect_on"]) == ("cooling", ago(3 - 136))


@pytest.mark.parametrize(("ahead", "is_due"), [(1, False), (136, False), (137, True)])
def test_nobody_is_due_whom_one_meets_soon(ahead: int, is_due: bool) -> None:
    row = ada(*seen(200), *seen(-ahead))
    assert (row["next_on"], row["is_due"]) == (ago(-ahead), is_due)
    assert (row["reconnect_on"] is None) == (not is_due)
