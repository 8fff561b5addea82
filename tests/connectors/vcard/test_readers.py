import pytest

from connectors.identity import raw_id
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url
from connectors.vcard.card import contact_of
from connectors.vcard.lines import properties
from connectors.vcard.readers import UNREADABLE_KEY, _Readers, read_card


def contact(*lines: str) -> RawContact:
    """The contact of a card with these lines."""
    card = "\n".join(["BEGIN:VCARD", *lines, "END:VCARD"])
    return contact_of(read_card(properties(card.encode())), file="book", position=1)


def extra(*lines: str) -> dict[str, tuple[str, ...]]:
    return dict(contact(*lines).extra)


class TestNames:
    def test_whole_and_in_parts(self) -> None:
        found = contact("N:Brandt;Ada;Maria;Dr.;MBA", "FN:Dr. Ada M. Brandt, MBA").names
        assert found == (Name("Dr. Ada M. Brandt, MBA", "Dr.", "Ada", "Maria", "Brandt", "MBA"),)

    def test_a_comma_separates_given_and_middle_names_unless_it_is_content(self) -> None:
        found = contact(r"N:Holt,Brandt;Ada,Mira;Eva\,Ada;ing.,jr;M.Sc., MBA").names[0]
        assert found[1:6] == ("ing.,jr", "Ada Mira", "Eva,Ada", "Holt,Brandt", "M.Sc., MBA")
        assert contact("N:Holt;Ada, called Mira").names[0].given == "Ada, called Mira"

    def test_more_parts_than_five(self) -> None:
        lines = ("N:Brandt;Ada;;;;Kroll;II", "FN:Ada Brandt")
        assert contact(*lines).names == (Name("Ada Brandt", given="Ada", family="Brandt"),)
        assert extra(*lines) == {"N": ("Kroll", "II")}

    def test_no_parts(self) -> None:
        assert contact("N:;;;;", "FN:Ada").names == (Name("Ada"),)

    def test_how_it_is_spoken(self) -> None:
        assert contact("N;PHONETIC=piny:Li;Hua", "N:李;华", "FN:李华").names == (
            Name("李华", given="华", family="李"),
            Name(given="Hua", family="Li", kind="phonetic"),
        )
        lines = ("X-PHONETIC-FIRST-NAME:アダ", "X-PHONETIC-LAST-NAME:ブラント", "X-PHONETIC-MIDDLE-NAME:マリア")
        assert contact(*lines).names == (Name(given="アダ", middle="マリア", family="ブラント", kind="phonetic"),)
        assert contact("SOUND;X-IRMC-N:ﾔﾏﾀﾞ;ﾊﾅｺ;;;").names == (Name(given="ﾊﾅｺ", family="ﾔﾏﾀﾞ", kind="phonetic"),)
        assert contact("SOUND;X-IRMC-N:;;;;", "FN:Ada").names == (Name("Ada"),)

    def test_nicknames_and_others(self) -> None:
        found = contact(
            "NICKNAME:Addie, Mimi,", "X-EPOCSECONDNAME:Ad", "SORT-STRING:Brandt", "X-MAIDENNAME:Kroll"
        ).names
        assert found == (
            Name("Addie", kind="nickname"),
            Name("Mimi", kind="nickname"),
            Name("Ad", kind="nickname"),
            Name("Brandt", kind="file_as"),
            Name(family="Kroll", kind="maiden"),
        )


