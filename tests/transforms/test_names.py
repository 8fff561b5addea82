import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Name as RawName
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import maybe_texts, texts
from transforms.kinds import contact_kinds
from transforms.names import Name, Written, contact_names, read_name

# As written; full name, prefix, given, middle, family, suffix
WHOLE = (
    ("Anna Schmidt", ("Anna Schmidt", None, "Anna", None, "Schmidt", None)),
    ("Anna", ("Anna", None, "Anna", None, None, None)),
    ("Doe, John", ("John Doe", None, "John", None, "Doe", None)),
    ("doe,john", ("John Doe", None, "John", None, "Doe", None)),
    ("Müller, Dr. Anna Maria", ("Dr. Anna Maria Müller", "Dr.", "Anna", "Maria", "Müller", None)),
    ("Doe Jr., John", ("John Doe Jr.", None, "John", None, "Doe", "Jr.")),
    ("Smith, Jr.", ("Smith, Jr.", None, None, None, "Smith", "Jr.")),
    ("John Smith, PhD, MBA", ("John Smith, PhD, MBA", None, "John", None, "Smith", "PhD, MBA")),
    ("Jane Smith MD", ("Jane Smith MD", None, "Jane", None, "Smith", "MD")),
    ("Yo Yo Ma", ("Yo Yo Ma", None, "Yo", "Yo", "Ma", None)),
    ("John Smith MA", ("John Smith MA", None, "John", None, "Smith", "MA")),
    ("Doe, John, Boston", ("Doe, John, Boston", None, None, None, None, None)),
    ("Acme, Inc.", ("Acme, Inc.", None, None, None, None, None)),
    ("Acme, SA", ("Acme, SA", None, None, None, None, None)),
    ("John & Mary Smith", ("John & Mary Smith", None, None, None, None, None)),
    ("Familie Meier", ("Familie Meier", None, None, None, "Meier", None)),
    ("The Smiths", ("The Smiths", None, None, None, None, None)),
    (
        "Prof. Dr. med. Karl von der Heide",
        ("Prof. Dr. med. Karl von der Heide", "Prof. Dr. med.", "Karl", None, "von der Heide", None),
    ),
    ("Mme Claire Dupont", ("Mme Claire Dupont", "Mme", "Claire", None, "Dupont", None)),
    ("M. Jean Petit", ("M. Jean Petit", "M.", "Jean", None, "Petit", None)),
    ("Dott.ssa Giulia Bianchi", ("Dott.ssa Giulia Bianchi", "Dott.ssa", "Giulia", None, "Bianchi", None)),
    ("Sr. Juan Pérez", ("Sr. Juan Pérez", "Sr.", "Juan", None, "Pérez", None)),
    ("Dr. Smith", ("Dr. Smith", "Dr.", None, None, "Smith", None)),
    ("Dr.", ("Dr.", None, "Dr.", None, None, None)),
    ("Ludwig van Beethoven", ("Ludwig van Beethoven", None, "Ludwig", None, "van Beethoven", None)),
    ("Maria Luisa de la Cruz", ("Maria Luisa de la Cruz", None, "Maria", "Luisa", "de la Cruz", None)),
    ("Berg, Jan van der", ("Jan van der Berg", None, "Jan", None, "van der Berg", None)),
    ("von Trapp", ("von Trapp", None, None, None, "von Trapp", None)),
    ("Harun al-Rashid", ("Harun al-Rashid", None, "Harun", None, "al-Rashid", None)),
    ("Omar bin Khalid", ("Omar bin Khalid", None, "Omar", None, "bin Khalid", None)),
    ("José Ortega y Gasset", ("José Ortega y Gasset", None, "José", None, "Ortega y Gasset", None)),
    (
        "JAN O'BRIEN-SMITH VAN DER BERG III",
        ("Jan O'Brien-Smith van der Berg III", None, "Jan", "O'Brien-Smith", "van der Berg", "III"),
    ),
    ("robert mcdonald", ("Robert McDonald", None, "Robert", None, "McDonald", None)),
    ("DR. ANNA D'ANGELO", ("Dr. Anna D'Angelo", "Dr.", "Anna", None, "D'Angelo", None)),
    ("john's shop", ("John's Shop", None, "John's", None, "Shop", None)),
    ("boogie", ("boogie", None, "boogie", None, None, None)),
    ("Jean-Luc MARTIN", ("Jean-Luc MARTIN", None, "Jean-Luc", None, "MARTIN", None)),
    ("★ Anna (work)", ("Anna", None, "Anna", None, None, None)),
    ("Anna 🌻 Smith (Acme GmbH)", ("Anna Smith", None, "Anna", None, "Smith", None)),
    ("Anna (2019)", ("Anna", None, "Anna", None, None, None)),
    ("(Mum)", ("Mum", None, "Mum", None, None, None)),
    ("ada@example.org", (None,) * 6),
    ("+44 20 7946 0018", (None,) * 6),
    ("https://example.org/ada", (None,) * 6),
    ("?", (None,) * 6),
    ("", (None,) * 6),
    (None, (None,) * 6),
    ("王小明", ("王小明", None, "小明", None, "王", None)),
    ("欧阳修", ("欧阳修", None, "修", None, "欧阳", None)),
    ("김민준", ("김민준", None, "민준", None, "김", None)),
    ("田中 太郎", ("田中 太郎", None, "太郎", None, "田中", None)),
    ("田中太郎", ("田中太郎", None, None, None, None, None)),
    ("佐々木", ("佐々木", None, None, None, None, None)),
    ("김 이 박", ("김 이 박", None, None, None, None, None)),
    ("一二三四五", ("一二三四五", None, None, None, None, None)),
    ("ジョン・スミス", ("ジョン・スミス", None, "ジョン", None, "スミス", None)),
    ("Иванов Иван Иванович", ("Иванов Иван Иванович", None, "Иван", "Иванович", "Иванов", None)),
    ("Иван Иванович Иванов", ("Иван Иванович Иванов", None, "Иван", "Иванович", "Иванов", None)),
)


