"""Which connector a document is for, and what is said of those that are for none."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.words import word_list
from connectors import registry
from connectors.base import HEAD_SIZE, Document
from connectors.calendar import Calendar
from connectors.documents import find_documents
from connectors.generic_csv import GenericCsv
from connectors.google_csv import GoogleCsv
from connectors.linkedin import LinkedInActivity, LinkedInConnections, LinkedInContacts, LinkedInProfile
from connectors.mailbox import Mailbox
from connectors.outlook_csv import OutlookCsv
from connectors.records import Skipped
from connectors.registry import FILE_CONNECTORS, recognise
from connectors.thunderbird_csv import ThunderbirdCsv
from connectors.vcard import VCard
from connectors.yahoo_csv import YahooCsv

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Brandt\r\nEND:VCARD\r\n"

LINKEDIN_CONTACTS = (
    b"Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessageHandles,"
    b"FullName,Birthday,Location,BookmarkedAt,Profiles\n"
)

OUTLOOK = (
    b"First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
    b"Home Phone,Business Phone,Mobile Phone,Primary Phone,Business Street,Business Country/Region\n"
)


def document(content: bytes) -> Document:
    return Document(name="book", size=len(content), head=content[:HEAD_SIZE], open=lambda: io.BytesIO(content))


def said_of(content: bytes) -> str:
    skipped = recognise(document(content))
    assert isinstance(skipped, Skipped)
    assert (skipped.file, skipped.position) == ("book", None)
    return skipped.reason


@pytest.mark.parametrize(
    ("content", "connector"),
    [
        (CARD.encode(), VCard),
        (b"\r\n \r\n" + CARD.encode(), VCard),
        (b"\xef\xbb\xbf" + CARD.encode(), VCard),
        (CARD.encode("utf-16"), VCard),
        (CARD.encode("utf-16-be"), VCard),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" + CARD.encode(), VCard),
        (b"From: ada@example.org\r\nMIME-Version: 1.0\r\n\r\n" + CARD.encode(), VCard),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", Calendar),
        (b" \r\n\r\nbegin:vcalendar\r\n", Calendar),
        ("\r\nBEGIN:VCALENDAR\r\n".encode("utf-16"), Calendar),
        ("BEGIN:VCALENDAR\r\n".encode("utf-16-le"), Calendar),
        ("BEGIN:VCALENDAR\r\n".encode("utf-16-be"), Calendar),
        (b"BEGIN:VEVENT\r\nUID:1\r\n", Calendar),
        (b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n", LinkedInConnections),
        (LINKEDIN_CONTACTS, LinkedInContacts),
        (b"Email Address,Confirmed,Primary,Updated On\n", LinkedInProfile),
        (b"CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT,FOLDER\n", LinkedInActivity),
        (b"From,To,Sent At,Message,Direction\n", LinkedInActivity),
        (b"From 123@xxx Mon Jan 01 10:00:00 2024\nTo: ada@example.org\n\n" + CARD.encode(), Mailbox),
        (b"From: ada@example.org\nDate: 1 Jan 2024 10:00\n\n" + CARD.encode(), Mailbox),
        (b"Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n", GoogleCsv),
        (b"First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value\n", GoogleCsv),
        (OUTLOOK, OutlookCsv),
        (b"First,Middle,Last,Nickname,Email,Category,Distribution Lists,Yahoo! ID,Home,Work\n", YahooCsv),
        (b"First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name\n", ThunderbirdCsv),
        ("Name;Straße;Ort;E-Mail\n".encode("cp1252"), GenericCsv),
    ],
)
def test_every_source_is_recognised_by_what_it_holds(content: bytes, connector: type) -> None:
    assert recognise(document(content)) is connector


def test_connectors_are_asked_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fake(name: str, *, answer: bool) -> type:
        def recognises(_: Document) -> bool:
            asked.append(name)
            return answer

        return type(name, (), {"recognises": staticmethod(recognises)})

    first, second, third = fake("first", answer=False), fake("second", answer=True), fake("third", answer=True)
    monkeypatch.setattr(registry, "FILE_CONNECTORS", (first, second, third))
    assert recognise(document(b"anything")) is second
    assert asked == ["first", "second"]
    assert "picture" in said_of(b"\xff\xd8\xff\xe0")
    assert asked == ["first", "second"]


def test_names_and_titles_of_connectors_are_their_own() -> None:
    assert len({connector.name for connector in FILE_CONNECTORS}) == len(FILE_CONNECTORS)
    assert all(connector.title and connector.version >= 1 for connector in FILE_CONNECTORS)
    assert FILE_CONNECTORS[-1] is GenericCsv


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b" \r\n\t\r\n", "nothing but blanks"),
        (b"\xef\xbb\xbf", "nothing but blanks"),
        (bytes(5000), "nothing but zero bytes"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"GIF89a", "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "a picture"),
        (b"\x00\x00\x00\x18ftypheic", "a picture"),
        (b"II*\x00", "a picture"),
        (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", "a picture"),
        (b"\x00\x00\x00\x18ftypisom", "a video"),
        (b"\x00\x00\x00\x18ftypM4A ", "a sound recording"),
        (b"ID3\x04", "a sound recording"),
        (b"%PDF-1.7", "a PDF, not an address book"),
        (b"\n%PDF-1.7", "a PDF, not an address book"),
        (b"SQLite format 3\x00", "a database"),
        (b"!BDN", "an Outlook data file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"MZ\x90\x00", "a program"),
        (b"7z\xbc\xaf\x27\x1c", "unpack it first"),
        (b"Rar!\x1a\x07\x00", "unpack it first"),
        (b"BZh91AY&SY", "unpack it first"),
        (b"x" * 257 + b"ustar\x0000", "a tar archive"),
        (b"BEGIN:VTODO\r\nSUMMARY:Water the plants\r\n", "a list of to-dos"),
        (b"<!DOCTYPE html>\n<html>", "a web page"),
        (b"\xef\xbb\xbf\r\n<HTML>", "a web page"),
        (b"<?xml version='1.0'?><contacts/>", "an XML file"),
        (b'[\n {"name": "Ada"}]', "a JSON file"),
        (b"{\\rtf1\\ansi", "a formatted text"),
        (b"version: 1\n\ndn: cn=Ada Brandt,dc=example,dc=org\n", "an LDIF address book"),
        (b"-----BEGIN PGP MESSAGE-----\n", "an encrypted file or a key"),
        (b"From 123@xxx Mon Jan 01 10:00:00 2024\n", "mail"),
        (b"#!/bin/sh\n", "a script"),
        (b"COMPANY NAME,Title,Description,Location,Started On,Finished On\n", "no contacts in it"),
        (b"Date,Amount,Payee\n2024-01-01,5.00,Corner Shop\n", "columns: Date, Amount, Payee"),
        (b"Dear diary\n", "a text without contacts"),
        ("Привет\n".encode("koi8-r"), "a text without contacts"),
        (bytes(range(256)), "an unknown kind of file"),
    ],
)
def test_what_is_no_address_book_is_called_what_it_is(content: bytes, words: str) -> None:
    assert words in said_of(content)


def test_text_that_begins_like_a_binary_format_is_still_asked_for_contacts() -> None:
    for first in ("BMW,Name,Email", "ID3,Name,Email", "MZ,Name,Email", "PAR,Name,Email", "OTTO,Name,Email"):
        assert recognise(document(f"{first}\nx,Ada,ada@example.org\n".encode())) is GenericCsv


@given(content=st.binary(max_size=300))
def test_every_document_is_recognised_or_told_why_not(content: bytes) -> None:
    found = recognise(document(content))
    assert found.reason if isinstance(found, Skipped) else found in FILE_CONNECTORS


def test_two_gigabytes_of_nothing_cost_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "huge.vcf"
    path.touch()
    os.truncate(path, 2 << 30)
    (found,) = find_documents([path])
    assert isinstance(found, Document)
    skipped = recognise(found)
    assert isinstance(skipped, Skipped)
    assert "zero bytes" in skipped.reason


def test_the_example_address_book_is_recognised_whole() -> None:
    folder = Path(__file__).parents[1] / "samples" / "address-book"
    found = [(each, recognise(each)) for each in find_documents([folder]) if isinstance(each, Document)]
    books = [each.name for each, kind in found if isinstance(kind, Skipped) and each.name.endswith((".vcf", ".csv"))]
    others = {"Positions.csv"}
    assert {name.rpartition("/")[2] for name in books} <= others
    assert {kind for _, kind in found if not isinstance(kind, Skipped)} >= {VCard}


def test_the_list_of_kinds_is_sound() -> None:
    kinds = word_list("file_kinds")
    for kind in (*kinds["binary"], *kinds["text"], *kinds["packed"]):
        assert kind["reason"][0] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ "
        assert not kind["reason"].endswith(".")
