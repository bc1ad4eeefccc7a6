"""TLS, by either protocol: what stops a link before the password leaves, and in which words."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from tests.support.smpp_wire import listening, run
from tests.support.tls import WRONG_CERTIFICATES, authority, server_context
from tests.support.tls_links import REST, SMPP, TlsLink, quiet_server
from vox_console.domain.link import Bound, Stopped, Waiting, Wanted


@pytest.fixture(params=[SMPP, REST], ids=["smpp", "rest"])
def link(request: pytest.FixtureRequest) -> TlsLink:
    assert isinstance(request.param, TlsLink)
    return request.param


@WRONG_CERTIFICATES
def test_a_wrong_certificate_stops_before_the_password_leaves(
    link: TlsLink, name: str, expires: int, words: str, *, trusted: bool
) -> None:
    async def scene() -> None:
        quiet_server()
        with authority() as (ca, ca_file), authority() as (_, other_file):
            certificate = ca.issue_cert(name, not_after=datetime.now(tz=UTC) + timedelta(days=expires))
            chosen = ca_file if trusted else other_file
            async with (
                link.serving(server_context(certificate)) as server,
                link.running(server.port, chosen) as account,
            ):
                stopped = await account.sink.reaches(Stopped)
                assert words in stopped.title
                assert stopped.hint
                assert stopped.wanted is Wanted.NOTHING
                assert account.transport.lease(1) is None
                assert server.untold()
                assert not any(isinstance(state, Bound) for state in account.sink.states)

    run(scene)


def test_the_host_that_was_asked_for_is_the_one_that_is_checked(link: TlsLink) -> None:
    async def scene() -> None:
        quiet_server()
        with authority() as (ca, ca_file):
            context = server_context(ca.issue_cert("localhost"))
            async with (
                link.serving(context) as server,
                link.running(server.port, ca_file, host="127.0.0.1") as account,
            ):
                assert "another name" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_certificate_the_system_does_not_know_stops(link: TlsLink) -> None:
    async def scene() -> None:
        quiet_server()
        with authority() as (ca, _):
            context = server_context(ca.issue_cert("localhost"))
            async with link.serving(context) as server, link.running(server.port) as account:
                assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_self_signed_certificate_stops(link: TlsLink, tmp_path: Path) -> None:
    async def scene() -> None:
        quiet_server()
        ca = trustme.CA()
        own = tmp_path / "own.pem"
        own.write_bytes(ca.private_key_pem.bytes() + ca.cert_pem.bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        async with link.serving(context) as server, link.running(server.port) as account:
            assert "trusted authority" in (await account.sink.reaches(Stopped)).title

    run(scene)


def test_a_plain_web_server_on_the_tls_port_sees_nothing_but_a_handshake(link: TlsLink) -> None:
    async def scene() -> None:
        async with listening() as port, link.running(port.port) as account:
            peer = await port.peer()
            peer.writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            assert "does not speak TLS" in (await account.sink.reaches(Stopped)).title
            sent = await peer._reader.read(65_536)
            assert sent.startswith(b"\x16\x03"), "a handshake"
            assert b"api" not in sent

    run(scene)


def test_a_server_that_closes_instead_of_shaking_hands_is_tried_again(link: TlsLink) -> None:
    async def scene() -> None:
        async with listening() as port, link.running(port.port) as account:
            (await port.peer()).writer.close()
            assert "TLS" in (await account.sink.reaches(Waiting)).reason

    run(scene)


def test_a_server_that_never_shakes_hands_is_given_up(link: TlsLink) -> None:
    async def scene() -> None:
        async with listening() as port, link.running(port.port, connect_timeout_s=0.1) as account:
            assert "did not answer" in (await account.sink.reaches(Waiting)).reason

    run(scene)


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "not PEM"])
def test_an_authority_file_that_is_no_use_stops(link: TlsLink, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_text(content)

    async def scene() -> None:
        async with link.running(1, str(path)) as account:
            stopped = await account.sink.reaches(Stopped)
            assert "authority's file" in stopped.title
            assert path.name in stopped.reason
            before = len(account.sink.states)
            account.transport.bind_now()
            await account.sink.until(lambda: len(account.sink.states) > before)

    run(scene)