@pytest.mark.parametrize(("written", "expected"), WHOLE)
def test_a_whole_name_is_split(written: str | None, expected: tuple[str | None, ...]) -> None:
    assert read_name(Written(written))[:6] == expected


PARTS = (
    (
        Written(given="Anna", family="Smith, PhD (She/Her)", prefix="Dr."),
        ("Dr. Anna Smith PhD", "Dr.", "Anna", None, "Smith", "PhD"),
    ),
    (Written("anna@example.org", given="Anna", family="Lee"), ("Anna Lee", None, "Anna", None, "Lee", None)),
    (Written("Lee, Anna", given="Anna", family="Lee"), ("Anna Lee", None, "Anna", None, "Lee", None)),
    (Written("John Smith", given="John Smith"), ("John Smith", None, "John", None, "Smith", None)),
    (Written(given="Dr. Anna", family="Smith"), ("Dr. Anna Smith", "Dr.", "Anna", None, "Smith", None)),
    (Written(given="ANNA", family="VAN DAM", suffix="JR"), ("Anna van Dam Jr.", None, "Anna", None, "van Dam", "Jr.")),
    (
        Written("Annie Smith", given="Anna", middle="B.", family="Smith"),
        ("Annie Smith", None, "Anna", "B.", "Smith", None),
    ),
    (Written(given="小明", family="王"), ("王 小明", None, "小明", None, "王", None)),
    (Written(given="ada@example.org", family="Lee"), ("Lee", None, None, None, "Lee", None)),
    (Written("Anna Smith", kind="nickname"), ("Anna Smith", None, None, None, None, None)),
    (Written("Acme & Sons (UK)", is_person=False), ("Acme & Sons (UK)", None, None, None, None, None)),
    (Written(given="Acme", is_person=False), ("Acme", None, None, None, None, None)),
    (Written(is_person=False), (None,) * 6),
)


@pytest.mark.parametrize(("written", "expected"), PARTS)
def test_parts_are_kept_and_put_together(written: Written, expected: tuple[str | None, ...]) -> None:
    assert read_name(written)[:6] == expected


@pytest.mark.parametrize(
    ("written", "latin_name"),
    [
        (Written("Анна Каренина"), "Anna Karenina"),
        (Written("王小明"), "Wang Xiaoming"),
        (Written("김민준"), "Gim Minjun"),
        (Written("たなか きょうこ"), "Tanaka Kyouko"),
        (Written("ジョン・スミス"), "Jon Sumisu"),
        (Written("ハットリ ショウ"), "Hattori Shou"),
        (Written("田中太郎"), None),
        (Written("田中 太郎"), None),
        (Written("森 昭"), "Sen Zhao"),
        (Written("森 昭", is_japanese=True), None),
        (Written("森昭", is_japanese=True), None),
        (Written("田中太郎", reading="タナカ タロウ"), "Tanaka Tarou"),
        (Written("山田 はなこ"), None),
        (Written("Müller Łukasz"), None),
        (Written("株式会社", is_person=False), None),
    ],
)
def test_another_script_gets_a_latin_form_or_none_rather_than_a_wrong_one(
    written: Written, latin_name: str | None
) -> None:
    assert read_name(written).latin_name == latin_name


