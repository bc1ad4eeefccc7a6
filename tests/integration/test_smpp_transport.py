from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.smpp_wire import (
    RECIPIENT,
    SENDER,
    SESSION,
    RecordingSink,
    listening,
    run,
    running,
    settings,
)
from vox_console.domain.delivery import Delivery
from vox_console.domain.link import Binding, Bound, Connecting, Offline, Waiting
from vox_console.domain.submission import SubmitRequest
from vox_console.smpp import pdus
from vox_console.smpp.pdus import BindKind, CommandStatus
from vox_console.transports.base import Accepted, Arrival, Confirm, NotSent, Refused, Unanswered
from vox_console.transports.smpp import TRANSMITTER_AND_RECEIVER

DELIVERY = Delivery("381641234567", "VoxBank", 4, 0, b"id:9be2 stat:DELIVRD")


def test_a_whole_life_from_connect_to_unbind() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port, enquire_link_s=0.05)) as account:
            peer = await port.bound_peer()
            bound = await account.sink.reaches(Bound)
            assert (bound.system_id, bound.encrypted) == ("smsc", False)
            session = account.send(2)
            assert session == bound.session
            first, second = await peer.expect(pdus.SubmitSm), await peer.expect(pdus.SubmitSm)
            peer.say(
                pdus.SubmitSmResp(second.sequence, CommandStatus.ESME_RTHROTTLED),
                pdus.SubmitSmResp(first.sequence, 0, "9be2"),
                pdus.DeliverSm(41, DELIVERY),
            )
            await account.sink.until(lambda: account.sink.arrived)
            assert account.sink.told == [Refused(2, CommandStatus.ESME_RTHROTTLED), Accepted(1, "9be2")]
            account.transport.confirm([account.sink.arrived[0].token], Confirm.STORED)
            assert await peer.expect(pdus.DeliverSmResp) == pdus.DeliverSmResp(41)
            probe = await peer.expect(pdus.EnquireLink)
            peer.say(pdus.EnquireLinkResp(probe.sequence))
            await account.sink.until(lambda: account.sink.round_trips)
            account.transport.bind_now()  # changes nothing while bound
        assert [type(state) for state in account.sink.states] == [Connecting, Binding, Bound, Offline]

    run(scene)


def test_leaving_unbinds_and_acknowledges_what_is_confirmed_meanwhile() -> None:
    async def scene() -> None:
        async with listening() as port, asyncio.TaskGroup() as tasks:
            async with running(settings(port.port, unbind_timeout_s=20)) as account:
                peer = await port.bound_peer()
                await account.sink.reaches(Bound)
                account.send()
                await peer.expect(pdus.SubmitSm)
                peer.say(pdus.DeliverSm(41, DELIVERY))
                await account.sink.until(lambda: account.sink.arrived)

                async def end_of_the_peer() -> None:
                    unbind = await peer.expect(pdus.Unbind)
                    assert account.transport.lease(1) is None
                    account.transport.confirm([account.sink.arrived[0].token], Confirm.TRY_AGAIN)
                    assert await peer.expect(pdus.DeliverSmResp) == pdus.DeliverSmResp(
                        41, CommandStatus.ESME_RX_T_APPN
                    )
                    peer.say(pdus.UnbindResp(unbind.sequence))
                    assert await peer.at_end() == []

                tasks.create_task(end_of_the_peer())
            assert account.sink.told == [Unanswered(1, "the link was unbound here before the answer came")]
            assert isinstance(account.sink.states[-1], Offline)

    run(scene)


def test_nothing_is_leased_before_the_bind_is_answered() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.peer()
            await account.sink.reaches(Binding)
            assert account.transport.lease(1) is None
            await peer.accept_bind()
            await account.sink.reaches(Bound)
            assert account.transport.lease(1) is not None
            peer.writer.transport.abort()
            await account.sink.reaches(Waiting)
            assert account.transport.lease(1) is None

    run(scene)


