"""REST through a company's proxy: what it refuses, or cannot open, has not left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.support.http_proxy import Proxy, proxying
from tests.support.rest_wire import (
    NUMBER,
    Account,
    HttpPeer,
    http_peer,
    over_tls,
    running,
)
from tests.support.smpp_wire import run
from tests.support.tls import authority, server_context
from vox_console.domain.link import Bound, Stopped, Waiting
from vox_console.transports.base import NotSent, Unanswered

FORBIDDEN = b"HTTP/1.1 403 Forbidden by Acme\r\nContent-Length: 0\r\n\r\n"
PASSWORD_WANTED = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def behind_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
    *,
    refusal: bytes = b"",
    trusted: bool = True,
    connect_timeout_s: float = 10.0,
) -> AsyncIterator[tuple[Proxy, HttpPeer, Account]]:
    """Give a transport whose only way to its peer, over TLS, is a proxy; it may refuse from the beginning."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the words of a server that is cut off
    with authority() as (ca, ca_file), authority() as (_, other_file):
        async with (
            http_peer(server_context(ca.issue_cert("localhost"))) as peer,
            proxying(peer.port) as proxy,
        ):
            proxy.refusal = refusal
            for name in ("ALL_PROXY", "NO_PROXY", "all_proxy", "no_proxy", "https_proxy"):
                monkeypatch.delenv(name, raising=False)
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
            chosen = over_tls(peer.port, ca_file if trusted else other_file)
            async with running(replace(chosen, local=False, connect_timeout_s=connect_timeout_s)) as account:
                yield proxy, peer, account


def test_what_goes_through_the_proxy_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch) as (proxy, peer, account):
            assert (await account.bound()).encrypted
            await account.send(NUMBER)
            (await peer.asked()).answer(body={"message_id": "9be2"})
            assert await account.accepted(1) == "9be2"
            assert proxy.opened == 2  # the check and the submit

    run(scene)


@pytest.mark.parametrize(
    ("refusal", "words", "hint"),
    [(FORBIDDEN, "answered 403", ""), (PASSWORD_WANTED, "answered 407", "HTTPS_PROXY")],
    ids=["forbidden", "password wanted"],
)
def test_a_submit_that_the_proxy_refuses_was_not_sent_and_leaves_later(
    refusal: bytes, words: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch) as (proxy, peer, account):
            await account.bound()
            proxy.refusal = refusal
            await account.send(NUMBER, "381640000011")
            await account.sink.until(lambda: len(account.sink.told) == 2)
            for told in account.sink.told:
                assert isinstance(told, NotSent)
                assert words in told.reason
            waiting = await account.sink.reaches(Waiting)
            assert words in waiting.reason
            assert hint in waiting.reason
            assert "Acme" not in waiting.reason
            assert peer.idle
            proxy.refusal = b""
            await account.bound_again()
            await account.send(NUMBER, first=3)
            (await peer.asked()).answer(body={"message_id": "9be2"})
            assert await account.accepted(3) == "9be2"

    run(scene)


def test_a_proxy_that_refuses_from_the_beginning_is_told_and_nothing_is_leased(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch, refusal=FORBIDDEN) as (proxy, _, account):
            assert "proxy" in (await account.sink.reaches(Waiting)).reason
            assert account.transport.lease(1) is None
            assert proxy.opened == 0

    run(scene)


def test_a_proxy_that_says_nothing_is_given_up_like_any_other_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch, connect_timeout_s=2.0) as (proxy, _, account):
            await account.bound()
            proxy.silent = True
            await account.send(NUMBER)
            await account.sink.until(lambda: bool(account.sink.told))
            (told,) = account.sink.told
            assert isinstance(told, NotSent)
            assert "opened no connection" in told.reason

    run(scene)


def test_a_proxy_that_hangs_up_before_the_way_is_open_has_let_nothing_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch) as (proxy, _, account):
            await account.bound()
            proxy.refusal = b"HTTP/1.1 "
            await account.send(NUMBER)
            await account.sink.until(lambda: bool(account.sink.told))
            assert isinstance(account.sink.told[0], NotSent)

    run(scene)


def test_a_way_that_breaks_after_the_request_leaves_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch) as (proxy, peer, account):
            await account.bound()
            await account.send(NUMBER)
            await peer.asked()
            proxy.cut()
            await account.sink.until(lambda: bool(account.sink.told))
            assert isinstance(account.sink.told[0], Unanswered)

    run(scene)


def test_a_wrong_certificate_behind_the_proxy_stops_before_the_password_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene() -> None:
        async with behind_a_proxy(monkeypatch, trusted=False) as (proxy, peer, account):
            stopped = await account.sink.reaches(Stopped)
            assert "trusted authority" in stopped.title
            assert proxy.opened == 1
            assert peer.idle
            assert not any(isinstance(state, Bound) for state in account.sink.states)

    run(scene)
