"""REST over TLS: what stops it before the password leaves, and in which words."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.support.rest_wire import NUMBER, http_peer, over_tls, running, settings
from tests.support.smpp_wire import listening, run
from tests.support.tls import WRONG_CERTIFICATES, authority, server_context
from vox_console.domain.link import Bound, Stopped, Waiting, Wanted
from vox_console.practice import server
from vox_console.practice.server import PracticeOptions


def no_words_of_the_server() -> None:
    """Keep quiet about the server's side of a handshake that is to fail."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)


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


@WRONG_CERTIFICATES
def test_a_wrong_certificate_stops_before_the_password_leaves(
    name: str, expires: int, words: str, *, trusted: bool
) -> None:
    async def scene() -> None:
        no_words_of_the_server()
        with authority() as (ca, ca_file), authority() as (_, other_file):
            certificate = ca.issue_cert(name, not_after=datetime.now(tz=UTC) + timedelta(days=expires))
            async with http_peer(server_context(certificate)) as peer:
                chosen = over_tls(peer.port, ca_file if trusted else other_file)
                async with running(chosen) as account:
                    stopped = await account.sink.reaches(Stopped)
                    assert words in stopped.title
                    assert stopped.hint
                    assert stopped.wanted is Wanted.NOTHING
                    assert account.transport.lease(1) is None
                    assert peer.idle
                    assert not any(isinstance(state, Bound) for state in account.sink.states)

    run(scene)


def test_the_host_that_was_asked_for_is_the_one_that_is_checked() -> None:
    async def scene() -> None:
        no_words_of_the_server()
        with authority() as (ca, ca_file):
            context = server_context(ca.issue_cert("localhost"))
            async with (
                http_peer(context) as peer,
                running(over_tls(peer.port, ca_file, host="127.0.0.1")) as account,
            ):
                assert "another name" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_certificate_the_system_does_not_know_stops() -> None:
    async def scene() -> None:
        no_words_of_the_server()
        with authority() as (ca, _):
            context = server_context(ca.issue_cert("localhost"))
            async with http_peer(context) as peer, running(over_tls(peer.port)) as account:
                assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_self_signed_certificate_stops(tmp_path: Path) -> None:
    async def scene() -> None:
        no_words_of_the_server()
        ca = trustme.CA()
        own = tmp_path / "own.pem"
        own.write_bytes(ca.private_key_pem.bytes() + ca.cert_pem.bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        async with http_peer(context) as peer, running(over_tls(peer.port)) as account:
            assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_plain_web_server_on_the_tls_port_never_sees_a_request() -> None:
    async def scene() -> None:
        async with listening() as port, running(over_tls(port.port)) as account:
            peer = await port.peer()
            peer.writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            assert "does not speak TLS" in (await account.sink.reaches(Stopped)).title
            sent = await peer._reader.read(65_536)
            assert sent.startswith(b"\x16\x03"), "a handshake"
            assert b"api" not in sent

    run(scene)


def test_a_server_that_closes_instead_of_shaking_hands_is_tried_again() -> None:
    async def scene() -> None:
        async with listening() as port, running(over_tls(port.port)) as account:
            (await port.peer()).writer.close()
            assert "TLS" in (await account.sink.reaches(Waiting)).reason

    run(scene)


def test_a_server_that_never_shakes_hands_is_given_up() -> None:
    async def scene() -> None:
        async with listening() as port:
            impatient = settings(port.port, url=f"https://localhost:{port.port}/api", connect_timeout_s=0.1)
            async with running(impatient) as account:
                assert "did not answer" in (await account.sink.reaches(Waiting)).reason

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


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "not PEM"])
def test_an_authority_file_that_is_no_use_stops(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_text(content)

    async def scene() -> None:
        async with running(over_tls(1, str(path))) as account:
            stopped = await account.sink.reaches(Stopped)
            assert "authority's file" in stopped.title
            assert path.name in stopped.reason
            account.transport.bind_now()
            await account.sink.until(lambda: len(account.sink.states) == 2)

    run(scene)
