"""A program that was closed for a day: what it asks when it opens again, and what it may conclude.

The provider keeps what became of a message for a day (provider_interface §3). The day passes by the console's
clock alone; the provider forgets when it is told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.support.rest_spine import (
    callback_fields,
    called_back,
    post,
    rest_account,
    told,
    until_known,
    until_told,
)
from tests.support.rest_wire import fault
from tests.support.spine import ORDINARY, PATIENCE_S, connected, in_state, order
from vox_console.domain.message import Message, MessageState
from vox_console.domain.query_schedule import ENDING_ANSWERS, HOUR_US
from vox_console.domain.transport_name import Witness
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile

QUERY, CALLBACK = Witness.QUERY, Witness.CALLBACK
NO_REPORT, ON_ITS_WAY = "381640000017", "381640000016"
LAST_SEEN = "ACCEPTD"  # of the latter: shown as on its way

NO_FIELDS: Mapping[str, object] = {}


class Later(SystemClocks):
    """The machine's clocks some hours from now."""

    def __init__(self, hours: float) -> None:
        self._ahead_us = round(hours * HOUR_US)

    def now_us(self) -> int:
        return super().now_us() + self._ahead_us


def with_provider(
    scene: Callable[[PracticeService, Profile], Awaitable[None]], fields: Mapping[str, object] = NO_FIELDS
) -> None:
    """Run a scene with a practice provider and an account there. fields: of its profile."""

    async def run() -> None:
        options = PracticeOptions(smpp_port=0, speed=0)
        async with asyncio.timeout(3 * PATIENCE_S), running(options) as service:
            profile = rest_account(service.announcement.rest_port).model_copy(update=fields)
            await scene(service, profile)

    asyncio.run(run())


async def accepted_today(folder: Path, profile: Profile, recipient: str = ORDINARY) -> Message:
    """Send, be told that it is accepted, and close the program."""
    async with connected(folder, profile) as controller:
        sent = await controller.send(order("Zdravo", recipient))
        (message,) = await in_state(controller, sent, MessageState.ACCEPTED)
    return message


async def enroute_today(folder: Path, profile: Profile) -> Message:
    """Send, be told that it is on its way, and close the program."""
    async with connected(folder, profile) as controller:
        sent = await controller.send(order("Zdravo", ON_ITS_WAY))
        await in_state(controller, sent, MessageState.ACCEPTED)
        await controller.ask_now(sent[0].id)
        (message,) = await in_state(controller, sent, MessageState.ENROUTE)
    return message


async def asked(controller: Controller, message: Message, *, times: int) -> None:
    """Wait until a message was asked about so often, or is not asked about any more."""

    async def counted() -> bool:
        clock = (await controller.evidence(message.id)).clock
        return clock is None or clock.asked >= times

    await until_known(controller, counted)


async def all_but_the_last_answer(
    folder: Path, profile: Profile, message: Message, *, hours: float, before: int
) -> float:
    """Open the program every other hour, until one more answer ends the asking; give when that is.

    hours: the first time. before: how often the message was asked about until then.
    """
    for number in range(1, ENDING_ANSWERS):
        async with connected(folder, profile, clocks=Later(hours)) as controller:
            await asked(controller, message, times=before + number)
            (found,) = await controller.messages([message.id])
            assert found.state is message.state
            assert (await controller.evidence(message.id)).clock is not None
        hours += 2
    return hours


def test_what_the_provider_has_forgotten_is_shown_as_that_and_what_was_seen_last_is_kept(
    tmp_path: Path,
) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile)
        fault(service, "forget_statuses")
        last = await all_but_the_last_answer(tmp_path, profile, message, hours=25, before=1)
        async with connected(tmp_path, profile, clocks=Later(last)) as controller:
            await in_state(controller, [message], MessageState.FORGOTTEN)
            assert await told(controller, message) == [(QUERY, LAST_SEEN), (QUERY, "UNKNOWN")]
            assert (await controller.evidence(message.id)).clock is None, "it is asked about no more"
            assert await controller.ask_now(message.id) == 0

    with_provider(scene)


def test_what_was_never_heard_of_is_forgotten_too(tmp_path: Path) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        message = await accepted_today(tmp_path, profile, NO_REPORT)
        fault(service, "forget_statuses")
        last = await all_but_the_last_answer(tmp_path, profile, message, hours=25, before=0)
        async with connected(tmp_path, profile, clocks=Later(last)) as controller:
            await in_state(controller, [message], MessageState.FORGOTTEN)

    with_provider(scene)


def test_a_provider_that_still_knows_gives_the_final_state(tmp_path: Path) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        message = await accepted_today(tmp_path, profile)
        queries = service.ledger.counts.queries
        async with connected(tmp_path, profile, clocks=Later(25)) as controller:
            await in_state(controller, [message], MessageState.DELIVERED)
            assert await told(controller, message) == [(QUERY, "DELIVRD")]
            assert service.ledger.counts.queries == queries + 2, "the check, and one question"

    with_provider(scene)


