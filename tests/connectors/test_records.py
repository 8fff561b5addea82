"""The raw contact and its Arrow type are one description: what goes in comes out, in columns of the right types."""

from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.records import RAW_CONTACT_TYPE, RawContact, contacts_table

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=4)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    NoneType: st.none(),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type hint has no narrower type
    """Any value that a type hint allows, short lists of them and named tuples of them."""
    if hint in VALUES:
        return VALUES[hint]
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return st.builds(hint, **{name: anything(of) for name, of in get_type_hints(hint).items()})
    of = get_args(hint)
    if get_origin(hint) is tuple:
        lists = of[1:] == (...,)
        return st.lists(anything(of[0]), max_size=2).map(tuple) if lists else st.tuples(*map(anything, of))
    return st.one_of(*map(anything, of))


def plain(value: Any) -> Any:  # noqa: ANN401 - it walks through nested values of anything
    """A value with structs, lists and named tuples as plain tuples."""
    if isinstance(value, dict):
        return tuple(plain(each) for each in value.values())
    return tuple(plain(each) for each in value) if isinstance(value, (list, tuple)) else value


def test_there_is_a_column_for_each_field_in_their_order() -> None:
    assert [field.name for field in RAW_CONTACT_TYPE] == list(RawContact._fields)
    assert contacts_table([]).schema == pa.schema(list(RAW_CONTACT_TYPE))


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("position", pa.int64()),
        ("is_owner", pa.bool_()),
        ("note", pa.string()),
        ("categories", pa.list_(pa.string())),
        ("extra", pa.map_(pa.string(), pa.list_(pa.string()))),
        ("phones", pa.list_(pa.struct({"number": pa.string(), "label": pa.string(), "is_preferred": pa.bool_()}))),
        (
            "photos",
            pa.list_(
                pa.struct({"hash": pa.string(), "size": pa.int64(), "media_type": pa.string(), "kind": pa.string()})
            ),
        ),
    ],
)
def test_columns_have_the_types_of_their_fields(column: str, kind: pa.DataType) -> None:
    assert RAW_CONTACT_TYPE.field(column).type == kind


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(anything(RawContact), max_size=2))
def test_what_goes_in_comes_out(given_contacts: list[RawContact]) -> None:
    rows = contacts_table(given_contacts).to_pylist()
    assert [plain(row) for row in rows] == [plain(contact) for contact in given_contacts]
