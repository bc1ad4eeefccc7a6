from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from tests.support.smpp_wire import listening, run, running, settings
from tests.support.tls import WRONG_CERTIFICATES, authority, server_context
from vox_console.domain.link import Bound, Stopped, Waiting
from vox_console.smpp import pdus
from vox_console.transports.smpp import SmppSettings


def over_tls(port: int, ca_file: str = "") -> SmppSettings:
    return replace(settings(port), host="localhost", tls=True, ca_file=ca_file)


def test_the_right_certificate_is_bound_to_and_shown_as_encrypted() -> None:
    async def scene() -> None:
        with authority() as (ca, ca_file):
            context = server_context(ca.issue_cert("localhost"))
            async with listening(context=context) as port, running(over_tls(port.port, ca_file)) as account:
                peer = await port.bound_peer()
                assert (await account.sink.reaches(Bound)).encrypted
                assert peer.writer.get_extra_info("ssl_object").version() in {"TLSv1.2", "TLSv1.3"}
                account.send()
                submit = await peer.expect(pdus.SubmitSm)
                peer.say(pdus.SubmitSmResp(submit.sequence, 0, "id"))
                await account.sink.until(lambda: account.sink.accepted)

    run(scene)


@WRONG_CERTIFICATES
def test_a_wrong_certificate_stops_before_the_password_leaves(
    name: str, expires: int, words: str, *, trusted: bool
) -> None:
    async def scene() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda *_: None
        )  # the server's side of the handshake
        with authority() as (ca, ca_file), authority() as (_, other_file):
            certificate = ca.issue_cert(name, not_after=datetime.now(tz=UTC) + timedelta(days=expires))
            chosen = ca_file if trusted else other_file
            context = server_context(certificate)
            async with listening(context=context) as port, running(over_tls(port.port, chosen)) as account:
                stopped = await account.sink.reaches(Stopped)
                assert words in stopped.title
                assert stopped.hint
                assert port.peers.empty()

    run(scene)


def test_the_host_that_was_asked_for_is_the_one_that_is_checked() -> None:
    async def scene() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda *_: None
        )  # the server's side of the handshake
        with authority() as (ca, ca_file):
            context = server_context(ca.issue_cert("localhost"))
            async with listening(context=context) as port:
                by_number = replace(over_tls(port.port, ca_file), host="127.0.0.1")
                async with running(by_number) as account:
                    assert "another name" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_certificate_the_system_does_not_know_stops() -> None:
    async def scene() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda *_: None
        )  # the server's side of the handshake
        with authority() as (ca, _):
            context = server_context(ca.issue_cert("localhost"))
            async with listening(context=context) as port, running(over_tls(port.port)) as account:
                assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_self_signed_certificate_stops(tmp_path: Path) -> None:
    async def scene() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda *_: None
        )  # the server's side of the handshake
        ca = trustme.CA()
        own = tmp_path / "own.pem"
        own.write_bytes(ca.private_key_pem.bytes() + ca.cert_pem.bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        async with listening(context=context) as port, running(over_tls(port.port)) as account:
            assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_web_server_on_the_tls_port_stops() -> None:
    async def scene() -> None:
        async with listening() as port, running(over_tls(port.port)) as account:
            peer = await port.peer()
            peer.writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            assert "does not speak TLS" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_plain_smpp_server_on_the_tls_port_never_sees_a_bind() -> None:
    """It takes the handshake for a giant PDU and closes, as ours would; that may also be a bad moment."""

    async def scene() -> None:
        async with listening() as port, running(over_tls(port.port)) as account:
            peer = await port.peer()
            octets = await peer._reader.read(100)
            assert octets[:2] == b"\x16\x03"
            peer.writer.close()
            waiting = await account.sink.reaches(Waiting)
            assert "TLS" in waiting.reason

    run(scene)


def test_a_server_that_never_shakes_hands_is_given_up() -> None:
    async def scene() -> None:
        async with listening() as port:
            impatient = replace(over_tls(port.port), connect_timeout_s=0.1)
            async with running(impatient) as account:
                assert "did not answer" in (await account.sink.reaches(Waiting)).reason

    run(scene)


def test_an_authority_file_that_is_missing_stops(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(over_tls(1, str(tmp_path / "none.pem"))) as account:
            assert "none.pem" in (await account.sink.reaches(Stopped)).reason

    run(scene)
