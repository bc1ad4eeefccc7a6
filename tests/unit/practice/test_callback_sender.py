from __future__ import annotations

import asyncio

import pytest

from tests.support.practice_rest import a_few_turns, json_request, submit_values
from vox_console.http1.messages import Reply, Request
from vox_console.http1.server import HttpServer
from vox_console.practice.callback_sender import sending_callbacks
from vox_console.practice.ledger import Ledger
from vox_console.practice.orders import Orders
from vox_console.practice.provider import Provider
from vox_console.practice.smsc import Smsc

PATIENCE_S = 20.0


def provider() -> Smsc:
    made = Provider(Ledger(), epoch_offset_s=1_800_000_000)
    made.state.tuning.speed = 0
    return Smsc(made)


def submit(smsc: Smsc) -> None:
    smsc.provider.desk.take(json_request(submit_values()), smsc.now(), wake=lambda: None)
    smsc.settle()


def test_what_waits_is_sent_to_the_listener() -> None:
    heard: asyncio.Queue[Request] = asyncio.Queue()

    async def answer(request: Request) -> Reply:
        await heard.put(request)
        return Reply(200)

    async def run() -> None:
        async with asyncio.timeout(PATIENCE_S):
            smsc, listener = provider(), HttpServer(answer)
            await listener.listen("127.0.0.1", 0)
            async with sending_callbacks(smsc):
                url = f"http://127.0.0.1:{listener.port}/dlr"
                Orders(smsc.provider).post("/callbacks", {"url": url}, smsc.now())
                for _ in range(3):
                    submit(smsc)
                counts = smsc.provider.state.ledger.counts
                assert await smsc.wait_until(lambda: counts.callbacks_acknowledged == 3, timeout_s=PATIENCE_S)
            assert heard.qsize() == 3
            listener.close()
            await a_few_turns()

    asyncio.run(run())


def test_the_end_does_not_wait_for_a_listener_and_nothing_is_sent_after_it() -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE_S):
            smsc, ended = provider(), asyncio.Event()

            async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await reader.read()
                writer.close()
                ended.set()

            silent = await asyncio.start_server(hold, "127.0.0.1", 0)
            url = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/"
            async with sending_callbacks(smsc):
                Orders(smsc.provider).post("/callbacks", {"url": url}, smsc.now())
                submit(smsc)
                counts = smsc.provider.state.ledger.counts
                assert await smsc.wait_until(lambda: counts.callbacks_sent == 1, timeout_s=PATIENCE_S)
            submit(smsc)
            assert counts.callbacks_sent == 1
            await ended.wait()
            silent.close()

    asyncio.run(run())


def test_what_the_block_raises_comes_out_as_it_is() -> None:
    async def run() -> None:
        async with sending_callbacks(provider()):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        asyncio.run(run())