class TestAddresses:
    def test_e_mail(self) -> None:
        assert contact("EMAIL;TYPE=INTERNET,HOME,PREF:ada@example.org", "EMAIL:a@example.net;").emails == (
            Email("ada@example.org", "internet,home", is_preferred=True),
            Email("a@example.net"),
        )

    def test_phones(self) -> None:
        found = contact("TEL;CELL;VOICE:+44 20 7946 0101", "TEL;VALUE=uri:tel:+1-212-555-0101;ext=5", "TEL: ;").phones
        assert found == (Phone("+44 20 7946 0101", "cell,voice"), Phone("tel:+1-212-555-0101;ext=5"))
        assert contact("X-SKYPE-PSTNNUMBER:5", "EMAIL:;").phones == (Phone("5"),)

    def test_postal(self) -> None:
        found = contact("ADR;TYPE=HOME:Box 1;2nd floor;Weg 7\\, links;Köln;NRW;50667;Germany", "ADR:;;;;;;").addresses
        assert found == (
            Address(None, "Box 1", "2nd floor", "Weg 7, links", "Köln", "NRW", "50667", "Germany", "home"),
        )

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (":;;Weg 7", Address(street="Weg 7")),
            (":;;Weg 7;;;;Germany;Europe", Address(street="Weg 7", country="Germany, Europe")),
            (";CC=DE:;;Weg 7;Köln;;;", Address(street="Weg 7", city="Köln", country="DE")),
            (";PREF=1:;;Weg 7", Address(street="Weg 7", is_preferred=True)),
            (';LABEL="Weg 7^nKöln":;;Weg 7;;;;', Address("Weg 7\nKöln", street="Weg 7")),
            (r';LABEL="Weg 7\nKöln":;;Weg 7;;;;', Address("Weg 7\nKöln", street="Weg 7")),
            (":;;;Köln;;;DE;;;3;7;Weg", Address(street="7 Weg", city="Köln", country="DE")),
        ],
        ids=["short", "too many", "code of the country", "preferred", "label", "escaped label", "RFC 9554"],
    )  # fmt: skip
    def test_postal_as_it_comes(self, value: str, expected: Address) -> None:
        assert contact(f"ADR{value}").addresses == (expected,)

    def test_what_rfc_9554_added_is_kept(self) -> None:
        assert extra("ADR:;;;Köln;;;DE;;;3;7;Weg") == {"ADR": ("3", "7", "Weg")}

    def test_labels_belong_to_the_addresses_of_their_types(self) -> None:
        found = contact(
            "ADR;WORK:;;Weg 7", "ADR;HOME:;;Gasse 9", "LABEL;HOME:Gasse 9", "LABEL:Weg 7", "LABEL;PREF:Pfad 1"
        ).addresses
        assert found == (
            Address("Weg 7", street="Weg 7", label="work"),
            Address("Gasse 9", street="Gasse 9", label="home"),
            Address("Pfad 1", is_preferred=True),
        )

    @pytest.mark.parametrize("name", ["emails", "phones", "addresses"])
    def test_the_lowest_rank_is_preferred_where_none_is_first(self, name: str) -> None:
        key, value = {"emails": ("EMAIL", "a@example.org"), "phones": ("TEL", "5"), "addresses": ("ADR", ";;x")}[name]
        ranked = contact(f"{key};PREF=20:{value}", f"{key};PREF=10:{value}", f"{key}:{value}")
        assert [entry.is_preferred for entry in getattr(ranked, name)] == [False, True, False]
        first = contact(f"{key};PREF=2:{value}", f"{key};PREF=1:{value}")
        assert [entry.is_preferred for entry in getattr(first, name)] == [False, True]


class TestOrganisations:
    def test_parts(self) -> None:
        assert contact(r"ORG:Fern\, Moss & Co;Research;;Tea", "TITLE:Head, of Tea", "ROLE:Taster").organisations == (
            Organisation("Fern, Moss & Co", "Research; Tea", "Head, of Tea", "Taster"),
        )

    def test_a_title_without_an_employer(self) -> None:
        assert contact("ORG:;", "TITLE:Pilot").organisations == (Organisation(title="Pilot"),)
        assert contact("ORG:;Research").organisations == (Organisation(None, "Research"),)

    def test_several_go_by_group_and_then_by_place(self) -> None:
        found = contact(
            "ORG:Fernmoor", "item2.ORG;PREF=1:Quill", "ORG:Juniper", "item2.TITLE:Editor", "TITLE:Pilot", "TITLE:Cook",
            "TITLE:Diver", "ROLE:r",
        ).organisations  # fmt: skip
        assert found == (
            Organisation("Fernmoor", title="Pilot", role="r"),
            Organisation("Quill", title="Editor", is_preferred=True),
            Organisation("Juniper", title="Cook"),
            Organisation(title="Diver"),
        )


