"""Automatic answers: off by themselves, once for each message, never to names, never in a loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, RECIPIENT, Desk, open_desk
from tests.support.fake_transport import FakeTransport
from vox_console.domain.concatenation import DAY_US
from vox_console.domain.decoding import decode
from vox_console.domain.delivery import Delivery
from vox_console.domain.opt_out import OptOut
from vox_console.domain.submission import SubmitRequest
from vox_console.services.events import AutoReplyTripped, MessagesQueued, Noted
from vox_console.settings.auto_reply import AutoReplyTo
from vox_console.settings.profiles import Profile

OURS, THEIRS = "381600000000", RECIPIENT
HELLO, BYE = "We read this on weekdays.", "You get no more messages."
EVERY = PROFILE.model_copy(update={"auto_reply": HELLO, "auto_reply_to": AutoReplyTo.EVERY})
FIRST = PROFILE.model_copy(update={"auto_reply": HELLO})
CONFIRMS = PROFILE.model_copy(update={"stop_reply": BYE})
NEXT_S = 11 * 60  # longer than a provider sends again

Story = Callable[[Desk], Coroutine[object, object, None]]


def said(text: str, *, source: str = THEIRS, destination: str = OURS) -> Delivery:
    return Delivery(source, destination, 0, 0, text.encode(), raw=text.encode())


def answers(desk: Desk) -> list[tuple[str, str, str]]:
    """Give (from, to, text) of what left."""
    return [(each.source.digits, each.destination.digits, text_of(each)) for each in desk.transport.submitted]


def text_of(request: SubmitRequest) -> str:
    return decode(request.short_message, request.data_coding, esm_class=request.esm_class).text


async def hear(desk: Desk, *deliveries: Delivery) -> None:
    for delivery in deliveries:
        desk.clocks.advance(NEXT_S)
        desk.transport.push(delivery)
        await desk.settled()


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Profile, Story], None]:
    """Run a story at a desk whose account is this one."""

    def run(profile: Profile, story: Story) -> None:
        async def main() -> None:
            async with open_desk(tmp_path, profile=profile) as desk:
                await story(desk)

        asyncio.run(main())

    return run


Play = Callable[[Profile, Story], None]


def test_by_itself_nothing_is_answered(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, said("Hello"), said("STOP"))
        assert answers(desk) == []

    play(PROFILE, story)


def test_the_first_message_is_answered_from_the_number_it_was_written_to(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, said("Hello"), said("And another thing"))
        assert answers(desk) == [(OURS, THEIRS, HELLO)]
        (queued,) = [event for event in desk.events if isinstance(event, MessagesQueued)]
        (message,) = await desk.controller.messages(queued.message_ids)
        assert (message.sender, message.text) == (OURS, HELLO)

    play(FIRST, story)


def test_a_refusal_is_confirmed_once_and_nothing_else_leaves(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, said("STOP"), said("STOP"), said("stop!"), said("Hello"))
        assert answers(desk) == [(OURS, THEIRS, BYE)]

    play(CONFIRMS.model_copy(update={"auto_reply": HELLO, "auto_reply_to": AutoReplyTo.EVERY}), story)


@pytest.mark.parametrize(
    "delivery",
    [
        said("Hello", source="Vox Bank"),
        said("Hello", source="12345"),
        said("Hello", destination="Vox"),
        said("Hello", source=OURS),
        said("This is an automatic reply."),
        said("Wrong number"),
        said("STOP"),
    ],
    ids=["a name", "a short code", "to a name", "from ourselves", "automatic", "unclear", "a refusal"],
)
def test_what_gets_no_answer(play: Play, delivery: Delivery) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, delivery)
        assert answers(desk) == []
        assert not [event for event in desk.events if isinstance(event, Noted)]

    play(EVERY, story)


def test_who_is_on_the_register_gets_no_answer(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.opt_outs.add([OptOut(THEIRS, 1)])
        await hear(desk, said("Hello"))
        assert answers(desk) == []

    play(EVERY, story)


def test_what_may_be_a_repeat_is_not_answered_again(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, said("Hello"))
        desk.transport.push(said("Hello"))
        await desk.settled()
        assert len(answers(desk)) == 1

    play(EVERY, story)


def test_an_answer_that_cannot_be_sent_is_told_and_the_message_is_kept(play: Play) -> None:
    async def story(desk: Desk) -> None:
        await hear(desk, said("Hello"))
        assert answers(desk) == []
        assert [event.fault.title for event in desk.events if isinstance(event, Noted)] == [
            "Nothing was sent"
        ]
        assert await desk.controller.inbox.unread() == 1

    play(EVERY.model_copy(update={"auto_reply": "a" * 400, "part_limit": 1}), story)


def test_the_budget_holds_over_a_restart_and_a_person_resets_it(tmp_path: Path) -> None:
    async def main() -> None:
        async with open_desk(tmp_path, profile=EVERY) as desk:
            await hear(desk, *[said(f"text {number}") for number in range(5)])
            assert len(answers(desk)) == EVERY.auto_reply_budget
            assert desk.events.count(AutoReplyTripped()) == 1
            clocks = desk.clocks
        async with open_desk(tmp_path, profile=EVERY, clocks=clocks) as desk:
            clocks.advance(2 * DAY_US / 1_000_000)
            await hear(desk, said("text 6"))
            assert answers(desk) == []
            (trip,) = await desk.controller.auto_replies.trips()
            assert (trip.number, trip.profile) == (THEIRS, EVERY.name)
            assert await desk.controller.auto_replies.reset(THEIRS)
            assert not await desk.controller.auto_replies.reset(THEIRS)
            assert desk.events.count(AutoReplyTripped()) == 1
            await hear(desk, said("text 7"))
            assert len(answers(desk)) == 1

    asyncio.run(main())


async def talk(one: Desk, other: Desk, *, rounds: int, pause_s: float) -> None:
    """Carry what each console sends to the other, as two providers would."""
    carried = {id(one): 0, id(other): 0}
    for _ in range(rounds):
        for here, there in ((one, other), (other, one)):
            fresh = here.transport.submitted[carried[id(here)] :]
            carried[id(here)] += len(fresh)
            there.clocks.advance(pause_s)
            there.transport.push(*[as_customer(request) for request in fresh])
            await there.settled()


def as_customer(request: SubmitRequest) -> Delivery:
    return Delivery(
        request.source.digits,
        request.destination.digits,
        request.esm_class,
        request.data_coding,
        request.short_message,
        raw=request.short_message,
    )


@pytest.mark.parametrize(("pause_s", "most"), [(NEXT_S, 3), (1, 2)], ids=["slowly", "at once"])
def test_two_consoles_that_answer_each_other_stop(tmp_path: Path, pause_s: float, most: int) -> None:
    async def main() -> None:
        here, there = FakeTransport(), FakeTransport()
        async with (
            open_desk(tmp_path / "one", here, profile=EVERY) as one,
            open_desk(tmp_path / "other", there, profile=EVERY) as other,
        ):
            one.transport.push(said("Hello", source=THEIRS, destination=OURS))
            await one.settled()
            await talk(one, other, rounds=20, pause_s=pause_s)
            assert 1 <= len(here.submitted) <= most
            assert 1 <= len(there.submitted) <= most
            tripped = [
                *await one.controller.auto_replies.trips(),
                *await other.controller.auto_replies.trips(),
            ]
            assert len(tripped) == (1 if pause_s == NEXT_S else 0)

    asyncio.run(main())
