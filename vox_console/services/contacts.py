"""Who stands behind a number, as the window, the command line and the inbox see it.

Lists and chips ask for names while they draw, so the names of all keys are kept in memory once they have been
loaded (:meth:`ContactBook.load_names`), and are read anew with every change.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from vox_console.domain.contact import (
    MOST_NAME_CHARACTERS,
    MOST_NOTE_CHARACTERS,
    Contact,
    StoredContact,
    party_of_digits,
)
from vox_console.domain.contact_books import ContactClass
from vox_console.domain.opt_out import clean_words
from vox_console.services.clocks import Clocks
from vox_console.services.events import ContactsChanged, Event
from vox_console.services.opt_outs import search_digits
from vox_console.storage import contacts
from vox_console.storage.contacts import Saved
from vox_console.storage.database import Database


class ContactBook:
    """The contacts of one journal. Raises, from everything that reads or writes: StoreError."""

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self._names: Mapping[str, str] = {}
        self._loaded = False

    # ---- names

    async def load_names(self) -> None:
        """Read the names, so that `name_of` knows them from here on."""
        self._names = dict(await self._database.read(contacts.names))
        self._loaded = True
        if self._names:
            self._announce(ContactsChanged())

    def name_of(self, party: str) -> str:
        """Give the name of a key of domain.conversation.party_key; "" for none, or before they are loaded."""
        return self._names.get(party, "")

    def name_of_recipient(self, digits: str) -> str:
        """Give the name of a number as messages carry it: digits without a plus."""
        return self._names.get(party_of_digits(digits), "")

    # ---- changing

    async def save(self, contact: Contact, *, contact_id: int = 0) -> Saved:
        """Keep a contact, in the place of one that is kept (contact_id, 0 for a new one)."""
        job = partial(
            contacts.save, contact=_cleaned(contact), contact_id=contact_id, now_us=self._clocks.now_us()
        )
        saved = await self._database.run(job)
        if saved.id:
            await self._changed()
        return saved

    async def remove(self, contact_id: int) -> Contact | None:
        """Forget a contact; give it, to be saved again. None when it has gone already."""
        removed = await self._database.run(partial(contacts.remove, contact_id=contact_id))
        if removed is not None:
            await self._changed()
        return removed

    async def enter(self, found: Iterable[Contact]) -> list[tuple[ContactClass, str]]:
        """Take contacts of a file in, overwriting nothing; `refresh` tells of them when all are in."""
        cleaned = [_cleaned(contact) for contact in found]
        return await self._database.run(
            partial(contacts.enter, contacts=cleaned, now_us=self._clocks.now_us())
        )

    async def refresh(self) -> None:
        """Read the names anew and tell everybody."""
        await self._changed()

    # ---- reading

    async def holders(self, parties: Iterable[str]) -> Mapping[str, StoredContact]:
        """Give the contact of each of these keys that has one."""
        return await self._database.read(partial(contacts.holders, parties=list(parties)))

    async def search(self, typed: str = "", *, default_region: str = "") -> array[int]:
        """Give the contacts whose name, note or number fits what was typed, by name; all for ""."""
        words = typed.strip()
        digits = "" if any(map(str.isalpha, words)) else search_digits(words, default_region=default_region)
        return await self._database.read(partial(contacts.ids, words=words, digits=digits))

    async def complete(self, words: str, *, limit: int) -> list[tuple[str, str]]:
        """Give names and keys of telephone numbers whose names have words that begin as these, by name."""
        return await self._database.read(partial(contacts.completing, words=words, limit=limit))

    async def contacts(self, ids: Sequence[int]) -> list[StoredContact]:
        """Give contacts by their ids."""
        return await self._database.read(partial(contacts.some, contact_ids=list(ids)))

    async def _changed(self) -> None:
        if self._loaded:
            self._names = dict(await self._database.read(contacts.names))
        self._announce(ContactsChanged())


def _cleaned(contact: Contact) -> Contact:
    return replace(
        contact,
        name=" ".join(clean_words(contact.name).split())[:MOST_NAME_CHARACTERS],
        parties=tuple(dict.fromkeys(contact.parties)),
        note=clean_words(contact.note)[:MOST_NOTE_CHARACTERS],
    )
