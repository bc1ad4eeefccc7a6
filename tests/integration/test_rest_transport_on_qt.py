"""REST on the loop the window runs on: Qt's, through qasync."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication

from tests.support.rest_wire import NUMBER, http_peer, running, settings
from vox_console.domain.link import Bound, Offline, Waiting
from vox_console.transports.base import Accepted, Unanswered
from vox_console.ui.bridge import run_on_qt


def test_a_whole_life_on_qts_loop(qapp: QApplication) -> None:
    async def scene() -> None:
        async with http_peer() as peer:
            chosen = settings(peer.port, check_every_s=0.05, response_timeout_s=0.3)
            async with running(chosen) as account:
                await account.bound()
                await account.send(NUMBER)
                (await peer.asked()).answer(body={"message_id": "9be2"})
                await account.sink.until(lambda: account.sink.told)
                async with asyncio.TaskGroup() as tasks:
                    asking = tasks.create_task(account.transport.query("9be2"))
                    (await peer.asked()).answer(body={"status": "DELIVRD"})
                assert asking.result().receipt.word == "DELIVRD"
                await account.sink.until(lambda: len(account.sink.round_trips) > 1)
                await account.send(NUMBER, first=2)
                unanswered = await peer.asked()
                await account.sink.reaches(Waiting)
                (accepted, unheard) = account.sink.told
                assert isinstance(accepted, Accepted)
                assert (accepted.attempt_id, accepted.provider_id) == (1, "9be2")
                assert isinstance(unheard, Unanswered)
                assert (unheard.attempt_id, unheard.reason) == (2, "no answer within 0.3 s")
                unanswered.cut()
                account.transport.bind_now()
                await account.sink.reaches(Bound)
            assert isinstance(account.sink.states[-1], Offline)

    assert isinstance(qapp, QApplication)
    run_on_qt(qapp, scene)
