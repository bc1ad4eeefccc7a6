"""REST over TLS, where it differs from SMPP: what is sent over it, and a handshake that is left."""

from __future__ import annotations

import pytest

from tests.support.rest_wire import NUMBER, http_peer, over_tls, running, settings
from tests.support.smpp_wire import listening, run
from vox_console.practice import server
from vox_console.practice.server import PracticeOptions


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_right_certificate_is_sent_to_and_shown_as_encrypted(host: str) -> None:
    async def scene() -> None:
        async with server.running(PracticeOptions(smpp_port=0, speed=0, rest_tls=True)) as service:
            told = service.announcement
            chosen = over_tls(told.rest_port, told.rest_ca_file, host=host)
            async with running(chosen) as account:
                assert (await account.bound()).encrypted
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.accepted)
                answer = await account.transport.query(account.sink.accepted[1])
                assert answer.receipt.word == "DELIVRD"

    run(scene)


def test_plain_text_is_shown_as_not_encrypted() -> None:
    async def scene() -> None:
        async with http_peer() as peer, running(settings(peer.port)) as account:
            assert not (await account.bound()).encrypted

    run(scene)


def test_leaving_in_the_middle_of_a_handshake_hangs_up() -> None:
    async def scene() -> None:
        async with listening() as port, running(over_tls(port.port)) as account:
            peer = await port.peer()
            hello = await peer._reader.read(65_536)
            assert hello.startswith(b"\x16\x03")
            await account.leave()
            assert await peer._reader.read(65_536) == b"", "nobody is there any more"

    run(scene)
