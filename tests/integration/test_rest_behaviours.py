"""Each way in which the provider may answer a submit over REST, end to end (provider_interface §12).

Ordered by the last digits of a number, and by the control port where it can be: the operator is told what
happened, and nothing is sent a second time by itself. What is asked and called back afterwards is
test_rest_witnesses.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.rest_spine import asked, play_rest, post, until_submits
from tests.support.rest_wire import fault
from tests.support.spine import (
    ORDINARY,
    accepted,
    decided,
    happened,
    in_state,
    most_copies,
    order,
    ordinary,
)
from vox_console.domain.link import Bound, Stopped, Wanted
from vox_console.domain.message import Message, MessageState, SubmitState
from vox_console.practice.ledger import Verdict
from vox_console.practice.server import PracticeService
from vox_console.services.controller import Controller

NO_RECEIPT = "381640000017"
LONG = "".join(f"{number:04d}" for number in range(100))  # three segments
AFTERWARDS = "the next message"


def number(suffix: str) -> str:
    return f"38164000{suffix}"


async def send(controller: Controller, *numbers: str, text: str = "Zdravo") -> list[Message]:
    return await controller.send(order(text, *numbers))


async def goes_on(controller: Controller, service: PracticeService) -> None:
    """Show that the link works, and that nothing before was sent twice."""
    after = await send(controller, NO_RECEIPT, text=AFTERWARDS)
    await in_state(controller, after, MessageState.ACCEPTED)
    assert most_copies(service) == 1


def ids_of(service: PracticeService) -> dict[str, list[str]]:
    """Give the ids the provider gave to each number."""
    ids: dict[str, list[str]] = {}
    for row in accepted(service):
        ids.setdefault(row.destination, []).append(row.message_id)
    return ids


async def has_the_ids_that_were_given(
    controller: Controller, service: PracticeService, sent: list[Message]
) -> None:
    found = await in_state(controller, sent, MessageState.ACCEPTED)
    assert {each.recipient: [part.provider_id for part in each.parts] for each in found} == ids_of(service)


class TestAccepted:
    def test_one_number_is_answered_with_an_object(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await send(controller, NO_RECEIPT)
            await has_the_ids_that_were_given(controller, service, sent)
            (row,) = accepted(service)
            assert (row.source, row.short_message, row.transport) == ("Practice", b"Zdravo", "rest")
            (attempt,) = (await controller.evidence(sent[0].id)).attempts
            assert (attempt.state, attempt.http_status) == ("accepted", 200)
            assert attempt.answer == f'{{"message_id": "{row.message_id}"}}'

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["", "array"])
    def test_one_number_is_answered_with_an_array_of_one(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if form:
                post(service, "/rest", form=form)
            sent = await send(controller, NO_RECEIPT if form else number("0070"))
            await has_the_ids_that_were_given(controller, service, sent)
            assert (await controller.evidence(sent[0].id)).attempts[0].answer.startswith("[")

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["shuffled", "trailing_blank"])
    def test_the_ids_of_many_are_matched_by_their_numbers(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            post(service, "/rest", form=form)
            sent = await send(controller, *ordinary(40))
            await has_the_ids_that_were_given(controller, service, sent)
            assert service.ledger.counts.rest_requests == 2, "a check, and all numbers together"

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("suffix", ["0068", "0073"], ids=["shuffled", "trailing blank"])
    def test_a_number_that_spoils_the_order_of_an_answer_spoils_no_match(
        self, tmp_path: Path, suffix: str
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await send(controller, *ordinary(10), number(suffix), "381641110017")
            await has_the_ids_that_were_given(controller, service, sent)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["0071", "0072", "segment_text", "segment_number"])
    def test_an_id_for_each_segment_is_a_part_of_its_own(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            by_number = form.isdigit()
            if not by_number:
                post(service, "/rest", form=form)
            sent = await send(controller, number(form) if by_number else ORDINARY, text=LONG)
            await has_the_ids_that_were_given(controller, service, sent)
            (message,) = await asked(controller, sent, MessageState.DELIVERED)
            assert len(message.parts) == 3
            evidence = await controller.evidence(message.id)
            assert sorted(receipt.part_number for receipt in evidence.receipts) == [1, 2, 3]

        play_rest(tmp_path, scene)

    def test_a_long_text_is_split_by_the_provider_under_one_id(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await send(controller, NO_RECEIPT, text=LONG)
            await has_the_ids_that_were_given(controller, service, sent)
            assert accepted(service)[0].short_message.decode() == LONG

        play_rest(tmp_path, scene)

    def test_with_ids_of_our_own_they_are_the_messages_and_its_segments(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = [*await send(controller, NO_RECEIPT), *await send(controller, NO_RECEIPT, text=LONG)]
            found = await in_state(controller, sent, MessageState.ACCEPTED)
            for message in found:
                (attempt,) = (await controller.evidence(message.id)).attempts
                ids = [part.provider_id for part in message.parts]
                whole = [attempt.own_id] if len(ids) == 1 else [f"{attempt.own_id}-{n}" for n in (1, 2, 3)]
                assert ids == whole
            assert len({row.message_id for row in accepted(service)}) == 4

        play_rest(tmp_path, scene, rest_own_ids=True)


class TestNotAccepted:
    @pytest.mark.parametrize("form", ["", "missing"])
    def test_a_number_missing_in_the_answer_was_not_accepted_and_no_reason_is_given(
        self, tmp_path: Path, form: str
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if form:
                post(service, "/rest", form=form)
            missing = number("7001") if form else number("0074")
            sent = await send(controller, number("7000"), missing)
            (first, second) = await in_state(controller, sent, MessageState.ACCEPTED, MessageState.REFUSED)
            assert (first.state, second.state) == (MessageState.ACCEPTED, MessageState.REFUSED)
            assert "no reason" in second.reason
            assert [row.destination for row in service.ledger.submits] == [number("7000"), missing]
            post(service, "/rest", form="object")
            await goes_on(controller, service)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["", "error_item"])
    def test_an_error_beside_a_number_is_its_reason(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if form:
                post(service, "/rest", form=form)
            sent = await send(controller, number("7000"), number("7001") if form else number("0075"))
            (first, second) = await in_state(controller, sent, MessageState.ACCEPTED, MessageState.REFUSED)
            assert (first.state, second.state) == (MessageState.ACCEPTED, MessageState.REFUSED)
            assert "NO ROUTES" in second.reason

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize(
        ("suffix", "words"),
        [("0023", "NO ROUTES"), ("0024", "ANI is not allowed"), ("0025", "rejected"), ("0026", "code 1025")],
    )
    def test_400_is_a_refusal_in_the_providers_own_words(
        self, tmp_path: Path, suffix: str, words: str
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            (message,) = await in_state(
                controller, await send(controller, number(suffix)), MessageState.REFUSED
            )
            assert words in message.reason
            assert "HTTP" in message.reason or "route" in message.reason
            assert (await controller.evidence(message.id)).attempts[0].http_status == 400
            await goes_on(controller, service)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("suffix", ["0076", "0036", ""], ids=["0076", "0036", "ordered"])
    def test_400_wrapped_in_json_says_the_same(self, tmp_path: Path, suffix: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if not suffix:
                fault(service, "refuse_requests", status=400, wrapped=True)
            sent = await send(controller, number(suffix) if suffix else ORDINARY)
            (message,) = await in_state(controller, sent, MessageState.REFUSED)
            assert ("rejected" if suffix == "0036" else "NO ROUTES") in message.reason
            assert '{"error"' not in message.reason, "it is unwrapped for people"
            assert '{"error"' in (await controller.evidence(message.id)).attempts[0].answer
            await goes_on(controller, service)

        play_rest(tmp_path, scene)

    def test_400_for_one_of_many_numbers_leaves_the_others_accepted(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await send(controller, *ordinary(3), number("0023"))
            found = await in_state(controller, sent, MessageState.ACCEPTED, MessageState.REFUSED)
            assert [each.state for each in found] == [MessageState.ACCEPTED] * 3 + [MessageState.REFUSED]
            await goes_on(controller, service)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("suffix", ["0077", ""], ids=["0077", "ordered"])
    def test_401_sends_nothing_and_stops_until_the_password_is_given_again(
        self, tmp_path: Path, suffix: str
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if not suffix:
                fault(service, "refuse_requests", status=401, command="submit")
            sent = await send(controller, number(suffix) if suffix else NO_RECEIPT)
            await happened(controller, lambda: isinstance(controller.link, Stopped))
            assert isinstance(controller.link, Stopped)
            assert controller.link.wanted is Wanted.PASSWORD
            (message,) = await until_submits(controller, sent, SubmitState.QUEUED)
            assert [attempt.state for attempt in (await controller.evidence(message.id)).attempts] == [
                "not_sent"
            ]
            assert accepted(service) == []
            if suffix:
                assert await controller.withdraw([message.id]) == [message.id]
            controller.bind()
            await happened(controller, lambda: isinstance(controller.link, Bound))
            await goes_on(controller, service)
            if not suffix:
                await in_state(controller, sent, MessageState.ACCEPTED)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("suffix", ["0078", ""], ids=["0078", "ordered"])
    def test_508_is_a_refusal(self, tmp_path: Path, suffix: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if not suffix:
                fault(service, "refuse_requests", status=508, command="submit")
            sent = await send(controller, number(suffix) if suffix else ORDINARY)
            (message,) = await in_state(controller, sent, MessageState.REFUSED)
            assert "loop detected" in message.reason
            await goes_on(controller, service)

        play_rest(tmp_path, scene)

    def test_429_is_sent_again_after_as_long_as_the_provider_asked_for(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await send(controller, number("0079"))
            (message,) = await in_state(controller, sent, MessageState.ACCEPTED)
            attempts = (await controller.evidence(message.id)).attempts
            assert [(each.state, each.http_status) for each in attempts] == [
                ("refused", 429),
                ("refused", 429),
                ("accepted", 200),
            ]
            for refused, next_one in pairwise(attempts):
                assert next_one.reserved_at_us - refused.answered_at_us >= 950_000, "Retry-After: 1"
            assert len(accepted(service)) == 1

        play_rest(tmp_path, scene)

    def test_429_holds_back_what_waits_behind_it_and_keeps_the_order(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "refuse_requests", status=429, command="submit", count=1)
            sent = [
                message for n in range(4) for message in await send(controller, NO_RECEIPT, text=f"text {n}")
            ]
            await in_state(controller, sent, MessageState.ACCEPTED)
            assert most_copies(service) == 1
            assert len(accepted(service)) == 4

        play_rest(tmp_path, scene)


class TestFateOpen:
    async def _unknown_for_ever(
        self, controller: Controller, service: PracticeService, recipient: str, *, taken: int
    ) -> Message:
        """Send, and show that it is unknown and stays so, whatever happens to the link."""
        sent = await send(controller, recipient)
        (message,) = await in_state(controller, sent, MessageState.UNKNOWN)
        assert message.reason
        controller.bind()
        await happened(controller, lambda: isinstance(controller.link, Bound))
        await goes_on(controller, service)
        assert [row.destination for row in service.ledger.submits] == [recipient, NO_RECEIPT]
        assert len(accepted(service)) == taken + 1
        (message,) = await in_state(controller, sent, MessageState.UNKNOWN)
        assert await controller.withdraw([message.id]) == []
        return message

    @pytest.mark.parametrize(("suffix", "taken"), [("0080", 0), ("0081", 1)], ids=["not taken", "taken"])
    def test_503_decides_nothing(self, tmp_path: Path, suffix: str, taken: int) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            message = await self._unknown_for_ever(controller, service, number(suffix), taken=taken)
            assert "503" in message.reason

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize(
        ("suffix", "taken"),
        [("0034", 0), ("0035", 1), ("0084", 1), ("0030", 1), ("0085", 1)],
        ids=["closed, not taken", "closed, taken", "empty body", "empty body too", "invalid JSON"],
    )
    def test_an_answer_that_is_none_decides_nothing(self, tmp_path: Path, suffix: str, taken: int) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            await self._unknown_for_ever(controller, service, number(suffix), taken=taken)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize(
        ("name", "fields", "taken"),
        [
            ("close_after_read", {"accept": True}, 1),
            ("close_after_read", {"accept": False}, 0),
            ("empty_body", {}, 1),
            ("invalid_json", {}, 1),
            ("refuse_requests", {"status": 503}, 0),
            ("refuse_requests", {"status": 500, "text": "<html>"}, 0),
        ],
        ids=["closed, taken", "closed, not taken", "empty body", "invalid JSON", "503", "500"],
    )
    def test_what_is_ordered_for_the_next_request_decides_nothing_either(
        self, tmp_path: Path, name: str, fields: dict[str, object], taken: int
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, name, command="submit", **fields)
            await self._unknown_for_ever(controller, service, ORDINARY, taken=taken)

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize(("suffix", "taken"), [("0031", 1), ("0032", 0)], ids=["taken", "not taken"])
    def test_what_is_never_answered_is_unknown(self, tmp_path: Path, suffix: str, taken: int) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            message = await self._unknown_for_ever(controller, service, number(suffix), taken=taken)
            assert "no answer within 1 s" in message.reason

        play_rest(tmp_path, scene, response_timeout_s=1)

    def test_a_slow_provider_is_waited_for(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "slow", seconds=0.3)
            sent = await send(controller, NO_RECEIPT)
            await has_the_ids_that_were_given(controller, service, sent)

        play_rest(tmp_path, scene)

    def test_an_answer_that_comes_late_decides(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "hold_answers")
            sent = await send(controller, NO_RECEIPT, number("0023"))
            alone = await send(controller, number("0023"), text="alone")
            await in_state(controller, [*sent, *alone], MessageState.UNKNOWN)
            fault(service, "release_answers")
            await in_state(controller, sent[:1], MessageState.ACCEPTED)
            found = await in_state(controller, [sent[1], *alone], MessageState.REFUSED)
            assert all(message.reason for message in found)
            assert controller.gauge.in_flight == 0

        play_rest(tmp_path, scene, response_timeout_s=1)

    def test_a_provider_that_takes_everything_and_answers_nothing_gets_no_whole_queue(
        self, tmp_path: Path
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "hold_answers")
            sent = [
                message for n in range(60) for message in await send(controller, NO_RECEIPT, text=f"text {n}")
            ]
            await happened(controller, lambda: not isinstance(controller.link, Bound))
            found = await until_submits(controller, sent, SubmitState.UNKNOWN, SubmitState.QUEUED)
            submits = [part.submit for message in found for part in message.parts]
            assert submits.count(SubmitState.UNKNOWN) == service.ledger.counts.submits <= 10
            assert submits.count(SubmitState.QUEUED) == 60 - service.ledger.counts.submits
            fault(service, "release_answers")
            controller.bind()
            await decided(controller)
            await in_state(controller, sent, MessageState.ACCEPTED)
            assert most_copies(service) == 1

        play_rest(tmp_path, scene, response_timeout_s=1)

    def test_a_link_that_is_broken_in_the_middle_leaves_unknown_what_had_left(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "hold_answers")
            sent = [
                message for n in range(15) for message in await send(controller, NO_RECEIPT, text=f"text {n}")
            ]
            assert await service.wait(submits=10)
            fault(service, "rest_disconnect")
            fault(service, "hold_answers", on=False)
            await happened(controller, lambda: not isinstance(controller.link, Bound))
            controller.bind()
            found = await decided(controller)
            states = [message.state for message in found]
            assert states.count(MessageState.UNKNOWN) == 10
            assert states.count(MessageState.ACCEPTED) == 5
            assert most_copies(service) == 1
            assert {row.verdict for row in service.ledger.submits} == {Verdict.ACCEPTED}
            assert len(accepted(service)) == len(sent)

        play_rest(tmp_path, scene)
