import pytest

from connectors.generic_csv import GenericCsv, unknown_columns_message
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url
from tests.connectors.contract import document, read
from tests.connectors.csv_promises import CsvPromises


class TestEnglish(CsvPromises):
    connector = GenericCsv
    header = "Name,Email,Phone (work),Mobile,Company,Job Title,City,Country,Tags,How we met"
    rows = (
        (
            "Samuel Okoro,sam@example.org;s@example.com,+1 646 555 0113,+1 646 555 0114,Tidepool,Engineer,Brooklyn,USA,"
            "Marathon;Brunch,at the finish line"
        ),
        "Henrik Aalto,henrik@example.net,,,,,,,,",
    )


class TestGerman(CsvPromises):
    connector = GenericCsv
    header = (
        "Anrede,Titel,Vorname,Name,Firma,Abteilung,E-Mail-Adresse,E-Mail privat,Telefon geschäftlich,Telefon privat,"
        "Handy,Fax,Straße,Hausnummer,PLZ,Ort,Land,Geburtstag,Ehepartner,Kategorien,Bemerkungen,Webseite,XING"
    )
    rows = (
        (
            "Frau,Dr.,Ada,Brandt,Lumenwerk,Produkt,ada@example.org,a@example.net,030 23125-102,030 23125-103,"
            "030 23125-101,030 23125-104,Weg,7,10437,Berlin,Deutschland,05.03.1984,Ole,Chor,mag Tee,https://a.example.org,Ada_Brandt"
        ),
        "Herr,,Peter,Jansen,,,peter@example.net,,,,,,,,,,,,,,,,",
    )


def contact_of(**cells: str) -> RawContact:
    content = ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"
    return read(GenericCsv, document(content.encode())).contacts[0]


def test_a_word_at_the_start_of_a_line_is_no_header() -> None:
    names = ("root", "daemon", "bin", "mail", "news", "proxy", "backup", "list", "irc")
    text = "".join(f"{name}:*:20000:0:99999:7:::\n" for name in names)
    assert not GenericCsv.recognises(document(text.encode()))
    assert GenericCsv.recognises(document(b"mail\nada@example.org\nben@example.org\n"))


def test_german_in_full() -> None:
    contact = read(GenericCsv, document(TestGerman.sample)).contacts[0]
    assert contact.names == (Name(prefix="Frau Dr.", given="Ada", family="Brandt"),)
    assert contact.emails == (Email("ada@example.org"), Email("a@example.net", "home"))
    assert contact.phones == (
        Phone("030 23125-102", "work"),
        Phone("030 23125-103", "home"),
        Phone("030 23125-101", "mobile"),
        Phone("030 23125-104", "fax"),
    )
    assert contact.addresses == (Address(street="Weg 7", city="Berlin", postal_code="10437", country="Deutschland"),)
    assert contact.organisations == (Organisation("Lumenwerk", "Produkt"),)
    assert contact.urls == (Url("https://a.example.org"), Url("Ada_Brandt", kind="social", service="xing"))
    assert contact.dates == (Date("05.03.1984", "birthday"),)
    assert contact.relations == (Relation("Ole", "spouse"),)
    assert contact.categories == ("Chor",)
    assert contact.note == "mag Tee"
    assert contact.extra == ()


def test_columns_nobody_knows_are_kept() -> None:
    contact = read(GenericCsv, document(TestEnglish.sample)).contacts[0]
    assert contact.extra == (("How we met", ("at the finish line",)),)
    assert contact.categories == ("Marathon", "Brunch")
    assert contact.phones == (Phone("+1 646 555 0113", "work"), Phone("+1 646 555 0114", "mobile"))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Vorname;Name;E-Mail", Name(given="Ada", family="Brandt")),
        ("Prénom;Nom;Courriel", Name(given="Ada", family="Brandt")),
        ("Nome;Cognome;Posta elettronica", Name(given="Ada", family="Brandt")),
        ("Nombre;Apellidos;Correo electrónico", Name(given="Ada", family="Brandt")),
        ("First Name;Surname;Mail", Name(given="Ada", family="Brandt")),
        ("Name;Nickname;E-Mail", Name("Ada")),
    ],
)
def test_five_languages(header: str, name: Name) -> None:
    content = f"{header}\nAda;Brandt;ada@example.org\n".encode()
    assert GenericCsv.recognises(document(content))
    contact = read(GenericCsv, document(content)).contacts[0]
    assert contact.names[0] == name
    assert contact.emails == (Email("ada@example.org"),)


