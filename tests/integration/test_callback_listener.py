"""The listener for callbacks on a real socket: what comes in, when it is answered, where it listens."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace

import pytest

from tests.support.callback_peer import (
    ANYWHERE,
    MESSAGE,
    NUMBER,
    REPORT,
    SETTINGS,
    TEXT,
    TOKEN,
    Rig,
    listening,
    play,
)
from vox_console.domain.link import Bound, Offline, Stopped
from vox_console.domain.message import DeliveryState
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.domain.transport_name import Witness
from vox_console.transports.base import Confirm, NotSent
from vox_console.transports.callbacks import CallbackLimits, CallbackSettings


class TestBringing:
    """What a request brings, and in what form it is handed over."""

    @pytest.mark.parametrize("form", ["query", "form", "json"])
    def test_a_report_comes_with_the_evidence_and_without_the_token(self, form: str) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            raw = REPORT.encode()
            if form == "query":
                client.get(REPORT, path=f"/callback/{TOKEN}/dlr")
            elif form == "form":
                client.post(raw, content_type="application/x-www-form-urlencoded")
            else:
                raw = json.dumps(dict(each.split("=") for each in REPORT.split("&"))).encode()
                client.post(raw)
            assert (await client.answer())[::2] == (200, b"OK\n")
            [arrival] = rig.sink.arrived
            assert arrival.delivery.raw == raw
            receipt = arrival.receipt
            assert receipt is not None
            assert (receipt.provider_id, receipt.state) == ("Ab-1", DeliveryState.DELIVERED)
            assert (receipt.source, receipt.error_code, receipt.witness) == (NUMBER, "000", Witness.CALLBACK)

        play(scene)

    def test_a_customers_message_comes_as_text_in_ucs2(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.posted(MESSAGE) == 200
            [arrival] = rig.sink.arrived
            delivery = arrival.delivery
            assert arrival.receipt is None
            assert (delivery.source, delivery.destination, delivery.data_coding) == (NUMBER, "38164000", 8)
            assert delivery.short_message == TEXT.encode("utf-16-be")

        play(scene)

    def test_an_array_is_handed_over_in_one_call(self) -> None:
        async def scene(rig: Rig) -> None:
            reports = [{"id": str(number), "status": "DELIVRD"} for number in range(1_000)]
            assert await rig.posted(reports) == 200
            assert rig.sink.calls == 1
            assert [each.receipt.provider_id for each in rig.sink.arrived if each.receipt] == [
                str(number) for number in range(1_000)
            ]
            assert json.loads(rig.sink.arrived[7].delivery.raw) == reports[7]

        play(scene)

    @pytest.mark.parametrize("word", ["DELIVERED TO CARRIER", "ACTIVATED", "\u0434\u0430", "7"])
    def test_a_word_that_nobody_knows_is_kept(self, word: str) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.posted({"id": "1", "status": word}) == 200
            receipt = rig.sink.arrived[0].receipt
            assert receipt is not None
            assert receipt.word == word

        play(scene)

    def test_of_repeated_parameters_the_first_that_is_not_empty_counts(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status("id=&id=1&id=2&status=DELIVRD") == 200
            receipt = rig.sink.arrived[0].receipt
            assert receipt is not None
            assert receipt.provider_id == "1"

        play(scene)

    def test_the_clock_of_the_provider_is_taken_into_account(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status(f"{REPORT}&delivery_time=2026-03-01+14:00:05") == 200
            receipt = rig.sink.arrived[0].receipt
            assert receipt is not None
            assert receipt.done_at_us == 1_772_366_405_000_000

        play(scene, replace(SETTINGS, utc_offset_min=120))


class TestStoring:
    """200 means that it is stored, and nothing else does."""

    def test_the_client_hears_nothing_before_everything_is_stored(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.post([{"id": "1", "status": "DELIVRD"}, {"id": "2", "status": "DELIVRD"}])
            async with asyncio.TaskGroup() as tasks:
                answer = tasks.create_task(client.status())
                await rig.sink.until(lambda: len(rig.sink.arrived) == 2)
                first, second = rig.sink.arrived
                rig.confirm([first])
                assert await rig.posted(b"not JSON") == 400, "another one is answered meanwhile"
                assert not answer.done()
                rig.confirm([second])
            assert answer.result() == 200

        play(scene, verdict=None)

    def test_what_could_not_be_stored_is_to_be_sent_again(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.get()
            status, head, _ = await client.answer()
            assert status == 503
            assert b"\r\nretry-after: 10\r\n" in head

        play(scene, verdict=Confirm.TRY_AGAIN)

    def test_one_of_many_that_could_not_be_stored_is_enough(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.post([{"id": "1", "status": "DELIVRD"}, {"id": "2", "status": "DELIVRD"}])
            await rig.sink.until(lambda: len(rig.sink.arrived) == 2)
            rig.confirm(rig.sink.arrived[:1])
            rig.confirm(rig.sink.arrived[1:], Confirm.TRY_AGAIN)
            assert await client.status() == 503

        play(scene, verdict=None)

    def test_what_is_not_stored_in_time_is_to_be_sent_again(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status() == 503
            rig.confirm(rig.sink.arrived)
            assert await rig.status() == 503, "a late verdict answers no other request"

        play(scene, verdict=None, limits=CallbackLimits(confirm_s=0.01))

    def test_a_sink_that_fails_is_told_of_and_the_report_is_to_be_sent_again(self) -> None:
        bug = RuntimeError("a bug")

        async def scene(rig: Rig) -> None:
            told: list[object] = []
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _loop, about: told.append(about["exception"]))
            assert await rig.status() == 503
            assert told == [bug]

        play(scene, verdict=bug)

    def test_what_can_be_read_is_stored_though_its_neighbour_cannot(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.posted([{"id": "1", "status": "DELIVRD"}, {"id": "2"}]) == 400
            assert [each.receipt.provider_id for each in rig.sink.arrived if each.receipt] == ["1"]

        play(scene)

    def test_requests_at_the_same_time_are_answered_each_by_its_own_verdict(self) -> None:
        async def scene(rig: Rig) -> None:
            clients = [await rig.client() for _ in range(20)]
            for number, client in enumerate(clients):
                client.get(f"id={number}&status=DELIVRD")
            await rig.sink.until(lambda: len(rig.sink.arrived) == 20)
            for arrival in reversed(rig.sink.arrived):
                assert arrival.receipt is not None
                odd = int(arrival.receipt.provider_id) % 2
                rig.confirm([arrival], Confirm.TRY_AGAIN if odd else Confirm.STORED)
            assert [await client.status() for client in clients] == [200, 503] * 10

        play(scene, verdict=None)

    def test_a_client_that_leaves_before_its_answer_loses_nothing(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.get()
            await rig.sink.until(lambda: rig.sink.arrived)
            client.close()
            rig.confirm(rig.sink.arrived)
            async with asyncio.TaskGroup() as tasks:
                other = tasks.create_task(rig.status())
                await rig.sink.until(lambda: len(rig.sink.arrived) == 2)
                rig.confirm(rig.sink.arrived[1:])
            assert other.result() == 200

        play(scene, verdict=None)

    def test_one_connection_brings_one_report_after_the_other(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            for number in range(3):
                client.get(f"id={number}&status=DELIVRD")
            assert [await client.status() for _ in range(3)] == [200] * 3
            assert rig.sink.calls == 3

        play(scene)


class TestListening:
    """Where it listens, when it does not, and how it ends."""

    @pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
    def test_it_says_where_it_listens(self, address: str) -> None:
        async def scene(rig: Rig) -> None:
            state = rig.sink.states[-1]
            assert isinstance(state, Bound)
            assert state.address.startswith("127.0.0.1:")
            assert not state.encrypted
            assert int(state.session, 16)
            assert rig.listener.url == f"http://{state.address}/callback/{TOKEN}"
            await rig.leave()
            assert rig.sink.states[-1] == Offline()

        play(scene, replace(SETTINGS, address=address))

    def test_a_port_that_is_taken_is_told_and_can_be_tried_again(self) -> None:
        async def run() -> None:
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                taken.listen()
                settings = replace(SETTINGS, port=taken.getsockname()[1], account="Main")
                async with listening(settings) as rig:
                    state = rig.sink.states[-1]
                    assert isinstance(state, Stopped)
                    assert state.title == "Callbacks for Main are not received"
                    assert state.reason == "Another program uses that port."
                    rig.listener.bind_now()
                    await rig.sink.until(lambda: len(rig.sink.states) == 2)
                    assert rig.sink.states[-1] == state
                    taken.close()
                    rig.listener.bind_now()
                    await rig.sink.reaches(Bound)
                    assert await rig.status() == 200

        asyncio.run(run())

    @pytest.mark.parametrize(
        ("settings", "reason"),
        [
            (replace(SETTINGS, address=ANYWHERE), "Anyone who can reach that address could claim"),
            (replace(SETTINGS, address="192.0.2.1"), "Anyone who can reach that address could claim"),
            (replace(SETTINGS, address="example.com"), "Anyone who can reach that address could claim"),
            (replace(SETTINGS, address="192.0.2.1", open=True), "That is no address of this computer."),
            (replace(SETTINGS, token=Secret("")), "The address has no secret part."),
        ],
    )
    def test_where_it_may_not_or_cannot_listen_is_told(self, settings: CallbackSettings, reason: str) -> None:
        async def scene(rig: Rig) -> None:
            state = rig.sink.states[-1]
            assert isinstance(state, Stopped)
            assert state.reason.startswith(reason)
            await rig.leave()
            assert rig.sink.states[-1] == Offline()

        play(scene, settings)

    def test_other_computers_may_come_when_a_person_allowed_it(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status() == 200
            assert await rig.status(host=ANYWHERE) == 403

        play(scene, replace(SETTINGS, address=ANYWHERE, open=True))

    def test_leaving_answers_what_waits(self) -> None:
        async def scene(rig: Rig) -> None:
            clients = [await rig.client() for _ in range(3)]
            for client in clients:
                client.get()
            await rig.sink.until(lambda: len(rig.sink.arrived) == 3)
            await rig.leave()
            assert [await client.status() for client in clients] == [503] * 3
            assert [await client.status() for client in clients] == [0] * 3
            assert rig.sink.states[-1] == Offline()
            rig.confirm(rig.sink.arrived)

        play(scene, verdict=None)

    def test_leaving_closes_what_has_asked_for_nothing_yet(self) -> None:
        async def scene(rig: Rig) -> None:
            idle, slow = await rig.client(), await rig.client()
            slow.say(b"POST ")
            assert await rig.status() == 200
            await rig.leave()
            assert [await idle.status(), await slow.status()] == [0, 0]

        play(scene)

    def test_leaving_cuts_off_a_peer_that_does_not_read_its_answers(self) -> None:
        async def scene(rig: Rig) -> None:
            deaf = await rig.client()
            deaf.stop_reading()
            for _ in range(20_000):
                deaf.get()
            await rig.sink.until(lambda: rig.sink.notes)  # that they come too fast
            await rig.leave()
            assert rig.sink.states[-1] == Offline()

        play(scene)

    def test_leaving_twice_leaves_once(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.get()
            await rig.sink.until(lambda: rig.sink.arrived)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(rig.leave())
                tasks.create_task(rig.leave())
            assert rig.sink.states[1:] == [Offline()]
            assert await client.status() in {0, 503}

        play(scene, verdict=None)

    def test_it_can_run_again(self) -> None:
        async def scene(rig: Rig) -> None:
            await rig.leave()
            async with asyncio.TaskGroup() as tasks:
                running = tasks.create_task(rig.listener.run(rig.sink))
                await rig.sink.reaches(Bound)
                assert await rig.status() == 200
                running.cancel()
            sessions = [state.session for state in rig.sink.states if isinstance(state, Bound)]
            assert len(set(sessions)) == 2

        play(scene)

    def test_what_is_submitted_to_it_is_not_sent(self) -> None:
        async def scene(rig: Rig) -> None:
            address = WireAddress(1, 1, NUMBER)
            requests = [SubmitRequest(number, 1, address, address, 0, 0, b"Hi") for number in (7, 8)]
            rig.listener.submit("any", requests)
            assert rig.sink.told == [], "the caller is still submitting"
            await rig.sink.until(lambda: rig.sink.told)
            assert rig.sink.told == [NotSent(number, "callbacks only receive") for number in (7, 8)]

        play(scene)
