"""The practice provider's REST port on real sockets, asked by httpx and by plain bytes."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.practice_peer import submit, wire_client
from tests.support.practice_process import PracticeProcess
from tests.support.practice_rest import CREDENTIALS, query_values, submit_values
from vox_console.domain.errors import LinkError
from vox_console.http1.messages import Reply, Request
from vox_console.http1.server import HttpServer
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.smpp.pdus import DeliverSm, SubmitSmResp

PATIENCE_S = 20.0
SECOND = "second"


@dataclass(frozen=True)
class Scene:
    """A running provider and an HTTP client for it."""

    service: PracticeService
    http: httpx.AsyncClient

    async def submit(self, dnis: str = "381640000010", **values: object) -> httpx.Response:
        return await self.http.post("/api", json=submit_values(dnis, **values))

    async def query(self, message_id: str) -> dict[str, str]:
        answer = await self.http.get("/api", params=_texts(query_values(message_id)))
        content: dict[str, str] = answer.json()
        return content

    def post(self, path: str, **body: object) -> dict[str, object]:
        answer = self.service.post(path, {name.rstrip("_"): value for name, value in body.items()})
        assert answer is not None
        return answer


def _texts(values: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def play(test: Callable[[Scene], Awaitable[None]], *, speed: float = 0) -> None:
    """Run a test with a provider and a client."""

    async def run() -> None:
        async with (
            asyncio.timeout(PATIENCE_S),
            running(PracticeOptions(smpp_port=0, speed=speed)) as service,
            httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{service.announcement.rest_port}",
                timeout=PATIENCE_S,
                trust_env=False,
            ) as http,
        ):
            await test(Scene(service, http))

    asyncio.run(run())


async def _json_body(http: httpx.AsyncClient, values: dict[str, object]) -> httpx.Response:
    return await http.post("/api", json=values)


async def _json_and_query(http: httpx.AsyncClient, values: dict[str, object]) -> httpx.Response:
    in_query = {name: str(values.pop(name)) for name in ("username", "password", "command")}
    return await http.post("/api", params=in_query, json=values)


async def _form(http: httpx.AsyncClient, values: dict[str, object]) -> httpx.Response:
    return await http.post("/api/", data=_texts(values))


async def _all_in_query(http: httpx.AsyncClient, values: dict[str, object]) -> httpx.Response:
    return await http.get("/api", params=_texts(values))


@pytest.mark.parametrize("ask", [_json_body, _json_and_query, _form, _all_in_query])
def test_a_submit_is_taken_in_every_form_the_platform_takes(
    ask: Callable[[httpx.AsyncClient, dict[str, object]], Awaitable[httpx.Response]],
) -> None:
    async def test(scene: Scene) -> None:
        answer = await ask(scene.http, submit_values(message="Zdravo, žaba", dataCoding=8))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        (row,) = scene.service.ledger.submits
        assert answer.json() == {"message_id": row.message_id}
        assert row.short_message == "Zdravo, žaba".encode("utf-16-be")
        assert row.octets.count(b"practice") <= 1  # the name, never the password

    play(test)


def test_a_query_is_json_under_text_html() -> None:
    async def test(scene: Scene) -> None:
        message_id = (await scene.submit()).json()["message_id"]
        answer = await scene.http.get("/api", params=_texts(query_values(message_id)))
        assert answer.headers["content-type"] == "text/html; charset=UTF-8"
        assert answer.json()["status"] == "DELIVRD"

    play(test)


def test_at_the_speed_of_life_a_query_says_enroute_first() -> None:
    async def test(scene: Scene) -> None:
        message_id = (await scene.submit()).json()["message_id"]
        assert (await scene.query(message_id))["status"] == "ENROUTE"
        due = scene.service.smsc.provider.state.timetable.next_due()
        assert due is not None
        assert await scene.service.smsc.wait_until(
            lambda: scene.service.ledger.submits[0].state == "DELIVRD", timeout_s=PATIENCE_S
        )
        assert (await scene.query(message_id))["status"] == "DELIVRD"

    play(test, speed=20)


def test_a_wrong_password_is_401() -> None:
    async def test(scene: Scene) -> None:
        answer = await scene.submit(username="nobody")
        assert (answer.status_code, answer.text) == (401, "not authorized (check login and password)")

    play(test)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("GET", "/apis", 404), ("PUT", "/api", 405)]
)
def test_what_is_not_the_api_is_refused(method: str, path: str, status: int) -> None:
    async def test(scene: Scene) -> None:
        assert (await scene.http.request(method, path)).status_code == status

    play(test)


def test_throttling_says_when_to_come_again() -> None:
    async def test(scene: Scene) -> None:
        answers = [await scene.submit("381640000020") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [429, 429, 200]
        assert answers[0].headers["retry-after"] == "1"

    play(test)


def test_a_hundred_numbers_are_one_request() -> None:
    async def test(scene: Scene) -> None:
        numbers = [f"38164100{number:04d}" for number in range(1_000, 1_100)]
        answer = await scene.submit(", ".join(numbers))
        assert [item["dnis"] for item in answer.json()] == numbers
        assert scene.service.ledger.counts.accepted == 100
        assert scene.service.ledger.counts.rest_requests == 1

    play(test)


@pytest.mark.parametrize("suffix", ["0034", "0035"])
def test_a_connection_is_closed_after_reading(suffix: str) -> None:
    async def test(scene: Scene) -> None:
        with pytest.raises(httpx.RemoteProtocolError):
            await scene.submit(f"38164000{suffix}")
        (row,) = scene.service.ledger.submits
        assert row.answer == "cut"

    play(test)


def test_a_request_that_is_never_answered_ends_with_the_provider() -> None:
    async def test(scene: Scene) -> None:
        with pytest.raises(httpx.ReadTimeout):
            await scene.http.post("/api", json=submit_values("381640000031"), timeout=0.05)
        assert scene.service.ledger.submits[0].verdict == "accepted"

    play(test)


def test_a_late_answer_comes() -> None:
    async def test(scene: Scene) -> None:
        scene.post("/speed", late_answer_s=0.05)
        assert (await scene.submit("381640000033")).status_code == 200

    play(test)


def test_held_answers_are_released() -> None:
    async def test(scene: Scene) -> None:
        scene.post("/faults", fault="hold_answers")
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(scene.submit()) for _ in range(2)]
            assert await scene.service.wait(submits=2)
            assert not any(each.done() for each in asked)
            assert scene.post("/faults", fault="release_answers") == {"released": 2}
        assert [each.result().status_code for each in asked] == [200, 200]

    play(test)


@pytest.mark.parametrize("fault", ["drop_answers", "disconnect", "rest_disconnect"])
def test_open_requests_are_cut_on_order(fault: str) -> None:
    async def test(scene: Scene) -> None:
        scene.post("/faults", fault="hold_answers")
        async with asyncio.TaskGroup() as tasks:
            asked = tasks.create_task(_failure(scene.submit()))
            assert await scene.service.wait(submits=1)
            scene.post("/faults", fault=fault)
        assert isinstance(asked.result(), httpx.TransportError)
        assert scene.service.ledger.submits[0].answer == "cut"

    play(test)


async def _failure(asked: Awaitable[httpx.Response]) -> Exception | None:
    try:
        await asked
    except httpx.TransportError as fault:
        return fault
    return None


def test_new_connections_are_refused_on_order_and_counted() -> None:
    async def test(scene: Scene) -> None:
        scene.post("/faults", fault="refuse_rest_connections")
        with pytest.raises(httpx.TransportError):
            await scene.submit()
        assert await scene.service.wait(rest_refused_connections=1)
        scene.post("/faults", fault="clear")
        assert (await scene.submit()).status_code == 200

    play(test)


def test_requests_may_follow_each_other_on_one_connection() -> None:
    async def test(scene: Scene) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", scene.service.announcement.rest_port)
        body = json.dumps(submit_values()).encode()
        head = f"POST /api? HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        writer.write((head + body) * 3)
        for _ in range(3):
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200 ")
            length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            assert b"message_id" in await reader.readexactly(length)
        writer.close()

    play(test)


def test_both_transports_share_the_ledger_and_the_memory_of_messages() -> None:
    async def test(scene: Scene) -> None:
        async with wire_client(scene.service.smsc.port) as client:
            client.send(submit())
            over_smpp = (await client.next(SubmitSmResp)).message_id
            await client.acknowledged()
            over_rest = (await scene.submit()).json()["message_id"]
        rows = scene.service.ledger.submits
        assert [(row.message_id, row.transport) for row in rows] == [
            (over_smpp, "smpp"),
            (over_rest, "rest"),
        ]
        assert (await scene.query(over_smpp))["status"] == "DELIVRD"
        assert scene.service.ledger.counts.submits == 2

    play(test)


def test_the_rest_port_is_for_this_computer_only() -> None:
    async def run() -> None:
        async with running(PracticeOptions(smpp_port=0)) as service:
            taken = PracticeOptions(smpp_port=0, rest_port=service.announcement.rest_port)
            with pytest.raises(LinkError, match="cannot be opened"):
                async with running(taken):
                    pass

    asyncio.run(run())


class Listener:
    """A listener for callbacks that answers with the given statuses in turn, then 200."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.heard: asyncio.Queue[Request] = asyncio.Queue()
        self._server = HttpServer(self._answer)

    async def _answer(self, request: Request) -> Reply | None:
        await self.heard.put(request)
        status = self._statuses.pop(0) if self._statuses else 200
        return Reply(status) if status else None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}/dlr?secret=1"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        await self._server.listen("127.0.0.1", 0)
        try:
            yield
        finally:
            self._server.close()


