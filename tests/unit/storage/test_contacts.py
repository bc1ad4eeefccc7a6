"""Contacts: a number belongs to one of them, and nothing that is kept is overwritten by a file."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import NOW_US, JournalFile
from vox_console.domain.contact import Contact
from vox_console.domain.contact_books import ContactClass
from vox_console.storage import contacts
from vox_console.storage.contacts import Saved

ANA = Contact("Ana Anić", ("+381641234567", "+381651234567"), "Prefers mornings")
BANK = Contact("The bank", ("vox bank", "12345"))


def save(journal: JournalFile, contact: Contact, contact_id: int = 0) -> Saved:
    return journal.run(partial(contacts.save, contact=contact, contact_id=contact_id, now_us=NOW_US))


def enter(journal: JournalFile, *found: Contact) -> list[ContactClass]:
    return [what for what, _ in journal.run(partial(contacts.enter, contacts=found, now_us=NOW_US))]


def kept(journal: JournalFile) -> list[Contact]:
    return [each.what for each in contacts.some(journal.db, contacts.ids(journal.db))]


def test_a_contact_is_known_by_each_of_its_numbers(journal: JournalFile) -> None:
    ana, bank = save(journal, ANA).id, save(journal, BANK).id
    found = contacts.holders(journal.db, ["+381651234567", "vox bank", "+1"])
    assert {party: each.id for party, each in found.items()} == {"+381651234567": ana, "vox bank": bank}
    assert dict(contacts.names(journal.db)) == dict.fromkeys(ANA.parties, ANA.name) | dict.fromkeys(
        BANK.parties, BANK.name
    )


def test_a_number_of_another_contact_is_told_and_nothing_is_saved(journal: JournalFile) -> None:
    save(journal, ANA)
    assert save(journal, Contact("Ivo", ("+1", ANA.parties[0]))) == Saved(0, ((ANA.parties[0], ANA.name),))
    assert kept(journal) == [ANA]


def test_a_contact_is_changed_in_place(journal: JournalFile) -> None:
    ana = save(journal, ANA).id
    changed = Contact("Ana", (ANA.parties[0],))
    assert save(journal, changed, ana) == Saved(ana)
    assert kept(journal) == [changed]
    assert save(journal, Contact("Ivo", (ANA.parties[1],))).id != ana


def test_a_removed_contact_leaves_its_numbers_free(journal: JournalFile) -> None:
    ana = save(journal, ANA).id
    assert journal.run(partial(contacts.remove, contact_id=ana)) == ANA
    assert journal.run(partial(contacts.remove, contact_id=ana)) is None
    assert contacts.names(journal.db) == []
    assert save(journal, ANA, ana).id


def test_contacts_are_found_by_name_note_and_number_and_listed_by_name(journal: JournalFile) -> None:
    bank, ana = save(journal, BANK).id, save(journal, ANA).id
    assert list(contacts.ids(journal.db)) == [ana, bank]
    assert list(contacts.ids(journal.db, words="ANIĆ")) == [ana]
    assert list(contacts.ids(journal.db, words="morning")) == [ana]
    assert list(contacts.ids(journal.db, words="vox b")) == [bank]
    assert list(contacts.ids(journal.db, digits="6512")) == [ana]
    assert list(contacts.ids(journal.db, words="%")) == []


def test_a_file_adds_and_overwrites_nothing(journal: JournalFile) -> None:
    new, added, already, other = (
        ContactClass.NEW,
        ContactClass.ADDED,
        ContactClass.ALREADY,
        ContactClass.OTHER_NAME,
    )
    one, two = ANA.parties
    rows = (
        (Contact("Ana Anić", (one,), "Prefers mornings"), new),
        (Contact("ana  anić", (one,)), already),
        (Contact("Ana Anić", (one, two), "Left-handed"), added),
        (Contact("Ivo", (two, "+1")), other),
        (Contact("Ana Anić", ("+2",)), new),
        (Contact("Ana Anić", ("+2", two)), other),
    )
    assert enter(journal, *(row for row, _ in rows)) == [what for _, what in rows]
    assert kept(journal) == [
        Contact("Ana Anić", (one, two), "Prefers mornings\nLeft-handed"),
        Contact("Ana Anić", ("+2",)),
    ]


def test_a_name_is_completed_by_how_its_words_begin_to_each_telephone_number(journal: JournalFile) -> None:
    save(journal, ANA)
    save(journal, BANK)
    save(journal, Contact("Bojana 100%_", ("+381601111111",)))

    def found(words: str, limit: int = 9) -> list[str]:
        return [party for _, party in contacts.completing(journal.db, words, limit=limit)]

    assert found("ana") == found("ANI an") == list(ANA.parties)
    assert found("ana", limit=1) == [ANA.parties[0]]
    assert found("100%") == ["+381601111111"]
    for words in ("bank", "na", "ana x", "", " "):
        assert found(words) == []
