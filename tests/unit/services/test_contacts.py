"""Names of numbers: known at once when they are loaded, and told when they change."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import RECIPIENT, Desk
from tests.support.stories import play_at_desk
from vox_console.domain.contact import Contact
from vox_console.services.events import ContactsChanged

ANA = Contact("Ana", (f"+{RECIPIENT}", "vox bank"), "VIP")


def test_a_name_is_known_once_names_are_loaded_and_follows_changes(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        book = desk.controller.contacts
        ana = (await book.save(ANA)).id
        assert book.name_of_recipient(RECIPIENT) == ""
        await book.load_names()
        assert (book.name_of_recipient(RECIPIENT), book.name_of("vox bank")) == ("Ana", "Ana")
        await book.save(Contact("Ana B", ANA.parties), contact_id=ana)
        assert book.name_of("vox bank") == "Ana B"
        assert await book.remove(ana) == Contact("Ana B", ANA.parties)
        assert book.name_of("vox bank") == ""
        assert desk.events == [ContactsChanged()] * 4

    play_at_desk(tmp_path, story, profile=None)


def test_nothing_is_announced_when_nothing_has_changed(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        book = desk.controller.contacts
        await book.load_names()
        assert desk.events == []
        await book.save(ANA)
        desk.events.clear()
        assert (await book.save(Contact("Ivo", ANA.parties))).taken
        assert await book.remove(99) is None
        assert desk.events == []

    play_at_desk(tmp_path, story, profile=None)


def test_what_no_file_can_hold_is_cleaned(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        book = desk.controller.contacts
        saved = await book.save(Contact("  Ana\n\0 B\ud800 ", ("+1", "+1"), "a\r\nb "))
        (kept,) = await book.contacts([saved.id])
        assert kept.what == Contact("Ana B?", ("+1",), "a\nb")

    play_at_desk(tmp_path, story, profile=None)


def test_contacts_are_looked_for_by_name_or_number_in_any_spelling(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        book = desk.controller.contacts
        ana = (await book.save(ANA)).id
        for typed in ("", "aN", "vip", "064/123-45-67", "4123", "vox b"):
            assert list(await book.search(typed, default_region="RS")) == [ana], typed
        assert list(await book.search("99")) == []

    play_at_desk(tmp_path, story, profile=None)