def _said(request: Request) -> Any:  # noqa: ANN401 - whatever the JSON is
    if request.method == "GET":
        return dict(httpx.QueryParams(request.query)) | {"secret": ""}
    if request.headers["content-type"] == "application/x-www-form-urlencoded":
        return dict(httpx.QueryParams(request.body.decode())) | {"secret": ""}
    return json.loads(request.body)


def test_reports_and_customers_messages_are_called_back_until_they_are_taken() -> None:
    async def test(scene: Scene) -> None:
        listener = Listener(503, 0)
        async with listener.listening():
            scene.post("/speed", resend_s=0.02)
            scene.post("/callbacks", url=listener.url, method="json")
            message_id = (await scene.submit()).json()["message_id"]
            heard = [await listener.heard.get() for _ in range(3)]
            assert await scene.service.wait(callbacks_acknowledged=1, receipts_acknowledged=1)
            assert {(request.path, request.query) for request in heard} == {("/dlr", "secret=1")}
            said = _said(heard[-1])
            assert (said["message_id"], said["delivery_status"]) == (message_id, "DELIVRD")
            assert (said["ani"], said["mcc"], said["result_code"]) == ("381640000010", "220", "000")
            (row,) = scene.service.ledger.pushes
            assert (row.via, row.acknowledged) == ("callback", True)
            assert [sending.answer for sending in row.sendings] == [503, None, 0]
            scene.post("/mo", from_="381641234567", text="Da", via="callback")
            said = _said(await listener.heard.get())
            assert (said["ani"], said["dnis"], said["message"]) == ("381641234567", "38164000", "Da")
            assert await scene.service.wait(callbacks_acknowledged=2, mo_acknowledged=1)

    play(test)


