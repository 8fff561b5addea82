import io
import os
import zipfile
from pathlib import Path

import pytest

from configs.errors import UserError
from configs.settings import Limits
from connectors.documents import find_documents
from connectors.streams import ArchiveLimits
from flows.sorting import archive_limits, sort_documents
from tests.flows.books import book, card, table


def names(paths: list[Path | str], **limits: int) -> tuple[dict[str, list[str]], list[str], dict[str, str]]:
    """What a search gives: documents by connector, skipped files, rejects with their reasons."""
    found = sort_documents(paths, limits=Limits(**limits))
    documents = {connector.name: [one.name for one in held] for connector, held in found.documents.items()}
    rejects = {reject.file: reject.reason for reject in found.rejects}
    return documents, [skipped.file for skipped in found.skipped], rejects


def test_documents_go_to_their_connectors_in_the_order_in_which_they_are_found(tmp_path: Path) -> None:
    book(tmp_path / "a.txt", [1])
    table(tmp_path / "b.csv", [1])
    book(tmp_path / "c.vcf", [2])
    (tmp_path / "d.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    (tmp_path / "e.vcf").touch()
    documents, skipped, rejects = names([tmp_path])
    folder = tmp_path.name
    assert documents == {"vcard": [f"{folder}/a.txt", f"{folder}/c.vcf"], "generic_csv": [f"{folder}/b.csv"]}
    assert skipped == [f"{folder}/d.jpg", f"{folder}/e.vcf"]
    assert not rejects


def test_the_size_is_that_of_what_will_be_read(tmp_path: Path) -> None:
    first, second = book(tmp_path / "a.vcf", range(3)), table(tmp_path / "b.csv", range(5))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(1000))
    found = sort_documents([tmp_path], limits=Limits())
    assert found.size == first.stat().st_size + second.stat().st_size


def test_standard_input_is_sorted_too() -> None:
    found = sort_documents(["-"], limits=Limits(), stdin=io.BytesIO(card(1).encode()))
    assert [(connector.name, held[0].name) for connector, held in found.documents.items()] == [("vcard", "stdin")]


def test_hostile_files_stop_nothing_else(tmp_path: Path) -> None:
    book(tmp_path / "good.vcf", range(3))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.vcf", card(1).encode() + b" " * (100 << 20))
    with zipfile.ZipFile(tmp_path / "outside.zip", "w") as archive:
        archive.writestr("../../outside.vcf", card(1))
        archive.writestr("inside.vcf", card(2))
    with (tmp_path / "huge.vcf").open("wb") as sparse:
        sparse.truncate(2 << 30)
    (tmp_path / "pipe").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    documents, skipped, rejects = names([tmp_path])
    folder = tmp_path.name
    assert f"{folder}/good.vcf" in documents["vcard"]
    assert f"{folder}/outside.zip/inside.vcf" in documents["vcard"]
    assert "as ZIP bombs do" in next(reason for name, reason in rejects.items() if "bomb.zip" in name)
    assert {f"{folder}/huge.vcf", f"{folder}/pipe"} <= set(skipped)
    assert any("outside.vcf" in name for name in rejects)
    assert f"{folder}/loop" in rejects


def test_settings_limit_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.vcf", card(number))
    _, _, rejects = names([tmp_path / "many.zip"], archive_members=3)
    assert list(rejects) == ["many.zip"]


def test_the_settings_units_are_the_readers() -> None:
    assert archive_limits(Limits()) == ArchiveLimits()
    limits = Limits(archive_members=1, archive_member_mb=2, archive_total_mb=3, archive_ratio=4)
    expected = ArchiveLimits(max_members=1, max_member_bytes=2 << 20, max_total_bytes=3 << 20, max_ratio=4)
    assert archive_limits(limits) == expected


def test_a_path_that_isnt_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.vcf"):
        sort_documents([book(tmp_path / "a.vcf", [1]), tmp_path / "nowhere.vcf"], limits=Limits())
    assert list(find_documents([tmp_path / "a.vcf"]))