@pytest.mark.parametrize(
    ("written", "nicknames", "birth_name"),
    [
        ('Robert "Bob" Smith', ("Bob",), None),
        ("Robert (Bob) Smith", ("Bob",), None),
        ("Robert 'Bob' „Bobby“ Smith", ("Bob", "Bobby"), None),
        ("Anna Smith (née Jones)", (), "Jones"),
        ("Anna Meier geb. Schmidt", (), "Schmidt"),
        ("Anna (geb.) Meier", (), None),
        ('(Robert "Bob" Smith)', ("Bob",), None),
        ("Smith (PhD), MBA", (), None),
        ('Anna ("née Jones")', (), "Jones"),
        ("John (ada@example.org) (Jack", (), None),
        ("Anna Smith (met her at the panel in March)", (), None),
        ("O'Brien Sean", (), None),
    ],
)
def test_what_stands_in_brackets_and_quotation_marks_is_told_apart(
    written: str, nicknames: tuple[str, ...], birth_name: str | None
) -> None:
    name = read_name(Written(written))
    assert (name.nicknames, name.birth_name) == (nicknames, birth_name)


def again(name: Name, **known: bool) -> Name:
    parts = (name.full_name, name.prefix, name.given_name, name.middle_name, name.family_name, name.suffix)
    return read_name(Written(*parts, **known))


@given(texts)
def test_reading_a_whole_name_twice_changes_nothing(text: str) -> None:
    once = read_name(Written(text))._replace(nicknames=(), birth_name=None)
    assert again(once) == once


@given(maybe_texts, maybe_texts, maybe_texts, st.booleans(), st.booleans())
def test_reading_parts_twice_changes_nothing(
    full: str | None, given_name: str | None, family: str | None, is_person: bool, is_japanese: bool
) -> None:
    written = Written(full, given=given_name, family=family, is_person=is_person, is_japanese=is_japanese)
    once = read_name(written)._replace(nicknames=(), birth_name=None)
    assert again(once, is_person=is_person, is_japanese=is_japanese) == once


def test_names_of_a_contact_keep_their_raw_form_and_get_a_key() -> None:
    raw = raw_frame(
        contact("r1", names=(RawName('Dr. Zoë "Zo" de la Cruz'), RawName("Zo", kind="nickname"))),
        contact("r2", names=(RawName(given="Bob", family="Müller"), RawName("Rob (Bobby)", kind="nickname"))),
        contact("r3", names=(RawName("Acme GmbH"),)),
        contact("r4", names=(RawName("山田太郎"), RawName(given="タロウ", family="ヤマダ", kind="phonetic"))),
        contact("r5", names=(RawName("森 昭", language="ja-JP"),)),
    ).lazy()
    names = contact_names(raw, kinds=contact_kinds(raw)).sort("record_id", "ordinal")
    assert names.select(
        "record_id", "ordinal", "kind", "full_name", "latin_name", "name_key", "raw"
    ).collect().rows() == [
        ("r1", 1, "main", "Dr. Zoë de la Cruz", None, "cruz de la zoe", 'Dr. Zoë "Zo" de la Cruz'),
        ("r1", 2, "nickname", "Zo", None, "zo", "Zo"),
        ("r2", 1, "main", "Bob Müller", None, "bob muller", "Bob Müller"),
        ("r2", 2, "nickname", "Rob", None, "rob", "Rob (Bobby)"),
        ("r2", 3, "nickname", "Bobby", None, "bobby", "Bobby"),
        ("r3", 1, "main", "Acme GmbH", None, "acme gmbh", "Acme GmbH"),
        ("r4", 1, "main", "山田太郎", "Yamada Tarou", "tarou yamada", "山田太郎"),
        ("r4", 2, "phonetic", "ヤマダ タロウ", "Yamada Tarou", "tarou yamada", "タロウ ヤマダ"),
        ("r5", 1, "main", "森 昭", None, "昭 森", "森 昭"),
    ]