@pytest.mark.parametrize(
    ("suffix", "method", "kind"),
    [
        ("0091", "GET", None),
        ("0092", "POST", "application/x-www-form-urlencoded"),
        ("0093", "POST", "application/json"),
        ("0094", "POST", "application/json"),
    ],
)
def test_the_number_chooses_how_it_is_called_back(suffix: str, method: str, kind: str | None) -> None:
    async def test(scene: Scene) -> None:
        listener = Listener()
        async with listener.listening():
            scene.post("/callbacks", url=listener.url)
            message_id = (await scene.submit(f"38164000{suffix}")).json()["message_id"]
            request = await listener.heard.get()
            assert (request.method, request.headers.get("content-type")) == (method, kind)
            said = _said(request)
            if suffix == "0094":
                (said,) = said
            assert said["message_id"] == message_id

    play(test)


def test_each_account_is_called_back_at_its_own_address() -> None:
    async def test(scene: Scene) -> None:
        first, second = Listener(), Listener()
        async with first.listening(), second.listening():
            scene.post("/accounts", system_id=SECOND, password=SECOND)
            scene.post("/callbacks", url=first.url)
            scene.post("/callbacks", url=second.url, account=SECOND)
            await scene.submit()
            await scene.submit(username=SECOND, password=SECOND)
            assert (await first.heard.get()).method == (await second.heard.get()).method == "GET"
            assert await scene.service.wait(callbacks_acknowledged=2)

    play(test)


def test_a_listener_that_is_not_there_is_tried_again() -> None:
    async def test(scene: Scene) -> None:
        gone, listener = Listener(), Listener()
        async with gone.listening():
            url = gone.url
        scene.post("/speed", resend_s=0.02)
        scene.post("/callbacks", url=url)
        await scene.submit()
        assert await scene.service.wait(callbacks_sent=2)
        async with listener.listening():
            scene.post("/callbacks", url=listener.url)
            await listener.heard.get()
            assert await scene.service.wait(callbacks_acknowledged=1)

    play(test)


def test_reports_may_be_ordered_to_go_the_other_way() -> None:
    async def test(scene: Scene) -> None:
        listener = Listener()
        async with listener.listening(), wire_client(scene.service.smsc.port) as client:
            scene.post("/callbacks", url=listener.url)
            scene.post("/rest", reports="smpp")
            message_id = (await scene.submit()).json()["message_id"]
            receipt = await client.next(DeliverSm)
            assert receipt.delivery.short_message.startswith(f"id:{message_id} ".encode())
            assert listener.heard.empty()

    play(test)


def test_what_a_block_raises_comes_out_as_it_is() -> None:
    async def test(scene: Scene) -> None:
        scene.post("/callbacks", url="http://127.0.0.1:9/")
        await scene.submit()
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        play(test)


def test_over_tls_with_a_certificate_of_this_run() -> None:
    with PracticeProcess(arguments=("--rest-tls", "--rest-port", "0")) as process:
        file = Path(process.announcement["rest_ca_file"])
        assert file.stat().st_mode & 0o077 == 0 or file.parent.stat().st_mode & 0o077 == 0
        trusting = ssl.create_default_context(cafile=str(file))
        for name in ("localhost", "127.0.0.1"):
            url = f"https://{name}:{process.rest_port}/api"
            with httpx.Client(verify=trusting, trust_env=False, timeout=PATIENCE_S) as http:
                answer = http.post(url, json=submit_values())
                assert answer.status_code == 200
                asked = http.get(url, params=_texts(query_values(answer.json()["message_id"])))
                assert asked.json()["status"] == "DELIVRD"
        with httpx.Client(trust_env=False) as distrusting, pytest.raises(httpx.ConnectError):
            distrusting.get(f"https://127.0.0.1:{process.rest_port}/api", params=CREDENTIALS)
        assert process.submits(transport="rest")
        assert process.get("/status")["rest_port"] == process.rest_port
        process.end()
        assert not file.exists()