class TestLabelsOfGroups:
    def test_stand_beside_the_types(self) -> None:
        found = contact(
            "item1.TEL;type=CELL:5",
            "item1.X-ABLabel:Boat",
            "a.URL:https://x.example.org",
            "A.X-ABLABEL:_$!<HomePage>!$_",
        )
        assert found.phones == (Phone("5", "cell,Boat"),)
        assert found.urls == (Url("https://x.example.org", "HomePage"),)
        assert found.extra == ()

    def test_name_dates_and_relations(self) -> None:
        found = contact(
            "item1.X-ABDATE:2020-01-02", "item1.X-ABLabel:_$!<Anniversary>!$_", "X-ABDATE:2021-01-02",
            "item2.X-ABRELATEDNAMES:Ole", "item2.X-ABLabel:_$!<Spouse>!$_",
        )  # fmt: skip
        assert found.dates == (Date("2020-01-02", "Anniversary"), Date("2021-01-02", "other"))
        assert found.relations == (Relation("Ole", "Spouse"),)

    def test_that_label_nothing_are_kept(self) -> None:
        assert extra("item1.ORG:Fernmoor", "item1.X-ABLabel:Day job", "X-ABLabel:alone") == {
            "X-ABLABEL": ("alone", "Day job")
        }


class TestUrls:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("URL;WORK:www.example.org", Url("www.example.org", "work")),
            (r"URL:https\://example.org/a\,b", Url("https://example.org/a,b")),
            ("X-EVOLUTION-BLOG-URL:https://example.org", Url("https://example.org")),
            ("FBURL:https://example.org/busy", Url("https://example.org/busy", kind="calendar")),
            ("IMPP;X-SERVICE-TYPE=Skype:skype:ada", Url("skype:ada", None, "im", "skype")),
            ("IMPP:xmpp:ada@example.org", Url("xmpp:ada@example.org", None, "im", "xmpp")),
            ("IMPP:ada", Url("ada", kind="im")),
            ("X-JABBER;HOME:ada@example.org", Url("ada@example.org", "home", "im", "xmpp")),
            ("X-SOCIALPROFILE;TYPE=Xing:https://example.org/a", Url("https://example.org/a", "xing", "social", "xing")),
            ("X-SOCIALPROFILE;TYPE=home:https://example.org/@ada", Url("https://example.org/@ada", "home", "social")),
            ("SOCIALPROFILE;SERVICE-TYPE=SomeSite:ada", Url("ada", None, "social", "somesite")),
            ("X-TWITTER:ada", Url("ada", None, "social", "twitter")),
        ],
    )  # fmt: skip
    def test_of_every_kind(self, line: str, expected: Url) -> None:
        assert contact(line).urls == (expected,)


class TestDates:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("BDAY:1980-01-01", Date("1980-01-01", "birthday")),
            ("BDAY;VALUE=text:circa 1800", Date("circa 1800", "birthday")),
            ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-09", Date("--05-09", "birthday")),
            ("BDAY;X-APPLE-OMIT-YEAR=1604:1980-05-09", Date("1980-05-09", "birthday")),
            ("X-MS-ANNIVERSARY:20110113", Date("20110113", "anniversary")),
            ("X-WAB-WEDDING_ANNIVERSARY:20110113", Date("20110113", "anniversary")),
            ("DEATHDATE:2011", Date("2011", "death")),
        ],
    )
    def test_of_every_kind(self, line: str, expected: Date) -> None:
        assert contact(line).dates == (expected,)


class TestAndroid:
    prefix = "X-ANDROID-CUSTOM:vnd.android.cursor.item/"

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            (r"Ole\, dear;8;;;", Relation("Ole, dear", "mother")),
            ("Ole;14;;;", Relation("Ole", "spouse")),
            ("Ole;0;Neighbour;;", Relation("Ole", "Neighbour")),
            ("Ole;99;;;", Relation("Ole")),
            ("Ole", Relation("Ole")),
        ],
    )
    def test_relations_by_their_number(self, columns: str, expected: Relation) -> None:
        assert contact(f"{self.prefix}relation;{columns}").relations == (expected,)

    @pytest.mark.parametrize(
        ("columns", "kind"),
        [("1;;", "anniversary"), ("2;;", "other"), ("3;;", "birthday"), ("0;Moved in;", "Moved in")],
    )
    def test_events_by_their_number(self, columns: str, kind: str) -> None:
        assert contact(f"{self.prefix}contact_event;2010-10-10;{columns}").dates == (Date("2010-10-10", kind),)

    def test_nicknames(self) -> None:
        assert contact(f"{self.prefix}nickname;Addie;1;;").names == (Name("Addie", kind="nickname"),)

    @pytest.mark.parametrize("columns", ["relation;;1;", "something;5", "nickname"])
    def test_others_are_kept(self, columns: str) -> None:
        value = f"vnd.android.cursor.item/{columns}"
        assert extra(f"X-ANDROID-CUSTOM:{value}") == {"X-ANDROID-CUSTOM": (value,)}


