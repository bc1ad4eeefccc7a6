"""SMPP over TLS, where it differs from REST: what is bound, and a server that takes plain SMPP there."""

from __future__ import annotations

from tests.support.smpp_wire import listening, run, running
from tests.support.tls import authority, server_context
from tests.support.tls_links import smpp_over_tls
from vox_console.domain.link import Bound, Waiting
from vox_console.smpp import pdus


def test_the_right_certificate_is_bound_to_and_shown_as_encrypted() -> None:
    async def scene() -> None:
        with authority() as (ca, ca_file):
            context = server_context(ca.issue_cert("localhost"))
            async with (
                listening(context=context) as port,
                running(smpp_over_tls(port.port, ca_file)) as account,
            ):
                peer = await port.bound_peer()
                assert (await account.sink.reaches(Bound)).encrypted
                assert peer.writer.get_extra_info("ssl_object").version() in {"TLSv1.2", "TLSv1.3"}
                account.send()
                submit = await peer.expect(pdus.SubmitSm)
                peer.say(pdus.SubmitSmResp(submit.sequence, 0, "id"))
                await account.sink.until(lambda: account.sink.accepted)

    run(scene)


def test_a_plain_smpp_server_on_the_tls_port_never_sees_a_bind() -> None:
    """It takes the handshake for a giant PDU and closes, as ours would; that may also be a bad moment."""

    async def scene() -> None:
        async with listening() as port, running(smpp_over_tls(port.port)) as account:
            peer = await port.peer()
            octets = await peer._reader.read(100)
            assert octets[:2] == b"\x16\x03"
            peer.writer.close()
            waiting = await account.sink.reaches(Waiting)
            assert "TLS" in waiting.reason

    run(scene)
