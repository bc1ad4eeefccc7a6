"""What is read in the journal through the controller."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.desk import ORDER, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import receipt
from tests.support.journal_file import orphans_of
from vox_console.domain.message import MessageState


def test_evidence_orphans_senders_and_the_id_relation_are_there(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            controller = desk.controller
            assert await controller.id_relation() is None
            (message,) = await controller.send(ORDER)
            await controller.send(replace(ORDER, sender="Acme"))
            await desk.until_state(MessageState.ACCEPTED, message)
            desk.transport.push(receipt("id-1"), receipt("nobody's"))
            await desk.until_state(MessageState.DELIVERED, message)
            evidence = await controller.evidence(message.id)
            assert [attempt.state for attempt in evidence.attempts] == ["accepted"]
            assert [told.word for told in evidence.receipts] == ["DELIVRD"]
            assert await desk.database.read(orphans_of) == 1
            assert await controller.recent_senders() == ["Acme", "Vox"]
            assert await controller.id_relation() == ("same", False)

    run_story(story())
