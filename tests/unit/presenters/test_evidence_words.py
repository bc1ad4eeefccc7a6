"""How we know: chains of records as real messages leave them, and as words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport, receipt
from tests.support.message_samples import message, part
from tests.support.opened_message import opened, particulars, titles
from vox_console.domain.evidence import Evidence, ReceiptRecord
from vox_console.domain.message import DeliveryState, Message, MessageState, Part, SubmitState
from vox_console.domain.opt_out import OptOut
from vox_console.presenters.delivery_state import EvidenceState
from vox_console.presenters.evidence_words import _EXPLANATIONS
from vox_console.presenters.tone import Tone
from vox_console.storage.holds import UNTIL_CONSENT

THROTTLED = 0x58


NO_ROUTE = 0x0B


LONG = replace(ORDER, text="a" * 200)


Act = Callable[[Desk], Awaitable[None]]


Tell = Callable[..., EvidenceState]


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    """Send a message, let things happen to it a second apart, and give what its opened pane shows."""

    def play(*acts: Act, order: object = ORDER, answers: bool = False) -> EvidenceState:
        async def story() -> EvidenceState:
            async with open_desk(tmp_path, FakeTransport(answers=answers)) as desk:
                (message,) = await desk.controller.send(order)  # type: ignore[arg-type]  # is a SendOrder
                await desk.settled()
                for act in acts:
                    desk.clocks.advance(1.0)
                    await act(desk)
                    await desk.settled()
                (found,) = await desk.controller.messages([message.id])
                state = opened(found, await desk.controller.evidence(message.id))
                desk.transport.accept(list(desk.transport.open.values()))
                return state

        return run_story(story())

    return play


def accepting(provider_id: str = "") -> Act:
    async def act(desk: Desk) -> None:
        for request in list(desk.transport.open.values()):
            if provider_id:
                del desk.transport.open[request.attempt_id]
                desk.transport.answer_late(request, provider_id)
            else:
                desk.transport.accept([request])

    return act


def refusing(status: int) -> Act:
    async def act(desk: Desk) -> None:
        desk.transport.refuse(list(desk.transport.open.values()), status)

    return act


def receiving(provider_id: str = "id-1", stat: str = "DELIVRD", error_code: str = "000") -> Act:
    async def act(desk: Desk) -> None:
        desk.transport.push(receipt(provider_id, stat, error_code=error_code))

    return act


async def giving_up(desk: Desk) -> None:
    desk.transport.give_up(list(desk.transport.open.values()))


async def waiting_a_little(desk: Desk) -> None:
    desk.clocks.advance(1.1)


class TestChains:
    def test_accepted_and_delivered(self, tell: Tell) -> None:
        state = tell(accepting(), receiving())
        assert titles(state) == [
            "Delivered",
            "Accepted by the provider",
            "Handing over to the provider",
            "Stored, to be sent",
        ]
        newest, accepted, handed, stored = state.lines
        assert newest.said_by == "Provider, delivery receipt"
        assert newest.detail == "stat DELIVRD · err 000 · done 2026-11-22 12:01:00.000"
        assert newest.pdu is not None
        assert newest.pdu.octets.startswith(b"PDU ")
        assert handed.pdu is not None
        assert handed.pdu.octets.endswith(b"Hello")
        assert (accepted.detail, accepted.said_by) == ("as id-1", "Provider, submit_sm_resp")
        assert re.fullmatch(r"submit_sm, sequence \d+, session session-1", handed.detail)
        assert (stored.time, stored.utc) == ("2026-11-22 12:00:00.000", "2026-11-22 12:00:00.000 UTC")
        assert newest.time == "2026-11-22 12:00:02.000"
        assert state.explanation == "The provider says the handset has it."

    def test_refused(self, tell: Tell) -> None:
        state = tell(refusing(NO_ROUTE))
        assert state.lines[0].title.startswith("Refused: ")
        assert state.lines[0].detail == "ESME_RINVDSTADR (0x0000000B)"
        assert state.lines[0].look.tone is Tone.FAILED
        assert state.explanation.startswith("The provider answered that it will not take it. ")

    def test_unknown(self, tell: Tell) -> None:
        state = tell(giving_up)
        assert state.lines[0].title == "No answer: unknown whether it was accepted"
        assert state.lines[0].detail == "No answer within 30 s."
        assert state.explanation == (
            "It may or may not have been accepted. It is never sent again by itself. No answer within 30 s."
            " Before you write it again: the first one may have arrived."
        )

    def test_throttled_then_accepted(self, tell: Tell) -> None:
        state = tell(refusing(THROTTLED), waiting_a_little, accepting())
        assert [title.split(":")[0] for title in titles(state)] == [
            "Accepted by the provider",
            "Handing over to the provider",
            "Refused",
            "Handing over to the provider",
            "Stored, to be sent",
        ]
        assert state.look.word == "Accepted"

    def test_a_receipt_told_twice_is_one_line(self, tell: Tell) -> None:
        state = tell(accepting(), receiving(), receiving(), receiving())
        assert titles(state).count("Delivered") == 1
        assert state.lines[0].detail.endswith(" · received 3 times")

    def test_a_converted_id_says_how_it_was_matched(self, tell: Tell) -> None:
        state = tell(accepting("9be2c0"), receiving(str(0x9BE2C0)))
        assert state.lines[0].title == "Delivered"
        assert "id matched as decimal of the hexadecimal one" in state.lines[0].detail

    def test_on_the_way_and_then_failed(self, tell: Tell) -> None:
        state = tell(
            accepting(),
            receiving(stat="ENROUTE"),
            receiving(stat="ACCEPTD"),
            receiving("id-1", "UNDELIV", "21b"),
        )
        assert titles(state)[:3] == ["Undeliverable", "Accepted by the mobile network", "En route"]
        assert "err 21b · network error 21b" in state.lines[0].detail
        assert state.explanation == "The provider says it cannot be delivered. Network error 21b."

    def test_a_word_nobody_knows_stays_as_it_was_said(self, tell: Tell) -> None:
        state = tell(accepting(), receiving(stat="LIMBO"))
        assert titles(state)[0] == "Receipt: LIMBO"
        assert state.look.word == "Accepted"

    def test_the_parts_of_a_long_message_are_told_apart(self, tell: Tell) -> None:
        state = tell(accepting(), receiving("id-2"), order=LONG)
        assert titles(state)[0] == "Part 2: delivered"
        assert sorted(titles(state)[1:3]) == [
            "Part 1: accepted by the provider",
            "Part 2: accepted by the provider",
        ]
        assert "Part 1: handing over" in titles(state)
        facts = particulars(state)
        assert facts["Provider ids"] == "id-1\nid-2"
        assert facts["Parts"] == "2 (153 + 47 units)"

    def test_a_lost_connection_leaves_it_unknown_and_a_late_receipt_does_not_hide_that(
        self, tell: Tell
    ) -> None:
        async def falling(desk: Desk) -> None:
            desk.transport.lost()

        state = tell(falling, receiving())
        assert titles(state)[0] == "No answer: unknown whether it was accepted"
        assert state.look.word == "Unknown"

    def test_a_message_taken_back(self, tmp_path: Path) -> None:
        async def story() -> EvidenceState:
            async with open_desk(tmp_path, profile=PROFILE) as desk:
                (message,) = await desk.controller.send(replace(ORDER, hold_s=5.0))
                desk.clocks.advance(1.0)
                await desk.controller.withdraw([message.id])
                (found,) = await desk.controller.messages([message.id])
                return opened(found, await desk.controller.evidence(message.id))

        state = run_story(story())
        assert titles(state) == ["Taken back", "Stored, to be sent"]
        assert state.lines[0].said_by == "The operator"
        assert (
            state.explanation == "Taken back. The provider does not have it, and it will not leave any more."
        )

    def test_a_message_taken_back_because_its_number_opted_out(self, tmp_path: Path) -> None:
        async def story() -> EvidenceState:
            async with open_desk(tmp_path, profile=PROFILE) as desk:
                (message,) = await desk.controller.send(replace(ORDER, hold_s=5.0))
                await desk.controller.opt_outs.add([OptOut(message.recipient, 1)])
                (found,) = await desk.controller.messages([message.id])
                return opened(found, await desk.controller.evidence(message.id))

        state = run_story(story())
        assert state.explanation.endswith("This number opted out before the message could leave.")
        assert (state.lines[0].title, state.lines[0].said_by) == ("Taken back", "This computer")


def test_the_facts_say_what_was_sent_and_by_which_account(tell: Tell) -> None:
    facts = particulars(tell(accepting()))
    assert facts == {
        "From": "Vox",
        "To": "+381 64 1234567",
        "Created": "2026-11-22 12:00:00.000",
        "Account": "work, over SMPP",
        "Coding": "GSM-7 (data_coding 0)",
        "Parts": "1 (5 units)",
        "Provider id": "id-1",
    }


def test_a_part_that_never_got_onto_the_wire_says_so(tmp_path: Path) -> None:
    async def story() -> EvidenceState:
        async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
            (message,) = await desk.controller.send(ORDER)
            desk.transport.bound()
            desk.transport.lost()
            await desk.settled()
            (found,) = await desk.controller.messages([message.id])
            return opened(found, await desk.controller.evidence(message.id))

    state = run_story(story())
    assert state.lines[0].title == "Not handed over: queued again"
    assert state.lines[0].detail == "The link is gone."


@pytest.mark.parametrize("state", [each for each in DeliveryState if each is not DeliveryState.PENDING])
def test_every_state_a_receipt_can_tell_has_words(state: DeliveryState, tmp_path: Path) -> None:
    told = ReceiptRecord(
        1, 2, "id-1", "same", state.value, "WORD", None, "", "", "TLV says otherwise", b"", 0
    )

    async def story() -> EvidenceState:
        async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
            (message,) = await desk.controller.send(ORDER)
            return opened(message, Evidence((), (told,)))

    (line,) = [each for each in run_story(story()).lines if each.said_by == "Provider, delivery receipt"]
    assert line.title
    assert line.detail == "stat WORD · TLV says otherwise"
    assert line.raw == ""


class TestWhyItWaits:
    WAITING = message([part(submit=SubmitState.QUEUED)])
    THROTTLED = message([part(submit=SubmitState.QUEUED, command_status=THROTTLED)])

    @pytest.mark.parametrize(
        ("waiting", "bound", "words"),
        [
            (WAITING, True, "Behind others in the queue."),
            (WAITING, False, "Waits for the connection of the account work."),
            (replace(WAITING, hold_until_us=6), True, "Waits until the undo time is over."),
            (replace(WAITING, hold_until_us=5), True, "Behind others in the queue."),
            (replace(WAITING, hold_until_us=6), False, "Waits for the connection of the account work."),
            (
                replace(WAITING, hold_until_us=UNTIL_CONSENT),
                True,
                "Waits for your word: the program ended before it could leave.",
            ),
            (
                THROTTLED,
                True,
                (
                    "The provider is busy: it is tried again by itself."
                    " Sending is faster than the account allows."
                ),
            ),
            (THROTTLED, False, "Waits for the connection of the account work."),
        ],
    )
    def test_the_reason_is_told(self, waiting: Message, *, bound: bool, words: str) -> None:
        told = opened(waiting, bound=bound, now_us=5).explanation
        assert told == f"Stored here. The provider does not have it yet. {words}"


class TestWhatMayBeDone:
    @pytest.mark.parametrize(
        ("parts", "allowed"),
        [
            ([part(submit=SubmitState.WITHHELD)], {"can_edit_again"}),
            ([part(submit=SubmitState.QUEUED)], {"can_take_back"}),
            ([part(submit=SubmitState.RESERVED)], set()),
            ([part(submit=SubmitState.QUEUED), part(2)], set()),
            ([part(submit=SubmitState.UNKNOWN)], {"can_write_again"}),
            ([part(submit=SubmitState.REFUSED)], {"can_write_again"}),
            ([part()], set()),
            ([part(delivery=DeliveryState.DELIVERED)], set()),
            ([part(delivery=DeliveryState.UNDELIVERABLE)], {"can_write_again"}),
            ([part(delivery=DeliveryState.REJECTED)], {"can_write_again"}),
            ([part(delivery=DeliveryState.EXPIRED)], {"can_write_again"}),
            ([part(delivery=DeliveryState.FORGOTTEN)], set()),
        ],
    )
    def test_only_what_is_true_of_the_message_is_offered(self, parts: list[Part], allowed: set[str]) -> None:
        state = opened(message(parts))
        flags = ("can_edit_again", "can_write_again", "can_take_back", "can_send_now")
        assert {flag for flag in flags if getattr(state, flag)} == allowed

    def test_what_waits_for_a_persons_word_may_also_be_sent(self) -> None:
        waiting = replace(message([part(submit=SubmitState.QUEUED)]), hold_until_us=UNTIL_CONSENT)
        state = opened(waiting)
        assert (state.can_take_back, state.can_send_now) == (True, True)

    def test_a_message_that_was_asked_back_too_late_says_so(self) -> None:
        told = opened(message([part(submit=SubmitState.RESERVED)]), too_late=True).explanation
        assert told.startswith("It could not be taken back: it was already leaving. ")

    @pytest.mark.parametrize("submit", [SubmitState.WITHHELD, SubmitState.QUEUED])
    def test_what_did_not_leave_was_not_too_late(self, submit: SubmitState) -> None:
        assert "leaving" not in opened(message([part(submit=submit)]), too_late=True).explanation


def test_every_message_state_is_explained() -> None:
    assert set(_EXPLANATIONS) == set(MessageState)
