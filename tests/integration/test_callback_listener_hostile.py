"""The listener for callbacks on a real socket: who is refused, and what nobody gets to see."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace

import pytest

from tests.support.callback_peer import MESSAGE, NUMBER, REPORT, SETTINGS, TEXT, TOKEN, Rig, play
from vox_console.http1.server import Limits
from vox_console.transports.base import Confirm
from vox_console.transports.callbacks import CallbackLimits

CUT_OFF = {0}  # what a client sees that is still sending when it is refused: its answer may be lost


class TestScreen:
    """What is refused, and that nothing of it reaches the sink."""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            *(({"origin": "http://127.0.0.1:8012"}, 403), ({"origin": "null"}, 403)),
            *(({"host": "evil.com"}, 403), ({"host": "127.0.0.1.evil.com"}, 403), ({"host": ""}, 403)),
            ({"content_encoding": "gzip"}, 415),
        ],
    )
    def test_by_its_head(self, headers: dict[str, str], status: int) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status(**headers) == status
            assert rig.sink.arrived == []

        play(scene)

    @pytest.mark.parametrize("headers", [b"", b"Host: 127.0.0.1\r\nHost: evil.com\r\n"])
    @pytest.mark.parametrize("version", [b"1.0", b"1.1"])
    def test_without_a_host_or_with_two(self, headers: bytes, version: bytes) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            target = f"/callback/{TOKEN}?{REPORT}".encode()
            client.say(b"GET " + target + b" HTTP/" + version + b"\r\n" + headers + b"\r\n")
            assert await client.status() in {400, 403}
            assert rig.sink.arrived == []

        play(scene)

    def test_a_wrong_token_and_none_are_answered_alike(self) -> None:
        async def scene(rig: Rig) -> None:
            answers = []
            for path in (f"/callback/{TOKEN[:-1]}x", "/callback/x", "/callback", "/", f"/{TOKEN}"):
                client = await rig.client()
                client.get(path=path)
                answers.append(await client.answer())
            assert len(set(answers)) == 1
            assert answers[0][0] == 404
            assert rig.sink.arrived == []

        play(scene)

    @pytest.mark.parametrize(
        "media", ["text/plain", "", "multipart/form-data; boundary=x", "text/plain;application/json"]
    )
    def test_other_media(self, media: str) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.posted(MESSAGE, content_type=media) == 415
            assert rig.sink.arrived == []

        play(scene)

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"])
    def test_other_methods(self, method: str) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.ask(method, f"/callback/{TOKEN}?{REPORT}", {})
            status, head, _ = await client.answer() if method != "HEAD" else await client.head()
            assert status == 405
            assert b"\r\nallow: get, post\r\n" in head
            assert b"access-control" not in head
            assert rig.sink.arrived == []

        play(scene)

    @pytest.mark.parametrize(("source", "status"), [("127.0.0.1", 200), ("203.0.113.9", 403), ("", 200)])
    def test_by_where_it_comes_from(self, source: str, status: int) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status() == status

        play(scene, replace(SETTINGS, sources=(source,)))

    def test_a_name_of_a_tunnel_is_heard_when_it_is_allowed(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status(host="Sms.Example.com") == 200
            assert await rig.status(host="x.sms.example.com") == 403

        play(scene, replace(SETTINGS, hosts=("sms.example.com",)))


class TestExhaustion:
    """A peer that sends too much, too slowly or too often costs little and keeps nobody else out."""

    def test_a_request_that_does_not_come_to_its_end_is_dropped(self) -> None:
        async def scene(rig: Rig) -> None:
            for start in (b"G", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b""):
                client = await rig.client()
                client.say(start)
                assert await client.status() == 0

        play(scene, limits=CallbackLimits(http=Limits(arrival_s=0.05)))

    def test_a_body_without_end_is_refused(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.ask(
                "POST",
                f"/callback/{TOKEN}",
                {"content_type": "application/json", "transfer_encoding": "chunked"},
                b"4000\r\n" + b"x" * 0x4000 + b"\r\n",
            )
            for _ in range(4):
                client.say(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            assert await client.status() in CUT_OFF | {413}
            assert await rig.status() == 200, "others are heard"

        play(scene)

    def test_headers_without_end_are_refused(self) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.status(x_long="x" * 20_000) == 431
            client = await rig.client()
            for _ in range(5):
                client.say(b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 16_000)
            assert await client.status() in CUT_OFF | {431}

        play(scene)

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 60_000,
            b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
            json.dumps([{}] * 1_001).encode(),
            json.dumps({f"p{number}": 1 for number in range(4_000)}).encode(),
        ],
    )
    def test_json_that_is_deep_or_wide_is_refused(self, body: bytes) -> None:
        async def scene(rig: Rig) -> None:
            assert await rig.posted(body) in {400, 413}
            assert await rig.status() == 200, "others are heard"

        play(scene)

    def test_ten_thousand_parameters_are_refused(self) -> None:
        async def scene(rig: Rig) -> None:
            body = b"&".join(b"p%d=" % number for number in range(10_000))[:65_000]
            media = "application/x-www-form-urlencoded"
            assert await rig.posted(body, content_type=media) == 400
            assert await rig.status("&" * 10_000) == 400

        play(scene)

    def test_too_many_requests_are_told_to_wait(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            for _ in range(3):
                client.get()
            answers = [await client.answer() for _ in range(3)]
            assert [status for status, _, _ in answers] == [200, 200, 429]
            assert b"\r\nretry-after: 1\r\n" in answers[2][1]

        play(scene, limits=CallbackLimits(burst=2, requests_per_s=0))

    def test_strangers_use_up_nothing(self) -> None:
        async def scene(rig: Rig) -> None:
            for _ in range(3):
                client = await rig.client()
                client.get(path="/callback/wrong")
                assert await client.status() == 404
            assert await rig.status() == 200

        play(scene, limits=CallbackLimits(burst=1, requests_per_s=0))

    def test_too_many_connections_are_told_so(self) -> None:
        async def scene(rig: Rig) -> None:
            first = await rig.client()
            first.get()
            assert await first.status() == 200
            assert await (await rig.client()).status() == 503

        play(scene, limits=CallbackLimits(http=Limits(connections=1)))

    def test_an_old_connection_takes_no_further_request(self) -> None:
        async def scene(rig: Rig) -> None:
            client = await rig.client()
            client.get()
            assert [await client.status(), await client.status()] == [200, 0]

        play(scene, limits=CallbackLimits(http=Limits(connection_s=0)))


def test_neither_token_nor_number_nor_text_is_logged_or_noted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[object] = []

    async def scene(rig: Rig) -> None:
        loop = asyncio.get_running_loop()
        loop.set_debug(True)
        loop.slow_callback_duration = 0.0  # every step of the loop is logged
        loop.set_exception_handler(lambda _loop, about: told.append(about))
        for query in (REPORT, f"message={TEXT}", f"ani={NUMBER}", f"status={TEXT}", ""):
            await rig.status(query.replace(" ", "%20"))
            await rig.status(query.replace(" ", "%20"), origin=TEXT, host=TEXT)
            await rig.status(query.replace(" ", "%20"), host=f"{NUMBER}.com")
        for content in (MESSAGE, [MESSAGE, {"ani": NUMBER}], {"text": {"to": NUMBER}}, TEXT, TEXT.encode()):
            await rig.posted(content)
            await rig.posted(content, content_type=f"text/{NUMBER}")
        client = await rig.client()
        client.get(path=f"/callback/{TOKEN}x")
        assert await client.status() == 404
        assert rig.sink.arrived
        told.extend([*rig.sink.states, *((str(note), note.hint) for note in rig.sink.notes)])

    play(scene, verdict=Confirm.TRY_AGAIN)
    assert caplog.records, "something was logged"
    assert len(told) > 5, "something was noted"
    for secret in (TOKEN, NUMBER, TEXT):
        assert secret not in f"{caplog.text} {told}"