class TestOthers:
    def test_relations(self) -> None:
        found = contact(
            "RELATED;TYPE=friend:urn:uuid:5", "X-EVOLUTION-SPOUSE:Ole", "X-WAB-SPOUSE_NAME:Ole", "X-CHILDREN:Bo"
        )
        assert found.relations == (
            Relation("urn:uuid:5", "friend"),
            Relation("Ole", "spouse"),
            Relation("Ole", "spouse"),
            Relation("Bo", "child"),
        )

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (("AGENT:", "BEGIN:VCARD", "N;X=1:Friday;Fred", "END:VCARD"), (Relation("Friday Fred", "agent"),)),
            (("AGENT:", " BEGIN:VCARD", " FN:Fred", " END:VCARD"), (Relation("Fred", "agent"),)),
            ((r"AGENT:BEGIN:VCARD\nFN:Fred\nEND:VCARD",), (Relation("Fred", "agent"),)),
            (("AGENT;VALUE=uri:CID:fred@example.org",), ()),
        ],
        ids=["lines", "indented", "escaped", "address"],
    )
    def test_agents(self, lines: tuple[str, ...], expected: tuple[Relation, ...]) -> None:
        found = contact("FN:Ada", *lines)
        assert (found.names, found.relations) == ((Name("Ada"),), expected)
        assert dict(found.extra).keys() == {"AGENT"}

    def test_categories_members_and_kind(self) -> None:
        found = contact(
            "CATEGORIES:Brunch, Running,", r"CATEGORIES:a\,b", "KIND:group", "KIND:org", "MEMBER:urn:uuid:5"
        )
        assert found.categories == ("Brunch", "Running", "a,b")
        assert (found.kind, found.members) == ("group", ("urn:uuid:5",))
        assert contact("X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:5").members == (
            "urn:uuid:5",
        )

    def test_notes(self) -> None:
        assert contact(r"NOTE:one, two\nthree", "NOTE:four").note == "one, two\nthree\nfour"
        assert contact("FN:Ada").note is None

    def test_the_first_uid_and_rev_count_and_others_are_kept(self) -> None:
        found = contact("UID:1", "UID:2", "REV:20200101T000000Z", "REV:2021")
        assert (found.record_id, found.updated) == ("1", "20200101T000000Z")
        assert dict(found.extra) == {"UID": ("2",), "REV": ("2021",)}

    @pytest.mark.parametrize(
        ("lines", "name", "address"),
        [
            (("FN:Ada", "TEL:5", "EMAIL:a@example.org"), "Ada", "a@example.org"),
            (("N:Brandt;Ada", "TEL:5"), "Ada Brandt", "5"),
            (("NOTE:x",), "", None),
        ],
    )
    def test_without_a_uid_the_id_is_made_of_what_is_written(
        self, lines: tuple[str, ...], name: str, address: str | None
    ) -> None:
        assert contact(*lines).record_id == raw_id(name, address)

    def test_what_no_column_takes_is_kept(self) -> None:
        assert extra("PRODID:x", r"X-A:1\,2", "x-a:3", "lost its colon", "X-My Field/2:x") == {
            "PRODID": ("x",),
            "X-A": ("1,2", "3"),
            UNREADABLE_KEY: ("lost its colon",),
            "X-MY-FIELD-2": ("x",),
        }


def test_readers_of_strange_names_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.vcard.readers._MOST_NAMES", 2)
    readers = _Readers()
    assert len({readers[f"X-{number}"] for number in range(5)}) == 1
    assert len(readers) == 2
