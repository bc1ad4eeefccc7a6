from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from vox_console.domain.errors import VoxError
from vox_console.domain.link import LinkState
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp import events, pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import BindKind, CommandStatus, Pdu
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Accepted, Arrival, NotSent, Refused, SubmitOutcome, Unanswered
from vox_console.transports.smpp_link import MOST_NOTES, REMEMBERED_LATE, Link

ADDRESS = WireAddress(1, 1, "381641234567")


class MemorySocket(asyncio.Transport):
    """A socket that keeps each write; closing with data left waits for a peer that may never read."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.closed = self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.writes.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True


class Scene:
    """A bound link in memory; it is its own sink, and its clock moves when told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.told: list[SubmitOutcome] = []
        self.notes: list[VoxError] = []
        self.on_outcomes: Callable[[], None] = lambda: None
        self.socket = MemorySocket()
        self.link = Link(
            SessionConfig("console", Secret("secret")),
            name="session",
            sink=self,
            monotonic_s=lambda: self.now_s,
            bound=lambda _: None,
            writable=lambda: None,
        )
        self.link.connection_made(self.socket)
        self.link.start()
        self.hear(pdus.BindResponse(BindKind.TRX, 1))
        self.socket.writes.clear()

    def hear(self, *incoming: Pdu) -> None:
        self.link.data_received(b"".join(map(encode, incoming)))

    def send(self, count: int = 1) -> list[int]:
        sequences = self.link.lease(count)
        assert sequences is not None
        self.link.submit(
            [SubmitRequest(number, number, ADDRESS, ADDRESS, 0, 0, b"Hi") for number in sequences]
        )
        return list(sequences)

    def link_changed(self, state: LinkState) -> None:
        raise AssertionError(state)

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        self.told += outcomes
        self.on_outcomes()

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        raise AssertionError(arrivals)

    def round_trip(self, milliseconds: float) -> None:
        raise AssertionError(milliseconds)

    def noted(self, fault: VoxError) -> None:
        self.notes.append(fault)


def in_loop(scene: Callable[[Scene], None]) -> None:
    async def run() -> None:
        scene(Scene())

    asyncio.run(run())


def test_an_answered_window_is_refilled_in_one_write_with_all_other_answers() -> None:
    def story(scene: Scene) -> None:
        def refill() -> None:
            scene.send(2)
            scene.send(2)

        scene.on_outcomes = refill
        answered = scene.send(3)
        scene.socket.writes.clear()
        scene.hear(*[pdus.SubmitSmResp(number, 0, "id") for number in answered], pdus.EnquireLink(5))
        assert len(scene.socket.writes) == 1
        written = [decode(octets) for octets in Framer().feed(scene.socket.writes[0])]
        assert [type(pdu) for pdu in written] == [pdus.EnquireLinkResp] + [pdus.SubmitSm] * 4

    in_loop(story)


def test_nothing_to_say_is_not_written() -> None:
    def story(scene: Scene) -> None:
        answered = scene.send()
        scene.socket.writes.clear()
        scene.hear(pdus.SubmitSmResp(answered[0], 0, "id"))
        assert scene.told == [Accepted(answered[0], "id")]
        assert scene.socket.writes == []

    in_loop(story)


def test_lost_answers_are_remembered_up_to_a_limit_the_oldest_go_first() -> None:
    def story(scene: Scene) -> None:
        count = REMEMBERED_LATE + 10
        sequences = scene.send(count)
        scene.hear(pdus.EnquireLink(1))
        scene.now_s += 30
        scene.link._ring()
        assert scene.told == [Unanswered(number, "no answer within 30 s") for number in sequences]
        assert len(scene.link._late) == REMEMBERED_LATE
        assert not scene.link._attempts
        scene.told.clear()
        scene.hear(
            pdus.SubmitSmResp(sequences[9], 0, "too late"), pdus.SubmitSmResp(sequences[10], 0, "late")
        )
        assert scene.told == [Accepted(sequences[10], "late")]

    in_loop(story)


def test_a_peer_that_repeats_its_mistakes_is_noted_once_each_and_not_without_end() -> None:
    def story(scene: Scene) -> None:
        scene.hear(*[pdus.UnknownPdu(0x77, 1)] * 5)
        assert len(scene.notes) == 1
        scene.hear(*[pdus.UnknownPdu(0x100 + number, 1) for number in range(1, 100) if number > 3])
        assert len(scene.notes) == MOST_NOTES

    in_loop(story)


def test_one_timer_serves_all_requests_and_is_not_set_anew_for_each() -> None:
    def story(scene: Scene) -> None:
        scene.send()
        timer = scene.link._timer
        assert timer is not None
        for _ in range(50):
            scene.now_s += 0.1
            answered = scene.send(10)
            scene.hear(*[pdus.SubmitSmResp(number, 0, "id") for number in answered])
        assert scene.link._timer is timer

    in_loop(story)


def test_the_socket_is_closed_after_the_last_write_and_cut_off_if_that_takes_too_long() -> None:
    async def run() -> None:
        scene = Scene()
        scene.hear(pdus.Unbind(5))
        assert scene.socket.closed
        assert not scene.socket.aborted
        assert decode(scene.socket.writes[-1]) == pdus.UnbindResp(5)
        assert scene.link._closing is not None
        scene.link._closing._run()
        assert scene.socket.aborted
        scene.link.connection_lost(None)
        assert str(await scene.link.closed) == "The provider ended the session"

    asyncio.run(run())


def test_whatever_ends_the_link_every_request_has_one_outcome() -> None:
    def story(scene: Scene) -> None:
        sequences = scene.send(5)
        scene.hear(pdus.SubmitSmResp(sequences[0], 8), pdus.GenericNack(sequences[1], 3), pdus.Unbind(9))
        scene.link.connection_lost(ConnectionResetError())
        assert sorted(outcome.attempt_id for outcome in scene.told) == sequences

    in_loop(story)


def test_a_request_refused_here_is_told_later_and_only_once() -> None:
    async def run() -> None:
        scene = Scene()
        good, bad = scene.link.lease(2) or ()
        fits = SubmitRequest(1, good, ADDRESS, ADDRESS, 0, 0, b"Hi")
        scene.link.submit([fits, replace(fits, attempt_id=2, sequence=bad, short_message=bytes(255))])
        assert scene.told == [], "told in the middle of submitting"
        await asyncio.sleep(0)
        assert scene.told == [Refused(2, CommandStatus.ESME_RINVMSGLEN)]
        scene.link.connection_lost(None)
        assert [outcome.attempt_id for outcome in scene.told] == [2, 1]

    asyncio.run(run())


def test_a_request_for_a_link_that_is_being_ended_is_not_sent() -> None:
    async def run() -> None:
        scene = Scene()
        (sequence,) = scene.link.lease(1) or ()
        scene.link.end()
        scene.link.submit([SubmitRequest(1, sequence, ADDRESS, ADDRESS, 0, 0, b"Hi")])
        await asyncio.sleep(0)
        assert scene.told == [NotSent(1, "the link is not bound")]
        assert [type(decode(octets)) for octets in scene.socket.writes] == [pdus.Unbind]

    asyncio.run(run())


def test_news_of_no_consequence_tells_nobody_anything() -> None:
    def story(scene: Scene) -> None:
        scene.link._tell(events.Received())
        assert (scene.told, scene.notes, scene.socket.writes) == ([], [], [])

    in_loop(story)
