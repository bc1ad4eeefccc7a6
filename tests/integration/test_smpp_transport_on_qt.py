"""The transport on the loop the window runs on: Qt's, through qasync."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.support.smpp_wire import listening, running, settings
from vox_console.domain.delivery import Delivery
from vox_console.domain.link import Bound, Offline, Waiting
from vox_console.smpp import pdus
from vox_console.transports.base import Accepted, Confirm, Unanswered
from vox_console.ui.bridge import run_on_qt


def test_a_whole_life_on_qts_loop(qapp: QApplication) -> None:
    async def scene() -> None:
        async with listening() as port:
            chosen = settings(port.port, enquire_link_s=0.05, response_timeout_s=0.3)
            async with running(chosen) as account:
                peer = await port.bound_peer()
                await account.sink.reaches(Bound)
                account.send(2)
                submit = await peer.expect(pdus.SubmitSm)
                await peer.expect(pdus.SubmitSm)
                peer.say(
                    pdus.SubmitSmResp(submit.sequence, 0, "9be2"),
                    pdus.DeliverSm(41, Delivery("381", "Vox", 4, 0, b"id:9be2 stat:DELIVRD")),
                )
                await account.sink.until(lambda: account.sink.arrived)
                account.transport.confirm([account.sink.arrived[0].token], Confirm.STORED)
                assert await peer.expect(pdus.DeliverSmResp) == pdus.DeliverSmResp(41)
                probe = await peer.expect(pdus.EnquireLink)
                peer.say(pdus.EnquireLinkResp(probe.sequence))
                await account.sink.until(lambda: account.sink.round_trips and len(account.sink.told) == 2)
                assert account.sink.told == [Accepted(1, "9be2"), Unanswered(2, "no answer within 0.3 s")]
                peer.writer.transport.abort()
                await account.sink.reaches(Waiting)
                account.transport.bind_now()
                await port.bound_peer()
                await account.sink.reaches(Bound)
            assert isinstance(account.sink.states[-1], Offline)

    assert isinstance(qapp, QApplication)
    run_on_qt(qapp, scene)
