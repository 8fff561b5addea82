"""Ids and hashes: made of what stands in the source, never of what exports write anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.identity import content_hash, raw_id, raw_name
from connectors.records import Email, Name, Phone, RawContact

ADA = RawContact("u1", "book.vcf", 1, names=(Name("Ada Brandt"),), emails=(Email("ada@example.org"),))
TEXTS = st.none() | st.text(st.characters(exclude_characters="\x1f"))


class TestRawId:
    def test_it_never_changes(self) -> None:
        # An id that changes makes a new record of each one that is known: these stand in people's data.
        assert raw_id("Ada Brandt", "ada@example.org") == "raw:a67ec9f6f5d287db524babb7"
        assert raw_id(None, None) == "raw:ab83975f1a3d8d6a60889e2b"

    def test_nothing_is_cleaned(self) -> None:
        written = [
            ("Ada", "a@example.org"),
            ("ada", "a@example.org"),
            (" Ada", "a@example.org"),
            ("Ada", "A@example.org"),
        ]
        assert len({raw_id(*each) for each in written}) == len(written)

    @given(TEXTS, TEXTS, TEXTS, TEXTS)
    def test_different_contacts_have_different_ids(
        self, name: str | None, address: str | None, other_name: str | None, other_address: str | None
    ) -> None:
        same = (name or "", address or "") == (other_name or "", other_address or "")
        assert (raw_id(name, address) == raw_id(other_name, other_address)) == same

    def test_text_that_is_no_unicode_has_an_id_too(self) -> None:
        assert raw_id("Ada \udce9", None) != raw_id("Ada ", None)


def test_a_content_hash_never_changes() -> None:
    # Another one makes a new version of each record that is known.
    said = ADA._replace(note="Käse", extra=(("UID", ("1",)),))
    assert content_hash(said) == "9a2f47edd15b802af9a3bb397f56d944"
    assert content_hash(said._replace(record_id="u2", file="other.vcf", position=7, updated="2026")) == content_hash(
        said
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), ""),
        ((Name(),), ""),
        ((Name("Ada Brandt", given="A"), Name("Adi", kind="nickname")), "Ada Brandt"),
        ((Name(None, "Dr", "Ada", "M", "Brandt", "Jr"),), "Dr Ada M Brandt Jr"),
        ((Name("", given="Ada", family="Brandt"),), "Ada Brandt"),
        ((Name(" ada  BRANDT"),), " ada  BRANDT"),
    ],
)
def test_the_raw_name_is_the_main_one_as_written(names: tuple[Name, ...], expected: str) -> None:
    assert raw_name(ADA._replace(names=names)) == expected


class TestContentHash:
    def test_it_never_changes(self) -> None:
        # One that changes makes a new version of every record that is known.
        assert content_hash(ADA) == "5eeb2c909ac3cd27af96445798d25591"

    @pytest.mark.parametrize(
        "elsewhere", [{"record_id": "u2"}, {"file": "other.vcf"}, {"position": 9}, {"updated": "20240101T000000Z"}]
    )
    def test_where_a_record_stands_and_when_it_was_stamped_says_nothing(self, elsewhere: dict[str, object]) -> None:
        assert content_hash(ADA._replace(**elsewhere)) == content_hash(ADA)  # type: ignore[arg-type] # one of each

    @pytest.mark.parametrize("field", sorted({*RawContact._fields} - {"record_id", "file", "position", "updated"}))
    def test_every_other_field_says_something(self, field: str) -> None:
        changed: dict[str, object] = {"kind": "org", "is_owner": True, "note": "x"}
        other = ADA._replace(**{field: changed.get(field, (("x",),))})  # type: ignore[arg-type] # one of each
        assert content_hash(other) != content_hash(ADA)

    def test_a_value_in_another_place_is_another_content(self) -> None:
        number = "+442079460001"
        as_phone = RawContact("u1", "f", 1, phones=(Phone(number),))
        as_note = RawContact("u1", "f", 1, note=number)
        assert content_hash(as_phone) != content_hash(as_note)

    def test_text_that_is_no_unicode_has_a_hash_too(self) -> None:
        assert content_hash(ADA._replace(note="\udce9")) != content_hash(ADA._replace(note=""))