def test_a_provider_that_knows_longer_than_it_says_is_asked_on(tmp_path: Path) -> None:
    async def scene(_service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile)
        async with connected(tmp_path, profile, clocks=Later(25)) as controller:
            await asked(controller, message, times=2)
            await in_state(controller, [message], MessageState.ENROUTE)
            assert (await controller.evidence(message.id)).clock is not None

    with_provider(scene)


def test_within_its_memory_unknown_overwrites_nothing(tmp_path: Path) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile)
        post(service, "/rest", query="unknown")
        async with connected(tmp_path, profile, clocks=Later(3)) as controller:
            await until_told(controller, message, (QUERY, LAST_SEEN), (QUERY, "UNKNOWN"))
            await in_state(controller, [message], MessageState.ENROUTE)
            assert (await controller.evidence(message.id)).clock is not None
        post(service, "/rest", query="object")
        async with connected(tmp_path, profile, clocks=Later(6)) as controller:
            await asked(controller, message, times=3)
            await in_state(controller, [message], MessageState.ENROUTE)

    with_provider(scene)


def test_a_final_state_is_not_asked_about_a_day_later(tmp_path: Path) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        async with connected(tmp_path, profile) as controller:
            sent = await controller.send(order("Zdravo", ORDINARY))
            await in_state(controller, sent, MessageState.ACCEPTED)
            await controller.ask_now(sent[0].id)
            await in_state(controller, sent, MessageState.DELIVERED)
        fault(service, "forget_statuses")
        queries = service.ledger.counts.queries
        async with connected(tmp_path, profile, clocks=Later(25)) as controller:
            assert await controller.ask_now(sent[0].id) == 0
            (message,) = await controller.messages([sent[0].id])
            assert (await controller.query(message.parts[0].provider_id)).word == "UNKNOWN"
            await in_state(controller, sent, MessageState.DELIVERED)
            assert service.ledger.counts.queries == queries + 2, "the check, and what was asked by hand"

    with_provider(scene)


def test_a_report_that_comes_after_a_day_still_finds_what_was_forgotten(tmp_path: Path) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile.model_copy(update={"callback_port": 0}))
        fault(service, "forget_statuses")
        last = await all_but_the_last_answer(tmp_path, profile, message, hours=25, before=1)
        async with connected(tmp_path, profile, clocks=Later(last)) as controller:
            await in_state(controller, [message], MessageState.FORGOTTEN)
            report = {"message_id": message.parts[0].provider_id, "delivery_status": "DELIVRD"}
            assert await called_back(profile, report) == 200
            await in_state(controller, [message], MessageState.DELIVERED)
            assert await told(controller, message) == [
                (QUERY, LAST_SEEN),
                (QUERY, "UNKNOWN"),
                (CALLBACK, "DELIVRD"),
            ]

    with_provider(scene, callback_fields())


def test_what_is_unknown_by_an_id_of_ours_stays_unknown_when_the_provider_has_forgotten(
    tmp_path: Path,
) -> None:
    async def scene(service: PracticeService, profile: Profile) -> None:
        fault(service, "close_after_read", accept=True, command="submit")
        async with connected(tmp_path, profile) as controller:
            sent = await controller.send(order("Zdravo", ORDINARY))
            await in_state(controller, sent, MessageState.UNKNOWN)
        fault(service, "forget_statuses")
        async with connected(tmp_path, profile, clocks=Later(25)) as controller:
            await asked(controller, sent[0], times=1)
            (message,) = await controller.messages([sent[0].id])
            assert message.state is MessageState.UNKNOWN, "nobody can know any more: a person decides"
            assert controller.awaiting_consent == ()
        assert len(service.ledger.submits) == 1

    with_provider(scene, {"rest_own_ids": True})


def test_after_the_last_harvest_the_next_question_is_whether_it_is_forgotten(tmp_path: Path) -> None:
    async def scene(_service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile)
        async with connected(tmp_path, profile, clocks=Later(23.9)) as controller:
            await asked(controller, message, times=2)
            clock = (await controller.evidence(message.id)).clock
            assert clock is not None
            assert 24 <= (clock.next_us - clock.accepted_at_us) / HOUR_US <= 24.1

    with_provider(scene)


def test_after_three_days_and_several_answers_no_question_follows(tmp_path: Path) -> None:
    async def scene(_service: PracticeService, profile: Profile) -> None:
        message = await enroute_today(tmp_path, profile)
        last = await all_but_the_last_answer(tmp_path, profile, message, hours=73, before=1)
        async with connected(tmp_path, profile, clocks=Later(last)) as controller:
            await asked(controller, message, times=99)
            assert (await controller.evidence(message.id)).clock is None
            await in_state(controller, [message], MessageState.ENROUTE)

    with_provider(scene)
