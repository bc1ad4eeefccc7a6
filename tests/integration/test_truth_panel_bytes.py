"""What the truth panel shows is what leaves: predicted octets against those that reached a provider.

Over REST a relay between console and provider keeps what was posted, because the provider's ledger writes a
body anew to mask the password in it. Over SMPP the ledger has the octets themselves.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.desk import ActionRunner
from tests.support.spine import ORDINARY, PASSWORD, PATIENCE_S, account, connected, happened
from vox_console.domain.link import Bound
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DefaultAlphabet, encoding_for
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.practice.ledger import SubmitRow
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.truth_state import RestTruth, SmppTruth, TruthState
from vox_console.services.controller import Controller
from vox_console.transports.rest_body import MASK

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Text:
    """A text with the coding it is sent in."""

    text: str
    coding: int | None = None


TEXTS = {
    "GSM": Text("Hello @ Ana, it costs £5"),
    "140": Text("a" * 140),
    "141": Text("a" * 141),
    "160": Text("a" * 160),
    "161": Text("a" * 161),
    "extension characters": Text("{€}[~]\\|^" * 20),
    "an escape pair at a cut": Text("a" * 152 + "€" + "b" * 20),
    "UCS-2": Text("Zdravo, žaba! Здраво"),
    "UCS-2, 71": Text("ж" * 71),
    "an emoji at a cut": Text("ж" * 69 + "🎉" + "ж" * 20),
    "a family": Text("Ana 👨\u200d👩\u200d👧\u200d👦 " * 12),
    "Cyrillic, 140": Text("ж" * 140, 6),
    "Cyrillic, 141": Text("ж" * 141, 6),
    "Latin-1": Text("é" * 161, 3),
    "Japanese": Text("日本語 abc " * 20, 10),
    "hidden characters": Text('a\u202eb\u200bc\n\t"quoted" \\ \u00a0d'),
}


@dataclass
class Stage:
    """A presenter over a real controller, the provider behind it, and what was posted to it."""

    controller: Controller
    presenter: ComposePresenter
    service: PracticeService
    run: ActionRunner
    wire: list[bytearray]
    truths: list[TruthState] = field(default_factory=list)

    def compose(self, text: Text, *recipients: str, way: TransportRule) -> None:
        """Compose a message with the panel open."""
        presenter = self.presenter
        presenter.on_truth = self.truths.append
        presenter.sender_edited("Practice")
        presenter.way_chosen(way.value)
        presenter.coding_chosen(text.coding)
        presenter.recipients_added(", ".join("+" + number for number in recipients))
        presenter.text_edited(text.text)
        presenter.truth_shown(True)  # noqa: FBT003 - as a disclosure does

    async def send(self) -> list[SubmitRow]:
        """Send it and give what the provider took down, once it has all of it."""
        presenter, ledger = self.presenter, self.service.ledger
        assert presenter.state.blocked == ""
        over = TransportName.SMPP if self.presenter.state.way == "Goes over SMPP" else TransportName.REST
        pieces = presenter.state.counter.parts if over is TransportName.SMPP else 1
        wanted = len(presenter.state.chips) * pieces
        presenter.send_pressed()
        await self.run.rest()
        await self.service.wait(submits=wanted)
        return [row for row in ledger.submits if row.transport is over]

    @property
    def rest(self) -> RestTruth:
        found = self.truths[-1].rest
        assert found is not None
        return found

    @property
    def smpp(self) -> SmppTruth:
        found = self.truths[-1].smpp
        assert found is not None
        return found

    @property
    def posted(self) -> list[bytes]:
        """The bodies of all POSTs, in order."""
        return [body for octets in self.wire for body in _bodies(bytes(octets))]


def _bodies(octets: bytes) -> list[bytes]:
    """Take the requests of one connection apart (RFC 9112 §6.2) and give the bodies there are."""
    bodies = []
    while octets:
        head, _, octets = octets.partition(HEAD_END)
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(headers.get(b"content-length", b"0"))
        if length:
            bodies.append(octets[:length])
        octets = octets[length:]
    return bodies


@asynccontextmanager
async def _overhearing(target: int, wire: list[bytearray]) -> AsyncIterator[int]:
    """Pass on to a port and keep what clients send, one entry a connection; gives the port to call."""

    async def pump(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray | None
    ) -> None:
        while octets := await reader.read(65_536):
            if kept is not None:
                kept += octets
            writer.write(octets)
            await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onwards = await asyncio.open_connection("127.0.0.1", target)
        wire.append(bytearray())
        await asyncio.gather(pump(reader, onwards, wire[-1]), pump(there, writer, None))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def _stage(folder: Path, *, own_ids: bool = False, **settings: object) -> AsyncIterator[Stage]:
    wire: list[bytearray] = []
    async with (
        asyncio.timeout(3 * PATIENCE_S),
        running(PracticeOptions(smpp_port=0, speed=0)) as service,
        _overhearing(service.announcement.rest_port, wire) as port,
    ):
        profile = account(service.smsc.port).model_copy(
            update={
                "rest_url": f"http://127.0.0.1:{port}/api",
                "rest_username": "practice",
                "rest_own_ids": own_ids,
                "hold_s": 0.0,
                **settings,
            }
        )
        async with connected(folder, profile) as controller, asyncio.TaskGroup() as tasks:
            await happened(
                controller, lambda: all(isinstance(state, Bound) for state in controller.links.values())
            )
            run = ActionRunner(tasks)
            presenter = ComposePresenter(controller, run, now_us=controller.clocks.now_us)
            presenter.profile_opened(profile)
            await run.rest()
            yield Stage(controller, presenter, service, run, wire)
            await run.rest()
            assert run.failures == []


def _with_password(body: str) -> bytes:
    return body.replace(f'"{MASK}"', json.dumps(PASSWORD.reveal()), 1).encode()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_body_that_is_shown_is_the_body_that_is_posted(tmp_path: Path, text: Text) -> None:
    async def story() -> None:
        async with _stage(tmp_path) as stage:
            stage.compose(text, ORDINARY, "381640000011", way=TransportRule.REST)
            shown = stage.rest
            rows = await stage.send()
            assert stage.posted == [_with_password(shown.body)]
            assert json.loads(shown.shown) == json.loads(shown.body)
            read = json.loads(rows[0].octets)  # written anew by the ledger, numbers as texts
            assert read == {name: str(value) for name, value in json.loads(shown.body).items()}

    asyncio.run(story())


@pytest.mark.parametrize(
    "text", [TEXTS["141"], TEXTS["161"], TEXTS["an emoji at a cut"], TEXTS["Cyrillic, 141"]], ids=repr
)
def test_what_is_shown_as_lost_is_what_is_lost(tmp_path: Path, text: Text) -> None:
    async def story() -> None:
        async with _stage(tmp_path) as stage:
            stage.compose(text, ORDINARY, way=TransportRule.REST)
            stage.presenter.cut_chosen(True)  # noqa: FBT003 - as a check box does
            shown, loss = stage.rest, stage.rest.loss
            assert loss is not None
            (row,) = await stage.send()
            assert stage.posted == [_with_password(shown.body)]
            kept = text.text.removesuffix(loss.text)
            octets = encoding_for(row.data_coding, DefaultAlphabet.GSM7).octets(kept)
            assert octets is not None
            # Half of a surrogate pair may be left behind it, which no handset shows.
            assert row.short_message.startswith(octets)
            assert len(row.short_message) - len(octets) in {0, 2}

    asyncio.run(story())


def test_the_number_of_requests_is_the_one_that_is_shown(tmp_path: Path) -> None:
    numbers = [f"381640{number:06}" for number in range(1_000, 1_201)]

    async def story() -> None:
        async with _stage(tmp_path) as stage:
            stage.compose(Text("Hello"), *numbers, way=TransportRule.REST)
            assert [fact.value[:7] for fact in stage.rest.facts if fact.label == "Requests"] == ["3 HTTP "]
            shown = stage.rest
            await stage.send()
            assert len(stage.posted) == 3
            assert _with_password(shown.body) in stage.posted

    asyncio.run(story())


def test_with_ids_of_our_own_only_the_id_is_left_open(tmp_path: Path) -> None:
    async def story() -> None:
        async with _stage(tmp_path, own_ids=True) as stage:
            stage.compose(Text("a" * 200), ORDINARY, way=TransportRule.REST)
            shown = json.loads(stage.rest.body)
            presenter = stage.presenter
            presenter.send_pressed()
            await stage.run.rest()
            await stage.service.wait(submits=2)
            (posted,) = (json.loads(body) for body in stage.posted)
            assert posted["incMsgId"] not in {"", shown["incMsgId"]}
            assert {**posted, "incMsgId": "", "password": MASK} == {**shown, "incMsgId": ""}
            assert list(posted) == list(shown)

    asyncio.run(story())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_octets_of_each_part_are_those_that_leave(tmp_path: Path, text: Text) -> None:
    async def story() -> None:
        async with _stage(tmp_path) as stage:
            stage.compose(text, ORDINARY, way=TransportRule.SMPP)
            _agree(stage.smpp, await stage.send())

    asyncio.run(story())


@pytest.mark.parametrize("method", LongMethod)
def test_every_way_of_tying_parts_together_is_shown_as_it_is(tmp_path: Path, method: LongMethod) -> None:
    async def story() -> None:
        async with _stage(tmp_path, long_method=method) as stage:
            stage.compose(Text("Dear Ana, " * 40), ORDINARY, way=TransportRule.SMPP)
            shown, rows = stage.smpp, await stage.send()
            _agree(shown, rows)
            for part, row in zip(shown.parts, rows, strict=True):
                tlvs = {tlv.label: tlv.value for tlv in part.tlvs}
                if row.sar is not None:
                    assert tlvs["sar_total_segments"] == f"02 0e 00 01 {row.sar[1]:02x}"
                    assert tlvs["sar_segment_seqnum"] == f"02 0f 00 01 {row.sar[2]:02x}"
                payload = tlvs.get("message_payload", "").removesuffix(" and then")
                head = bytes.fromhex(payload) if payload else b"%c" % len(row.short_message)
                assert head + row.short_message in row.octets, "also how long it is, and what carries it"

    asyncio.run(story())


def _agree(shown: SmppTruth, rows: list[SubmitRow]) -> None:
    """Compare what was shown with what was received, but for the octets of the reference."""
    assert len(shown.parts) == len(rows)
    for part, row in zip(shown.parts, rows, strict=True):
        told, got = part.octets.split(), row.short_message.hex(" ").split()
        open_ = [place for place, octet in enumerate(told) if octet == "rr"]
        assert len(open_) <= 2
        assert [o for place, o in enumerate(told) if place not in open_] == [
            o for place, o in enumerate(got) if place not in open_
        ]
        assert len(told) == len(got)
        facts = {fact.label: fact.value for fact in shown.facts}
        assert facts["data_coding"].startswith(f"{row.data_coding} ·")
        assert facts["esm_class"].startswith(f"0x{row.esm_class:02x}")
