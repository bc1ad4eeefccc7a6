"""Contacts out of lists and vCards: every row accounted for, and what was written comes back as it was."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.desk import Desk, open_desk
from vox_console.domain.contact import Contact
from vox_console.domain.contact_books import ContactBooks, ContactClass
from vox_console.domain.errors import SettingsError
from vox_console.domain.opt_out import clean_words
from vox_console.imports.opening import open_table, table_of_text
from vox_console.services.contact_columns import find_columns
from vox_console.services.contact_export import export_contacts, folded, write_csv, write_vcards
from vox_console.services.contact_import import import_contacts, open_contacts

GOOGLE = (
    "First Name,Last Name,Notes,Phone 1 - Value,Phone 2 - Value,Organization Name\n"
    "Ana,Anić,VIP,064 1234567 ::: +44 7400 123456,12,\n"
    ",,,064 7654321,,Vox Ltd\n"
    ",,,064 7654322,,\n"
    "Ivo,Ivić,,,,\n"
    "Eva,Ević,,064 1234567 home,,\n"
    ",,,,,\n"
    "Iva,Ivić,,+381641234567,+381641111111,\n"
)
NAMES = st.text(min_size=1, max_size=90).map(lambda text: " ".join(clean_words(text).split())).filter(bool)
CONTACTS = st.lists(
    st.builds(
        Contact,
        name=NAMES | st.sampled_from(["=1+1", "'=x", "a;b", "\\n", "Ana, Ivo"]),
        parties=st.sampled_from([("+381641234567",), ("+381641234568", "12345", "vox bank")]),
        note=st.text(max_size=120).map(clean_words) | st.sampled_from(["a\nb;\\,", "@x"]),
    ),
    max_size=5,
)


async def entered(desk: Desk, path: Path) -> ContactBooks:
    return await import_contacts(desk.controller.contacts, path, region="RS")


async def kept(desk: Desk) -> list[Contact]:
    book = desk.controller.contacts
    return [each.what for each in await book.contacts(await book.search())]


def test_every_row_of_a_list_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOGLE, encoding="utf-8")

    async def main() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            books = await entered(desk, tmp_path / "a.csv")
            assert books.classes == {
                ContactClass.NEW: 2,
                ContactClass.NO_NAME: 1,
                ContactClass.NO_NUMBER: 1,
                ContactClass.BAD_NUMBER: 1,
                ContactClass.BLANK: 1,
                ContactClass.OTHER_NAME: 1,
            }
            assert books.faults[ContactClass.OTHER_NAME] == [(8, "+381641234567 is known as Ana Anić.")]
            assert books.numbers_left_out == 1
            assert books.left_out[0][0] == 2
            assert await kept(desk) == [
                Contact("Ana Anić", ("+381641234567", "+447400123456"), "VIP"),
                Contact("Vox Ltd", ("+381647654321",)),
            ]
            again = await entered(desk, tmp_path / "a.csv")
            assert again.classes[ContactClass.ALREADY] == 2

    asyncio.run(main())


def test_cards_are_entered_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nFN:Ana\nTEL:064 1234567\nEND:VCARD\nBEGIN:VCARD\nFN:Ivo\n"
    (tmp_path / "a.vcf").write_text(text, encoding="utf-8")

    async def main() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            books = await entered(desk, tmp_path / "a.vcf")
            assert books.classes == {ContactClass.NEW: 1, ContactClass.DAMAGED: 1}
            assert books.faults[ContactClass.DAMAGED] == [(5, "The card is never ended.")]
            assert await kept(desk) == [Contact("Ana", ("+381641234567",))]

    asyncio.run(main())


def test_reading_is_broken_off_between_batches(tmp_path: Path) -> None:
    rows = "".join(f"N{number},+3816412{number:05}\n" for number in range(2_500))
    (tmp_path / "a.csv").write_text("name,number\n" + rows, encoding="utf-8")

    async def main() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            books = await import_contacts(
                desk.controller.contacts, tmp_path / "a.csv", told=told.append, wanted=lambda: len(told) < 2
            )
            assert told == [1_000, 2_000]
            assert books.sum_words == "2,000 rows = 2,000 new"
            path = tmp_path / "out.csv"
            assert await export_contacts(desk.controller.contacts, path, told=told.append) == 2_000
            assert told[-2:] == [1_000, 2_000]

    asyncio.run(main())


@pytest.mark.parametrize("text", ["name\ttown\nAna\tNiš\n", "phone\n+381641234567\n", "a\tb\n1\t2\n"])
def test_a_list_without_names_or_numbers_is_told(text: str) -> None:
    with pytest.raises(SettingsError, match="No column seems to hold"):
        find_columns(table_of_text(text))


@settings(max_examples=60)
@given(CONTACTS)
def test_what_is_written_is_read_again_as_it_was(contacts: list[Contact]) -> None:
    with TemporaryDirectory() as folder:
        table = Path(folder) / "a.csv"
        assert write_csv(table, contacts) == len(contacts)
        assert [row.contact for row in open_contacts(table)] == contacts
        cards = Path(folder) / "a.vcf"
        assert write_vcards(cards, contacts) == len(contacts)
        if contacts:
            assert [row.contact for row in open_contacts(cards)] == contacts


def test_a_list_of_ours_is_known_by_its_header(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [Contact("Ana", ("+381641234567",))])
    assert find_columns(open_table(tmp_path / "a.csv")).ours


@given(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=300))
def test_no_written_line_is_too_long(line: str) -> None:
    pieces = folded(line).split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line
