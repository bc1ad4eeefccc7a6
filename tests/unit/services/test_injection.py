"""Handing the platform an inbound message: what it is told, and what stands in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.practice_peer import wire_client
from tests.support.rest_account import FREE_PORTS, NOBODY_LISTENS, PASSWORDS, rest_account
from vox_console.domain.errors import LinkError
from vox_console.domain.secret import Secret
from vox_console.practice.server import PracticeService, running
from vox_console.services.clocks import SystemClocks
from vox_console.services.injection import inject
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile
from vox_console.smpp.pdus import DeliverSm

CUSTOMER, OURS, TEXT = "381641234567", "38164000", "YES, please: žć"


async def give(profile: Profile, passwords: Passwords = PASSWORDS) -> None:
    await inject(profile, passwords, SystemClocks(), sender=CUSTOMER, number=OURS, text=TEXT)


def play(scene: Callable[[PracticeService], Awaitable[None]]) -> None:
    async def run() -> None:
        async with running(FREE_PORTS) as service:
            await scene(service)

    asyncio.run(run())


def test_the_platform_believes_that_a_customer_has_written() -> None:
    async def scene(service: PracticeService) -> None:
        async with wire_client(service.announcement.smpp_port) as session:
            await give(rest_account(service))
            pushed = await session.acknowledged()
            assert isinstance(pushed, DeliverSm)
            told = pushed.delivery
            assert (told.source, told.destination) == (CUSTOMER, OURS)
            assert told.short_message.decode("utf-16-be") == TEXT

    play(scene)


def test_a_wrong_password_is_told_without_telling_it() -> None:
    async def scene(service: PracticeService) -> None:
        with pytest.raises(LinkError) as caught:
            await give(rest_account(service), Passwords(Secret("practice"), rest=Secret("wr0ng")))
        assert "password is not accepted" in caught.value.detail
        assert "wr0ng" not in f"{caught.value!r} {caught.value.hint}"
        assert caught.value.__cause__ is None

    play(scene)


def test_what_the_platform_cannot_pass_on_is_told_in_its_words() -> None:
    async def scene(service: PracticeService) -> None:
        service.post("/faults", {"fault": "refuse_requests", "status": 400, "text": "no such number"})
        with pytest.raises(LinkError, match="was not taken") as caught:
            await give(rest_account(service))
        assert "HTTP 400: no such number" in caught.value.detail

    play(scene)


def test_a_provider_that_is_not_there_is_told() -> None:
    async def scene(service: PracticeService) -> None:
        with pytest.raises(LinkError, match="Could not connect"):
            await give(rest_account(service, rest_url=f"http://127.0.0.1:{NOBODY_LISTENS}/api"))

    play(scene)


def test_nothing_leaves_in_the_clear_without_consent() -> None:
    async def scene(service: PracticeService) -> None:
        with pytest.raises(LinkError, match="not encrypted"):
            await give(rest_account(service, rest_url="http://sms.example.net:8001/api"))

    play(scene)
