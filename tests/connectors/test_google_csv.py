from connectors.google_csv import GoogleCsv, split
from connectors.records import Address, Date, Email, Name, Organisation, Phone, Relation, Url
from tests.connectors.contract import document, read
from tests.connectors.csv_promises import CsvPromises

ADA = (
    "Dr. Ada Brandt,Ada,Maria,Brandt,アダ,Dr.,MBA,AB,Addie,Kroll, --03-05,f,Pilot,Likes tea,https://x.example.com/p,"
    "* myContacts ::: Brunch,* Home,ada@example.org ::: ada@example.com,Work,a@example.net,Other,Skype,ada.b,"
    "Mobile,+49 30 23125 101,Home,Weg 7 Berlin,Weg 7,Berlin,DE,* Work,Lumenwerk,Head,LW,Blog,https://a.example.org,"
    "Spouse,Ole Brandt,Met on,2020-01-02,Shirt,M"
)
HANAKO = (
    "花子,,山田,ハナコ,ヤマダ,,,Hana,Yamada,Sakura Print,Art Director,Print,1986-04-21,Kyoto,,"
    "* myContacts ::: Asia trip,* ,hanako@example.org,Mobile,+44 20 7946 0106,Home,Street 5,600,Second Job,Tea,green"
)


class TestGoogleOld(CsvPromises):
    connector = GoogleCsv
    header = (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Initials,Nickname,Maiden Name,"
        "Birthday,Gender,Occupation,Notes,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,"
        "E-mail 2 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,"
        "Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Country,Organization 1 - Type,"
        "Organization 1 - Name,Organization 1 - Title,Organization 1 - Symbol,Website 1 - Type,Website 1 - Value,"
        "Relation 1 - Type,Relation 1 - Value,Event 1 - Type,Event 1 - Value,Custom Field 1 - Type,"
        "Custom Field 1 - Value"
    )
    rows = (
        ADA,
        "Sam Okoro,Sam,,Okoro,,,,,,,,,,,,,,sam@example.org,,,,,,,,,,,,,,,,,,,,,,,,",
    )


class TestGoogleNew(CsvPromises):
    connector = GoogleCsv
    header = (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,"
        "File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,"
        "Address 1 - Postal Code,Organization 2 - Name,Custom Field 1 - Label,Custom Field 1 - Value"
    )
    rows = (
        HANAKO,
        "Liam,,O'Brien,,,,,,,,,,,,,* starred,* Home,liam@example.com,,,,,,,,",
    )


def test_older_generation_in_full() -> None:
    contact = read(GoogleCsv, document(TestGoogleOld.sample)).contacts[0]
    assert contact.names == (
        Name("Dr. Ada Brandt", "Dr.", "Ada", "Maria", "Brandt", "MBA"),
        Name("アダ", kind="phonetic"),
        Name("Addie", kind="nickname"),
        Name("Kroll", kind="maiden"),
    )
    assert contact.emails == (
        Email("ada@example.org", "* Home", is_preferred=True),
        Email("ada@example.com", "* Home", is_preferred=True),
        Email("a@example.net", "Work"),
    )
    assert contact.phones == (Phone("+49 30 23125 101", "Mobile"),)
    assert contact.addresses == (
        Address(formatted="Weg 7 Berlin", street="Weg 7", city="Berlin", country="DE", label="Home"),
    )
    assert contact.organisations == (
        Organisation("Lumenwerk", title="Head", is_preferred=True),
        Organisation(title="Pilot"),
    )
    assert contact.urls == (
        Url("https://a.example.org", "Blog"),
        Url("ada.b", "Other", "im", "Skype"),
        Url("https://x.example.com/p", kind="photo"),
    )
    assert contact.dates == (Date(" --03-05", "birthday"), Date("2020-01-02", "Met on"))
    assert contact.relations == (Relation("Ole Brandt", "Spouse"),)
    assert contact.categories == ("* myContacts", "Brunch")
    assert contact.note == "Likes tea"
    assert dict(contact.extra) == {
        "Initials": ("AB",),
        "Gender": ("f",),
        "Organization 1 - Type": ("* Work",),
        "Organization 1 - Symbol": ("LW",),
        "Shirt": ("M",),
    }


def test_newer_generation_in_full() -> None:
    contact = read(GoogleCsv, document(TestGoogleNew.sample)).contacts[0]
    assert contact.names == (
        Name(given="花子", family="山田"),
        Name(given="ハナコ", family="ヤマダ", kind="phonetic"),
        Name("Hana", kind="nickname"),
        Name("Yamada", kind="file_as"),
    )
    assert contact.organisations == (
        Organisation("Sakura Print", "Print", "Art Director"),
        Organisation("Second Job"),
    )
    assert contact.categories == ("* myContacts", "Asia trip")
    assert contact.dates == (Date("1986-04-21", "birthday"),)
    assert contact.addresses == (Address(street="Street 5", postal_code="600", label="Home"),)


def test_several_values_in_one_cell_of_an_address() -> None:
    content = (
        "Name,Address 1 - Type,Address 1 - Street,Address 1 - City,Phone 1 - Value\n"
        "Ada,Home,Weg 7 ::: Gasse 2 ::: ,Berlin ::: Wien ::: ,+49 30 23125 101 ::: +49 30 23125 102\n"
    )
    contact = read(GoogleCsv, document(content.encode())).contacts[0]
    assert contact.addresses == (
        Address(street="Weg 7", city="Berlin", label="Home"),
        Address(street="Gasse 2", city="Wien", label="Home"),
    )
    assert [phone.number for phone in contact.phones] == ["+49 30 23125 101", "+49 30 23125 102"]


def test_both_generations_give_the_same_id_where_the_name_is_its_parts() -> None:
    old = "Name,Given Name,Family Name,E-mail 1 - Value\nAda Brandt,Ada,Brandt,ada@example.org\n"
    new = "First Name,Last Name,Labels,E-mail 1 - Value\nAda,Brandt,x,ada@example.org\n"
    ids = {read(GoogleCsv, document(text.encode())).contacts[0].record_id for text in (old, new)}
    assert len(ids) == 1


def test_a_label_or_a_service_without_a_value_is_kept() -> None:
    content = "Name,E-mail 1 - Type,E-mail 1 - Value,IM 1 - Service,IM 1 - Value\nAda,* Home,,Skype,\n"
    contact = read(GoogleCsv, document(content.encode())).contacts[0]
    assert contact.emails == ()
    assert contact.urls == ()
    assert dict(contact.extra) == {"E-mail 1 - Type": ("* Home",), "IM 1 - Service": ("Skype",)}


def test_an_event_without_a_label_is_an_event() -> None:
    content = "Name,Phone 1 - Value,Event 1 - Value,Custom Field 1 - Value\nAda,1,2020,x\n"
    contact = read(GoogleCsv, document(content.encode())).contacts[0]
    assert contact.dates == (Date("2020", "event"),)
    assert contact.extra == (("Custom Field", ("x",)),)


def test_split() -> None:
    assert split("a ::: b:::c :::  ::: d") == ["a", "b", "c", "d"]
