"""The way in: what is pushed is stored, and only then acknowledged."""

from __future__ import annotations

from dataclasses import replace

from tests.support.desk import PROFILE
from tests.support.dispatch_bench import Bench, Play
from tests.support.fake_transport import customer_message, receipt
from vox_console.domain.message import MessageState
from vox_console.domain.opt_out import TAKEN_BACK_WORDS
from vox_console.services.events import (
    InboundStored,
    MessagesChanged,
    OptOutsChanged,
)
from vox_console.transports.base import Confirm


class TestArrivals:
    def test_a_receipt_is_acknowledged_once_it_is_stored(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1)
            await stage.until(lambda: bool(stage.heard(MessagesChanged)))
            await stage.settled()
            (message,) = await stage.messages([message_id])
            (token,) = stage.transport.push(receipt(message.parts[0].provider_id, to=message.recipient))
            assert stage.transport.confirmed == []
            await stage.settled()
            assert stage.transport.confirmed == [(token, Confirm.STORED)]
            (message,) = await stage.messages([message_id])
            assert message.state is MessageState.DELIVERED

        play(story)

    def test_a_receipt_that_overtakes_its_answer_is_adopted_when_the_answer_comes(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            (message_id,) = await stage.queue(1)
            await stage.until(lambda: bool(stage.transport.open))
            (request,) = stage.transport.open.values()
            stage.transport.push(receipt(f"id-{request.attempt_id}", to=request.destination.digits))
            await stage.settled()
            assert stage.transport.confirmed[-1][1] is Confirm.STORED
            stage.transport.accept([request])
            await stage.settled()
            (message,) = await stage.messages([message_id])
            assert message.state is MessageState.DELIVERED

        play(story, answers=False)

    def test_customers_messages_are_counted_and_change_no_message(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            stage.transport.push(customer_message("YES"), customer_message("NO"))
            await stage.settled()
            assert stage.heard(InboundStored) == [InboundStored(2)]
            assert stage.heard(MessagesChanged) == []
            assert [verdict for _, verdict in stage.transport.confirmed] == [Confirm.STORED] * 2

        play(story)

    def test_a_message_that_only_looks_like_a_receipt_is_one_when_the_account_says_so(
        self, play: Play
    ) -> None:
        looks = replace(receipt("7"), esm_class=0)

        async def story(stage: Bench) -> None:
            stage.transport.push(looks)
            await stage.settled()
            detects = stage.profile.detect_receipts_by_text
            assert stage.heard(InboundStored) == ([] if detects else [InboundStored(1)])

        play(story)
        play(story, profile=PROFILE.model_copy(update={"detect_receipts_by_text": False}))

    def test_what_cannot_be_stored_is_not_acknowledged(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            await stage.fill_the_disk()
            big = customer_message("x", raw=b"x" * 20_000)
            (token,) = stage.transport.push(big)
            await stage.until(lambda: bool(stage.transport.confirmed))
            assert stage.transport.confirmed == [(token, Confirm.TRY_AGAIN)]
            assert len(stage.store_faults) == 1
            assert stage.heard(InboundStored) == []
            await stage.free_the_disk()
            (again,) = stage.transport.push(big)
            await stage.until(lambda: len(stage.transport.confirmed) == 2)
            assert stage.transport.confirmed[-1] == (again, Confirm.STORED)

        play(story)

    def test_a_refusal_holds_back_what_waits_before_it_is_acknowledged(self, play: Play) -> None:
        async def story(stage: Bench) -> None:
            ids = await stage.store(2)
            first, second = await stage.messages(ids)
            stop = replace(customer_message("STOP"), source=f"+{first.recipient}")
            (token,) = stage.transport.push(stop)
            stage.dispatcher.wake()
            await stage.settled()
            assert stage.transport.confirmed == [(token, Confirm.STORED)]
            assert [request.destination.digits for request in stage.transport.submitted] == [second.recipient]
            (taken_back,) = await stage.messages([first.id])
            assert (taken_back.state, taken_back.reason) == (MessageState.DRAFT, TAKEN_BACK_WORDS)
            assert stage.heard(OptOutsChanged) == [OptOutsChanged()]
            assert MessagesChanged((first.id,)) in stage.heard(MessagesChanged)
            stage.transport.push(stop)
            await stage.settled()
            assert len(stage.heard(OptOutsChanged)) == 1

        play(story)
