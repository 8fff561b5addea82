"""Arrow types of the records' classes: derived from them, so that there is no second description to forget.

The classes are named tuples since Arrow takes them as they are, a hundred thousand in a tenth of a second.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, get_args, get_origin, get_type_hints

import pyarrow as pa

_SCALARS: Final[dict[type, pa.DataType]] = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def struct_type(record: type, *, maps: Collection[str] = ()) -> pa.StructType:
    """The Arrow type of a named tuple: a struct with a field for each of its own.

    Fields named in `maps` are pairs of a text and several texts, and become maps.
    """
    fields = []
    for name, hint in get_type_hints(record).items():
        of = pa.map_(pa.string(), pa.list_(pa.string())) if name in maps else _arrow_type(hint)
        fields.append(pa.field(name, of))
    return pa.struct(fields)


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401 - a type hint has no narrower type
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return struct_type(hint)
    arguments = [argument for argument in get_args(hint) if argument not in (type(None), Ellipsis)]
    if get_origin(hint) is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    return _arrow_type(arguments[0])  # X | None
