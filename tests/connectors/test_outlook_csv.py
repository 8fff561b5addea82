import pytest

from connectors.outlook_csv import OutlookCsv
from connectors.records import Address, Date, Email, Name, Organisation, Phone, RawContact, Relation, Url
from tests.connectors.contract import document, read
from tests.connectors.csv_promises import CsvPromises


class TestOutlookDesktop(CsvPromises):
    connector = OutlookCsv
    header = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,"
        "Business City,Business Country/Region,Home Street,Home City,Home Postal Code,Home Country/Region,"
        "Assistant's Phone,Business Fax,Business Phone,Mobile Phone,Primary Phone,Telex,Anniversary,Assistant's Name,"
        "Birthday,Business Address PO Box,Categories,Children,E-mail Address,E-mail Type,E-mail Display Name,"
        "E-mail 2 Address,Manager's Name,Notes,Office Location,Profession,Spouse,Web Page"
    )
    rows = (
        (
            "Dr.,Ada,Maria,Brandt,MBA,Lumenwerk GmbH,Product,Head,Hof 1,Floor 2,Berlin,Germany,Weg 7,Bonn,"
            "53111,Germany,+49 30 23125 103,+49 30 23125 104,+49 30 23125 102,+49 30 23125 101,+49 30 23125 100,555,"
            "5/1/2010,Timo Krull,3/5/1984,PO 9,Panel;Brunch,Lotta,ada@example.org,SMTP,Ada B.,ada@example.com,"
            "Ole Kroll,Likes tea,Room 3,Baker,Ole Brandt,https://a.example.org"
        ),
        ",Bob,,Fairweather,,,,,,,,,,,,,,,,,,,,,,,,,,,bob@example.com,SMTP,,,,,,,,",
    )


class TestOutlookCom(CsvPromises):
    connector = OutlookCsv
    header = (
        "First Name,Last Name,Title,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,Home Phone,"
        "Mobile Phone,IMAddress,Job Title,Company,Company Yomi,Business Street,Business Country/Region,"
        "Personal Web Page,Schools,Birthday,Notes"
    )
    rows = (
        (
            "花子,山田,Ms,Hana,ハナコ,ヤマダ,hanako@example.org,h@example.net,+44 20 7946 0106,+44 7700 900106,"
            "hana.chat,Art Director,Sakura Print,サクラ,Street 5,Japan,https://h.example.org,Fernmoor,1986-04-21,Kyoto"
        ),
        "Zoë,Lindqvist,,,,,zoe@example.net,,,,,,,,,,,,,",
    )


class TestOutlookFromGoogle(CsvPromises):
    connector = OutlookCsv
    header = (
        "First Name,Last Name,Title,Initials,Web Page,Birthday,Location,Internet Free Busy,Notes,E-mail Address,"
        "Primary Phone,Home Address,Home Street,Home City,Home Country,Referred By,Company Main Phone,Company,"
        "Business Address,Business Street,Business Country,ISDN,Categories"
    )
    rows = (
        (
            "Mei-Ling,Chen,Ms,MC,https://m.example.org,1985-03-01,Quay,https://m.example.org/busy,Tea,m@example.net,"
            "+44 20 7946 0114,8 Orchid Rise Singapore,8 Orchid Rise,Singapore,SG,Ada,+44 20 7946 0115,Harbour,"
            "1 Dock Road,Dock Road,SG,+44 20 7946 0116,myContacts;Asia trip"
        ),
        "Liam,O'Brien,,,,,,,,liam@example.com,,,,,,,,,,,,,",
    )


def first(content: bytes) -> RawContact:
    return read(OutlookCsv, document(content)).contacts[0]


def test_desktop_in_full() -> None:
    contact = first(TestOutlookDesktop.sample)
    assert contact.names == (Name(None, "Dr.", "Ada", "Maria", "Brandt", "MBA"),)
    assert contact.emails == (Email("ada@example.org", display_name="Ada B."), Email("ada@example.com"))
    assert contact.phones == (
        Phone("+49 30 23125 100", "Primary Phone", is_preferred=True),
        Phone("+49 30 23125 101", "Mobile Phone"),
        Phone("+49 30 23125 102", "Business Phone"),
        Phone("+49 30 23125 104", "Business Fax"),
        Phone("+49 30 23125 103", "Assistant's Phone"),
    )
    assert contact.addresses == (
        Address(street="Weg 7", city="Bonn", postal_code="53111", country="Germany", label="Home"),
        Address(po_box="PO 9", street="Hof 1\nFloor 2", city="Berlin", country="Germany", label="Business"),
    )
    assert contact.organisations == (Organisation("Lumenwerk GmbH", "Product", "Head", "Baker", "Room 3"),)
    assert contact.dates == (Date("3/5/1984", "birthday"), Date("5/1/2010", "anniversary"))
    assert contact.relations == (
        Relation("Ole Brandt", "spouse"),
        Relation("Lotta", "child"),
        Relation("Ole Kroll", "manager"),
        Relation("Timo Krull", "assistant"),
    )
    assert contact.categories == ("Panel", "Brunch")
    assert contact.urls == (Url("https://a.example.org"),)
    assert dict(contact.extra) == {"Telex": ("555",), "E-mail Type": ("SMTP",)}


def test_outlook_com_in_full() -> None:
    contact = first(TestOutlookCom.sample)
    assert contact.names == (
        Name(prefix="Ms", given="花子", family="山田"),
        Name(given="ハナコ", family="ヤマダ", kind="phonetic"),
        Name("Hana", kind="nickname"),
    )
    assert contact.urls == (Url("https://h.example.org", "Personal"), Url("hana.chat", kind="im"))
    assert dict(contact.extra) == {"Company Yomi": ("サクラ",), "Schools": ("Fernmoor",)}


def test_googles_outlook_csv_in_full() -> None:
    contact = first(TestOutlookFromGoogle.sample)
    assert contact.addresses == (
        Address("8 Orchid Rise Singapore", street="8 Orchid Rise", city="Singapore", country="SG", label="Home"),
        Address("1 Dock Road", street="Dock Road", country="SG", label="Business"),
    )
    assert contact.urls == (Url("https://m.example.org"), Url("https://m.example.org/busy", kind="calendar"))
    assert contact.relations == (Relation("Ada", "referred by"),)
    assert contact.categories == ("myContacts", "Asia trip")


@pytest.mark.parametrize("empty", ["0/0/00", "00/00/00", "0/0/0000"])
def test_outlooks_way_of_writing_no_date_is_no_date(empty: str) -> None:
    content = f"First Name,Business Street,Business City,Callback,Birthday\nAda,Hof 1,Berlin,,{empty}\n"
    assert first(content.encode()).dates == ()


def test_notes_of_several_lines() -> None:
    content = (
        b'First Name,Business Street,Business City,Callback,Notes\r\nAda,Hof 1,Berlin,,"one\r\n""two"", three"\r\n'
    )
    assert first(content).note == 'one\r\n"two", three'


def test_windows_code_page() -> None:
    content = "First Name,Last Name,Business City,Business Street,Callback\nJürgen,Groß,Köln,Straße “1”,\n".encode(
        "cp1252"
    )
    contact = first(content)
    assert contact.names == (Name(given="Jürgen", family="Groß"),)
    assert contact.addresses == (Address(street="Straße “1”", city="Köln", label="Business"),)


def test_a_table_with_a_few_common_columns_is_not_outlooks() -> None:
    assert not OutlookCsv.recognises(
        document(b"First Name,Last Name,E-mail Address,Mobile Phone\nAda,B,a@example.org,1\n")
    )