def test_numbered_columns_and_lines_of_an_address() -> None:
    contact = contact_of(
        **{
            "Name": "Ada",
            "Email 1": "a@example.org",
            "Email 2": "b@example.org",
            "Address 1": "Weg 7",
            "Address 2": "Hof",
            "City": "Berlin",
            "Work Address": "Gasse 1, Wien",
            "Company": "Lumenwerk",
            "Company 2": "Brightfen",
            "Job Title 2": "Adviser",
        }
    )
    assert contact.emails == (Email("a@example.org"), Email("b@example.org"))
    assert contact.addresses == (
        Address("Gasse 1, Wien", label="work"),
        Address(street="Weg 7\nHof", city="Berlin"),
    )
    assert contact.organisations == (Organisation("Lumenwerk"), Organisation("Brightfen", title="Adviser"))


def test_several_names() -> None:
    contact = contact_of(
        **{"Name": "Ada B", "Full Name": "Ada Brandt", "Maiden Name": "Kroll", "Email": "a@example.org"}
    )
    assert contact.names == (
        Name("Ada B"),
        Name("Ada Brandt", kind="alternative"),
        Name("Kroll", kind="maiden"),
    )


def test_the_primary_address_is_preferred() -> None:
    contact = contact_of(**{"Name": "Ada", "Primary E-mail": "a@example.org", "Main Phone": "030 23125 101"})
    assert contact.emails == (Email("a@example.org", "main", is_preferred=True),)
    assert contact.phones == (Phone("030 23125 101", "main", is_preferred=True),)


def test_a_title_is_told_by_what_it_is() -> None:
    doctor = contact_of(Title="Dr.", Name="Ada Brandt", Email="a@example.org")
    baker = contact_of(Title="Baker", Name="Ada Brandt", Email="a@example.org")
    assert doctor.names == (Name("Ada Brandt", "Dr."),)
    assert baker.organisations == (Organisation(title="Baker"),)


def test_a_letter_that_names_columns_is_no_table() -> None:
    letter = b"Dear all,\nsend me this:\nName, Email\nand I will\nput you on\nthe list\n"
    assert not GenericCsv.recognises(document(letter))
    assert unknown_columns_message(document(letter)) is None


def test_ids() -> None:
    long = "0d5f3a0e-1111-4222-8333-444455556666"
    assert contact_of(UID=long, Name="Ada", Email="a@example.org").record_id == long
    assert contact_of(ID="7", Name="Ada", Email="a@example.org").record_id == "7:Ada"
    assert contact_of(ID="7", Name="", Email="a@example.org").record_id == "7"
    assert contact_of(ID="", Name="Ada", Email="a@example.org").record_id.startswith("raw:")


def test_categories_are_split_at_the_first_kind_of_mark() -> None:
    assert contact_of(Name="Ada", Email="a@example.org", Tags="Choir, old; Brunch").categories == (
        "Choir, old",
        "Brunch",
    )
    assert contact_of(Name="Ada", Email="a@example.org", Tags="Choir, Brunch").categories == ("Choir", "Brunch")


@pytest.mark.parametrize(
    "header",
    [
        "Date,Amount,Name",
        "Date,Payee,Address,Amount,Balance,Reference",
        "Buchungstag;Valuta;Auftraggeber;Verwendungszweck;IBAN;Betrag;Währung",
        "Order,Date,Email,Amount,Status",
        "Date,Time,Phone,Duration,Direction",
        "Title,Author,Year",
        "Name",
        "x,y,z",
        "Name,Url,Authority,Started On,Finished On,License Number",
        "Dear all, hello",
        "",
    ],
)
def test_other_tables_are_not_taken_for_contacts(header: str) -> None:
    assert not GenericCsv.recognises(document(f"{header}\n1,2,3\n".encode()))


@pytest.mark.parametrize("header", ["Email", "Email,Phone", "Name,Company", "Name,Address,City", "A,B,C,D,Name,Email"])
def test_small_tables_of_contacts_are_recognised(header: str) -> None:
    assert GenericCsv.recognises(document(f"{header}\n".encode()))


def test_unknown_columns_message() -> None:
    message = unknown_columns_message(document(b"Wer,Wo\nAda,hier\n"))
    assert message is not None
    assert "(columns: Wer, Wo)" in message
    many = unknown_columns_message(document((",".join(f"c{number}" for number in range(20)) + "\n").encode()))
    assert many is not None
    assert "c11, …)" in many
    assert unknown_columns_message(document(TestEnglish.sample)) is None
    assert unknown_columns_message(document(b"just text\nand more\n")) is None
    assert unknown_columns_message(document(b"")) is None