def test_requests_for_a_session_that_is_gone_are_not_sent() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            lease = account.transport.lease(1)
            assert lease is not None
            peer.writer.transport.abort()
            await account.sink.reaches(Waiting)
            requests = [SubmitRequest(9, lease.sequences[0], SENDER, RECIPIENT, 0, 0, b"Hi")]
            account.transport.submit(lease.session, requests)
            assert account.sink.told == [], "told at once, in the middle of submitting"
            await account.sink.until(lambda: account.sink.told)
            account.transport.bind_now()
            again = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.transport.submit(lease.session, requests)
            await account.sink.until(lambda: len(account.sink.told) == 2)
            assert all(isinstance(outcome, NotSent) for outcome in account.sink.told)
            again.say(pdus.Unbind(1))
            assert await again.at_end() == [pdus.UnbindResp(1)]

    run(scene)


def test_a_lost_link_leaves_the_written_unanswered_and_the_answered_alone() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send(3)
            first = await peer.expect(pdus.SubmitSm)
            peer.say(pdus.SubmitSmResp(first.sequence, 0, "a"))
            await account.sink.until(lambda: account.sink.told)
            peer.writer.transport.abort()
            await account.sink.reaches(Waiting)
            reason = "the link closed before the answer came"
            assert account.sink.told == [Accepted(1, "a"), Unanswered(2, reason), Unanswered(3, reason)]

    run(scene)


def test_an_answer_after_its_time_still_decides() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port, response_timeout_s=0.05)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send()
            submit = await peer.expect(pdus.SubmitSm)
            await account.sink.until(lambda: account.sink.told)
            peer.say(
                pdus.SubmitSmResp(submit.sequence, 0, "late"), pdus.SubmitSmResp(submit.sequence, 0, "twice")
            )
            await account.sink.until(lambda: len(account.sink.told) > 1)
            assert account.sink.told == [Unanswered(1, "no answer within 0.05 s"), Accepted(1, "late")]

    run(scene)


def test_an_acceptance_without_an_id_is_an_acceptance() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send()
            submit = await peer.expect(pdus.SubmitSm)
            peer.say(bytes.fromhex("00000010 80000004 00000000") + submit.sequence.to_bytes(4))
            await account.sink.until(lambda: account.sink.told)
            assert account.sink.told == [Accepted(1, "")]

    run(scene)


def test_a_request_that_fits_no_pdu_is_refused_here_and_told() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send(text=bytes(255))
            account.send(first=2)
            assert (await peer.expect(pdus.SubmitSm)).content == b"Hello"
            await account.sink.until(lambda: account.sink.told)
            assert account.sink.told == [Refused(1, CommandStatus.ESME_RINVMSGLEN)]
            assert "255 octets" in str(account.sink.notes[0])

    run(scene)


def test_a_peer_that_does_not_read_stops_the_leases_until_it_reads() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            peer.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's has it
            sent = 0
            while account.transport.lease(1) is not None:
                account.send(20, first=sent + 1, payload=True, text=bytes(60_000))
                sent += 20
                await asyncio.sleep(0)
            told = len(account.sink.states)
            peer.writer.transport.resume_reading()  # type: ignore[attr-defined]  # the same
            for _ in range(sent):
                await peer.expect(pdus.SubmitSm)
            await account.sink.until(lambda: len(account.sink.states) > told)
            assert isinstance(account.sink.states[-1], Bound), "told again, so that the caller goes on"
            assert account.transport.lease(1) is not None

    run(scene)


def test_a_sink_that_fails_on_a_message_has_it_sent_again_and_the_link_lives() -> None:
    class Failing(RecordingSink):
        def arrivals(self, arrivals: Sequence[Arrival]) -> None:
            del arrivals
            raise RuntimeError("a bug")

    async def scene() -> None:
        reported: list[str] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: reported.append(told["message"]))
        async with listening() as port, running(settings(port.port), Failing()) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            peer.say(pdus.DeliverSm(41, DELIVERY), pdus.EnquireLink(42))
            assert await peer.expect(pdus.EnquireLinkResp) == pdus.EnquireLinkResp(42)
            assert await peer.expect(pdus.DeliverSmResp) == pdus.DeliverSmResp(
                41, CommandStatus.ESME_RX_T_APPN
            )
            assert reported == ["a transport's sink failed"]

    run(scene)


