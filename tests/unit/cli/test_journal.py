"""How commands open the journal: alone, or beside the program that works on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from vox_console.cli.journal import open_journal, read_journal
from vox_console.domain.contact import Contact
from vox_console.domain.errors import StoreHeld
from vox_console.settings.folders import Folders
from vox_console.storage import contacts


def test_a_journal_that_is_worked_on_can_only_be_read(tmp_path: Path) -> None:
    folders = Folders.choose(tmp_path / "tree")

    async def main() -> None:
        async with open_journal(folders) as controller:
            await controller.contacts.save(Contact("Ana", ("+381641234567",)))
            with pytest.raises(StoreHeld, match="held by"):
                async with open_journal(folders):
                    pass
            async with read_journal(folders) as database:
                (kept,) = await database.read(lambda db: contacts.some(db, contact_ids=[1]))
        assert kept.what.name == "Ana"

    asyncio.run(main())
