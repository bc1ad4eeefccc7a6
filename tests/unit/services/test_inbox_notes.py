"""Notes of a conversation, as the inbox desk keeps and shows them."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from tests.support.desk import open_desk
from vox_console.domain.conversation import ConversationKey
from vox_console.services.events import ThreadsChanged
from vox_console.services.inbox import NoteLine
from vox_console.storage import threads


def test_a_note_is_a_line_of_its_conversation_and_can_be_taken_back(tmp_path: Path) -> None:
    async def main() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            inbox = desk.controller.inbox
            make = partial(threads.thread_for, profile="work", their_address="+1", our_address="+2")
            ana = await desk.database.run(partial(make, key=ConversationKey("+1", "+2")))
            ivo = await desk.database.run(partial(make, key=ConversationKey("+3", "+2")))
            await inbox.merge(ivo, into=ana)
            desk.events.clear()
            note_id = await inbox.write_note(ivo, "Call back")
            (line,) = await inbox.lines(ana)
            assert isinstance(line, NoteLine)
            assert (line.note.id, line.note.text) == (note_id, "Call back")
            assert await inbox.lines(ana, before=line.place) == []
            note = await inbox.remove_note(note_id)
            assert note == line.note
            assert await inbox.remove_note(note_id) is None
            assert await inbox.lines(ana) == []
            await inbox.put_note_back(note)
            assert await inbox.lines(ana) == [line]
            assert desk.events == [ThreadsChanged((ana, ivo))] * 3

    asyncio.run(main())
