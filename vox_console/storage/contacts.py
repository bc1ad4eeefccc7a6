"""Names of those we write with. A number belongs to one contact at most; a contact may have several.

Nothing that is kept is overwritten by what is read from a file: a row adds to the contact of the same name
that has one of its numbers, and a row whose number is known under another name is left out.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.domain.contact import Contact, StoredContact, fold_name
from vox_console.domain.contact_books import ContactClass
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a contact. id: 0 when it was not saved, because `taken` belong to others: key, name."""

    id: int
    taken: tuple[tuple[str, str], ...] = ()


def save(db: apsw.Connection, contact: Contact, *, contact_id: int = 0, now_us: int) -> Saved:
    """Keep a contact, in the place of one that is kept. contact_id: that one's, 0 for a new contact."""
    held = holders(db, contact.parties)
    taken = tuple((party, other.what.name) for party, other in held.items() if other.id != contact_id)
    if taken:
        return Saved(0, taken)
    values = (contact.name, fold_name(contact.name), contact.note, now_us)
    known = contact_id and one_row(db, "SELECT 1 FROM contacts WHERE id = ?", (contact_id,))
    if known:
        db.execute(
            "UPDATE contacts SET name = ?, folded = ?, note = ?, changed_at_us = ? WHERE id = ?",
            (*values, contact_id),
        )
        db.execute("DELETE FROM contact_parties WHERE contact_id = ?", (contact_id,))
    else:
        db.execute("INSERT INTO contacts (name, folded, note, changed_at_us) VALUES (?,?,?,?)", values)
        contact_id = db.last_insert_rowid()
    db.executemany(
        "INSERT INTO contact_parties (party, contact_id) VALUES (?,?)",
        [(party, contact_id) for party in contact.parties],
    )
    return Saved(contact_id)


def remove(db: apsw.Connection, contact_id: int) -> Contact | None:
    """Forget a contact and give it, None when there is none of that id."""
    found = some(db, [contact_id])
    db.execute("DELETE FROM contacts WHERE id = ?", (contact_id,))
    db.execute("DELETE FROM contact_parties WHERE contact_id = ?", (contact_id,))
    return found[0].what if found else None


def enter(db: apsw.Connection, contacts: Iterable[Contact], *, now_us: int) -> list[tuple[ContactClass, str]]:
    """Take contacts of a file in; give of each what became of it, and the reason where it was left out."""
    return [_enter(db, contact, now_us) for contact in contacts]


def holders(db: apsw.Connection, parties: Iterable[str]) -> dict[str, StoredContact]:
    """Give the contact of each of these keys that has one."""
    rows = all_rows(
        db,
        "SELECT p.party, p.contact_id FROM json_each(?) wanted"
        " CROSS JOIN contact_parties p ON p.party = wanted.value",
        (json.dumps(list(parties)),),
    )
    by_id = {each.id: each for each in some(db, list({row[1] for row in rows}))}
    return {party: by_id[contact_id] for party, contact_id in rows}


def names(db: apsw.Connection) -> list[tuple[str, str]]:
    """Give the name of every key that has one."""
    return [
        (party, name)
        for party, name in all_rows(
            db, "SELECT p.party, c.name FROM contact_parties p JOIN contacts c ON c.id = p.contact_id"
        )
    ]


def ids(db: apsw.Connection, *, words: str = "", digits: str = "") -> array[int]:
    """Give contacts by name. words: of the name or the note; digits: of a number; both "" for all."""
    rows = db.execute(
        "SELECT id FROM contacts c WHERE (?1 = '' AND ?2 = '')"
        " OR (?1 <> '' AND (instr(c.folded, ?1) OR instr(lower(c.note), ?1)))"
        " OR (?1 <> '' AND EXISTS (SELECT 1 FROM contact_parties p"
        " WHERE p.contact_id = c.id AND instr(p.party, ?1)))"
        " OR (?2 <> '' AND EXISTS (SELECT 1 FROM contact_parties p"
        " WHERE p.contact_id = c.id AND instr(p.party, ?2))) ORDER BY folded, id",
        (fold_name(words), digits),
    )
    return array("q", (row[0] for row in rows))


def completing(db: apsw.Connection, words: str, *, limit: int) -> list[tuple[str, str]]:
    """Give names and telephone numbers (as keys) whose names have words that begin so, by name."""
    wanted = json.dumps(fold_name(words).split())
    rows = all_rows(
        db,
        "SELECT c.name, p.party FROM contacts c JOIN contact_parties p ON p.contact_id = c.id"
        " WHERE p.party GLOB '+*' AND ?1 <> '[]' AND NOT EXISTS (SELECT 1 FROM json_each(?1) word"
        " WHERE NOT instr(' ' || c.folded, ' ' || word.value)) ORDER BY c.folded, p.party LIMIT ?2",
        (wanted, limit),
    )
    return [(name, party) for name, party in rows]


def some(db: apsw.Connection, contact_ids: Sequence[int]) -> list[StoredContact]:
    """Give contacts by their ids, in the order asked for; one that is none is left out."""
    which = (json.dumps(list(contact_ids)),)
    parties: dict[int, list[str]] = {}
    for contact_id, party in all_rows(
        db,
        "SELECT p.contact_id, p.party FROM json_each(?) wanted CROSS JOIN contact_parties p"
        " ON p.contact_id = wanted.value ORDER BY p.party",
        which,
    ):
        parties.setdefault(contact_id, []).append(party)
    rows = all_rows(
        db,
        "SELECT c.id, c.name, c.note FROM json_each(?) wanted CROSS JOIN contacts c ON c.id = wanted.value"
        " ORDER BY wanted.key",
        which,
    )
    return [
        StoredContact(contact_id, Contact(name, tuple(parties.get(contact_id, ())), note))
        for contact_id, name, note in rows
    ]


def _enter(db: apsw.Connection, contact: Contact, now_us: int) -> tuple[ContactClass, str]:
    held = holders(db, contact.parties)
    if not held:
        save(db, contact, now_us=now_us)
        return ContactClass.NEW, ""
    for party, other in held.items():
        if fold_name(other.what.name) != fold_name(contact.name):
            return ContactClass.OTHER_NAME, f"{party} is known as {other.what.name}."
    if len({other.id for other in held.values()}) > 1:
        return ContactClass.OTHER_NAME, "Its numbers belong to two contacts of this name."
    known = next(iter(held.values()))
    parties = tuple(dict.fromkeys((*known.what.parties, *contact.parties)))
    note = known.what.note
    if contact.note not in note:
        note = "\n".join(filter(None, (note, contact.note)))
    merged = Contact(known.what.name, parties, note)
    if merged == known.what:
        return ContactClass.ALREADY, ""
    save(db, merged, contact_id=known.id, now_us=now_us)
    return ContactClass.ADDED, ""