class TestTransmitterAndReceiver:
    def test_the_account_is_bound_when_both_are(self) -> None:
        async def scene() -> None:
            async with listening() as port:
                chosen = replace(settings(port.port), binds=TRANSMITTER_AND_RECEIVER)
                async with running(chosen) as account:
                    peers = {}
                    for _ in range(2):
                        peer = await port.peer()
                        bind = await peer.expect(pdus.BindRequest)
                        peers[bind.kind] = peer
                        assert not any(isinstance(state, Bound) for state in account.sink.states)
                        assert account.transport.lease(1) is None
                        peer.say(pdus.BindResponse(bind.kind, bind.sequence, 0, bind.kind))
                    bound = await account.sink.reaches(Bound)
                    assert set(peers) == {BindKind.TX, BindKind.RX}
                    assert bound.system_id == BindKind.TX

                    assert account.send() == bound.session
                    submit = await peers[BindKind.TX].expect(pdus.SubmitSm)
                    for kind, sequence in ((BindKind.RX, 71), (BindKind.TX, 72)):
                        peers[kind].say(pdus.DeliverSm(sequence, DELIVERY))
                    await account.sink.until(lambda: len(account.sink.arrived) == 2)
                    tokens: list[object] = [arrival.token for arrival in account.sink.arrived]
                    account.transport.confirm(tokens, Confirm.STORED)
                    assert (await peers[BindKind.RX].expect(pdus.DeliverSmResp)).sequence == 71
                    assert (await peers[BindKind.TX].expect(pdus.DeliverSmResp)).sequence == 72

                    peers[BindKind.RX].writer.transport.abort()
                    await account.sink.reaches(Waiting)
                    assert account.transport.lease(1) is None
                    peers[BindKind.TX].say(pdus.SubmitSmResp(submit.sequence, 0, "a"))
                    await account.sink.until(lambda: account.sink.accepted)
                    account.transport.bind_now()
                    await port.bound_peer()
                    assert (await account.sink.reaches(Bound)).session == bound.session

        run(scene)

    def test_a_token_of_a_link_that_is_gone_is_dropped(self) -> None:
        async def scene() -> None:
            async with listening() as port, running(settings(port.port)) as account:
                peer = await port.bound_peer()
                await account.sink.reaches(Bound)
                peer.say(pdus.DeliverSm(41, DELIVERY))
                await account.sink.until(lambda: account.sink.arrived)
                old: Arrival = account.sink.arrived[0]
                peer.writer.transport.abort()
                await account.sink.reaches(Waiting)
                account.transport.bind_now()
                again = await port.bound_peer()
                await account.sink.reaches(Bound)
                account.transport.confirm([old.token], Confirm.STORED)
                again.say(pdus.EnquireLink(1))
                assert await again.expect(pdus.EnquireLinkResp) == pdus.EnquireLinkResp(1)

        run(scene)


@pytest.mark.parametrize("host", ["::1", "localhost"])
def test_ipv6_and_names_are_reached(host: str) -> None:
    async def scene() -> None:
        there = "::1" if host == "::1" else "127.0.0.1"
        async with listening(there) as port, running(replace(settings(port.port), host=host)) as account:
            await port.bound_peer()
            bound = await account.sink.reaches(Bound)
            assert bound.address == (f"[::1]:{port.port}" if host == "::1" else f"localhost:{port.port}")

    run(scene)


def test_the_bind_carries_what_was_configured() -> None:
    async def scene() -> None:
        async with listening() as port:
            session = replace(SESSION, system_type="vox", addr_ton=1, addr_npi=2, address_range="^381")
            async with running(replace(settings(port.port), session=session)):
                peer = await port.peer()
                bind = await peer.accept_bind()
                assert (bind.system_type, bind.addr_ton, bind.addr_npi, bind.address_range) == (
                    "vox",
                    1,
                    2,
                    "^381",
                )
                assert (bind.system_id, bind.password, bind.kind) == (
                    "console",
                    SESSION.password,
                    BindKind.TRX,
                )

    run(scene)
