"""Providers as they should not be. None of them may hang the link, lose an outcome or start a storm."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from tests.support.smpp_wire import Listening, Peer, listening, run, running, settings
from vox_console.domain.delivery import Delivery
from vox_console.domain.link import Binding, Bound, Offline, Stopped, Waiting
from vox_console.domain.secret import Secret
from vox_console.smpp import pdus
from vox_console.smpp.codec import encode
from vox_console.smpp.pdus import CommandStatus
from vox_console.transports.base import Accepted, Confirm, Refused, Unanswered
from vox_console.transports.smpp_link import CLOSE_GRACE_S

DELIVERY = Delivery("381641234567", "VoxBank", 4, 0, b"id:9be2 stat:DELIVRD")


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n", "web server"),
        (b"<html><body>404</body></html>", "web server"),
        (b"\xff\xff\xff\xff" + bytes(1000), "limit"),
        (bytes(4), "0 octets"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"),
    ],
)
@pytest.mark.parametrize("bound", [False, True], ids=["before the bind", "after the bind"])
def test_garbage_closes_the_link_and_says_what_it_was(first: bytes, words: str, *, bound: bool) -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await (port.bound_peer() if bound else port.peer())
            await account.sink.reaches(Bound if bound else Binding)
            peer.say(first)
            waiting = await account.sink.reaches(Waiting)
            assert words in waiting.reason
            assert pdus.GenericNack(0, CommandStatus.ESME_RINVCMDLEN) in await peer.at_end()

    run(scene)


def test_a_stall_in_mid_pdu_ends_the_link() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port, half_pdu_timeout_s=0.05)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            peer.say(encode(pdus.EnquireLink(1))[:15])
            assert "middle of a PDU" in (await account.sink.reaches(Waiting)).reason

    run(scene)


def test_a_link_that_is_dead_in_one_direction_is_given_up_and_nothing_is_forgotten() -> None:
    async def scene() -> None:
        chosen = settings(0, enquire_link_s=0.05, enquire_timeout_s=0.05, response_timeout_s=20)
        async with listening() as port, running(replace(chosen, port=port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send(3)
            assert "no longer answers" in (await account.sink.reaches(Waiting)).reason
            reason = "the link closed before the answer came"
            assert account.sink.told == [Unanswered(attempt, reason) for attempt in (1, 2, 3)]
            seen = await peer.at_end()
            assert [type(pdu) for pdu in seen] == [pdus.SubmitSm] * 3 + [pdus.EnquireLink] * 2

    run(scene)


def test_a_peer_that_never_answers_a_bind_is_given_up() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port, bind_timeout_s=0.05)) as account:
            await port.peer()
            assert "did not answer the bind" in (await account.sink.reaches(Waiting)).reason

    run(scene)


def test_an_unbind_in_mid_window_is_answered_and_the_rest_is_unanswered() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send(3)
            submits = [await peer.expect(pdus.SubmitSm) for _ in range(3)]
            peer.say(pdus.SubmitSmResp(submits[1].sequence, 0, "b"), pdus.Unbind(77))
            assert await peer.at_end() == [pdus.UnbindResp(77)]
            waiting = await account.sink.reaches(Waiting)
            assert "ended the session" in waiting.reason
            reason = "the link closed before the answer came"
            assert account.sink.told == [Accepted(2, "b"), Unanswered(1, reason), Unanswered(3, reason)]

    run(scene)


def test_answers_that_stand_behind_a_flood_of_messages_are_all_taken() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            account.send(100)
            submits = [await peer.expect(pdus.SubmitSm) for _ in range(100)]
            peer.say(*[pdus.DeliverSm(1000 + number, DELIVERY) for number in range(2000)])
            peer.say(*[pdus.SubmitSmResp(submit.sequence, 0, "id") for submit in submits])
            await account.sink.until(lambda: len(account.sink.told) == 100)
            assert len(account.sink.arrived) == 2000
            assert set(account.sink.accepted) == set(range(1, 101))

    run(scene)


def test_a_lost_unbind_answer_does_not_hang_the_end() -> None:
    async def scene() -> None:
        async with listening() as port:
            async with running(settings(port.port, unbind_timeout_s=0.1)) as account:
                await port.bound_peer()
                await account.sink.reaches(Bound)
                started = time.monotonic()
            assert time.monotonic() - started < CLOSE_GRACE_S
            assert isinstance(account.sink.states[-1], Offline)

    run(scene)


def test_a_peer_that_closes_instead_of_answering_the_unbind_does_not_hang_the_end() -> None:
    async def scene() -> None:
        async with listening() as port, asyncio.TaskGroup() as tasks:
            async with running(settings(port.port, unbind_timeout_s=20)) as account:
                peer = await port.bound_peer()
                await account.sink.reaches(Bound)

                async def slam() -> None:
                    await peer.expect(pdus.Unbind)
                    peer.writer.transport.abort()

                tasks.create_task(slam())
                started = time.monotonic()
            assert time.monotonic() - started < 10
            assert isinstance(account.sink.states[-1], Offline)

    run(scene)


def test_a_peer_that_closes_at_once_is_waited_for_and_tried_again() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            for attempt in (1, 2):
                peer = await port.peer()
                peer.writer.close()
                waiting = await account.sink.reaches(Waiting)
                assert waiting.attempt == attempt
                assert waiting.retry_at_s > time.monotonic()
                account.transport.bind_now()
            await port.bound_peer()
            await account.sink.reaches(Bound)

    run(scene)


def test_unknown_and_malformed_pdus_leave_the_session_alone() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.bound_peer()
            await account.sink.reaches(Bound)
            peer.say(pdus.UnknownPdu(0x00012345, 5, b"?"))
            assert await peer.read() == pdus.GenericNack(5, CommandStatus.ESME_RINVCMDID)
            peer.say(bytes.fromhex("00000014 00000005 00000000 00000006 41414141"))
            assert await peer.read() == pdus.DeliverSmResp(6, CommandStatus.ESME_RINVCMDLEN)
            peer.say(pdus.Outbind(7, "smsc", Secret("pw")), pdus.EnquireLink(8))
            assert await peer.read() == pdus.EnquireLinkResp(8)
            account.send()
            submit = await peer.expect(pdus.SubmitSm)
            peer.say(bytes.fromhex("00000010 80000004 00000058") + submit.sequence.to_bytes(4))
            await account.sink.until(lambda: account.sink.told)
            assert account.sink.told == [Refused(1, CommandStatus.ESME_RTHROTTLED)]
            assert len(account.sink.notes) == 3

    run(scene)


async def refused(port: Listening, status: int) -> Peer:
    peer = await port.peer()
    await peer.accept_bind(status)
    return peer


@pytest.mark.parametrize("status", [CommandStatus.ESME_RALYBND, CommandStatus.ESME_RBINDFAIL])
def test_already_bound_is_never_asked_again_within_half_a_minute(status: int) -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            for attempt in range(1, 9):
                await refused(port, status)
                waiting = await account.sink.reaches(Waiting)
                assert 29 < waiting.retry_at_s - time.monotonic() <= 60
                assert waiting.attempt == attempt
                assert port.peers.empty()
                account.transport.bind_now()  # as if the time were over
            await port.bound_peer()
            await account.sink.reaches(Bound)

    run(scene)


def test_a_wrong_password_stops_until_a_person_tries_again() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await refused(port, CommandStatus.ESME_RINVPASWD)
            stopped = await account.sink.reaches(Stopped)
            assert "password" in stopped.reason
            assert stopped.hint
            assert await peer.at_end() == []
            await asyncio.sleep(0.05)
            assert port.peers.empty()
            account.transport.bind_now()
            await port.bound_peer()
            await account.sink.reaches(Bound)

    run(scene)


def test_a_refusal_without_a_body_is_a_refusal() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            peer = await port.peer()
            bind = await peer.expect(pdus.BindRequest)
            peer.say(bytes.fromhex("00000010 80000009 0000000E") + bind.sequence.to_bytes(4))
            await account.sink.reaches(Stopped)

    run(scene)


def test_a_password_that_fits_no_pdu_stops_before_a_byte_of_it_leaves() -> None:
    async def scene() -> None:
        async with listening() as port:
            chosen = settings(port.port)
            long = replace(chosen.session, password=Secret("k4narie" * 10))
            async with running(replace(chosen, session=long)) as account:
                stopped = await account.sink.reaches(Stopped)
                assert "password" in stopped.reason
                assert "k4n" not in repr(account.sink.states)
                peer = await port.peer()
                assert await peer.at_end() == []

    run(scene)


def test_nobody_listening_is_waited_for() -> None:
    async def scene() -> None:
        async with listening() as port:
            free = port.port
        async with running(settings(free)) as account:
            waiting = await account.sink.reaches(Waiting)
            assert "refused the connection" in waiting.reason
            assert account.transport.lease(1) is None

    run(scene)


def test_over_fifty_reconnects_old_confirmations_are_dropped_and_new_ones_count() -> None:
    async def scene() -> None:
        async with listening() as port, running(settings(port.port)) as account:
            arrived = account.sink.arrived
            for number in range(1, 51):
                peer = await port.bound_peer()
                await account.sink.reaches(Bound)
                account.transport.confirm([arrival.token for arrival in arrived], Confirm.STORED)
                peer.say(pdus.DeliverSm(41, DELIVERY), pdus.EnquireLink(42))
                assert await peer.read() == pdus.EnquireLinkResp(42), "an old confirmation was sent"
                await account.sink.until(lambda: len(arrived) == number)  # noqa: B023 - awaited here
                account.transport.confirm([arrived[-1].token], Confirm.STORED)
                assert await peer.read() == pdus.DeliverSmResp(41)
                peer.writer.transport.abort()
                await account.sink.reaches(Waiting)
                account.transport.bind_now()

    run(scene)
