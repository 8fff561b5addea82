from tests.transforms.books import Record, frames, record


def rooms(*records: Record) -> list[set[str]]:
    rows = frames(*records)["source_record"].drop_nulls("resource_id")
    return [set(ids) for ids in rows.group_by("resource_id").agg("record_id")["record_id"].to_list()]


def test_a_room_is_known_by_its_address() -> None:
    room = "room.4@resource.example.com"
    assert rooms(record("1", "Meeting Room 4", email=room), record("2", "Room 4", email=room)) == [{"1", "2"}]


def test_a_room_without_an_address_is_known_by_its_name() -> None:
    found = rooms(record("1", "Meeting Room 4"), record("2", "meeting  ROOM 4"), record("3", "Meeting Room 5"))
    assert sorted(map(sorted, found)) == [["1", "2"], ["3"]]


def test_a_room_is_nobody() -> None:
    assert frames(record("1", "Meeting Room 4"))["person"].is_empty()
