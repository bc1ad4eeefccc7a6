"""The whole way in, from what a provider pushes to what a person reads, against a plain model.

The model is a list of what customers wrote, cut into pushes. The provider pushes them in any order, again
when it was told to or when the answer got lost, and at any moment the journal may have no room or the program
may be started anew. Nothing that was acknowledged may be missing, nothing may be there twice without a mark,
and every whole text must read as it was written.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.desk import PROFILE, turn
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_transport import FakeTransport
from vox_console.domain.delivery import Delivery
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.practice.inbound import CustomerMessage, deliveries
from vox_console.services.inbox import InboxDesk, TheirLine
from vox_console.services.intake import Intake
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.pdus import DataSm, DeliverSm
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS
from vox_console.transports.base import Arrival, Confirm

CUSTOMERS = ("381641234567", "381657654321")
OURS = "381600000000"
BODIES = ("Yes. ", "Ђурђевданске жеље, њихове! ", "👍🏽 ")
METHODS = tuple(LongMethod)
NO_ROOM = """
CREATE TRIGGER no_room BEFORE INSERT ON inbound BEGIN SELECT RAISE(ABORT, 'no room'); END;
CREATE TRIGGER nor_for_repeats BEFORE UPDATE ON inbound BEGIN SELECT RAISE(ABORT, 'no room'); END;
"""
ROOM = "DROP TRIGGER no_room; DROP TRIGGER nor_for_repeats"


@dataclass
class Written:
    """A customer's message. stored: how often each of its pushes was acknowledged, by its place."""

    number: int
    source: str
    text: str
    pushes: Sequence[Delivery]
    identified: bool
    stored: Counter[int] = field(default_factory=Counter)

    @property
    def is_long(self) -> bool:
        """Say whether it has parts that can be told from each other."""
        return len(self.pushes) > 1


def on_the_wire(delivery: Delivery, *, data_sm: bool, provider_id: str) -> Delivery:
    pdu = decode(encode(DataSm(7, delivery) if data_sm else DeliverSm(7, delivery)))
    assert isinstance(pdu, DeliverSm | DataSm)
    return replace(pdu.delivery, provider_id=provider_id)


class InboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.runner = asyncio.Runner()
        self.clocks = FakeClocks()
        self.transport = FakeTransport()
        self.written: list[Written] = []
        self.has_room = True
        self.tokens = 0
        self.start()

    def teardown(self) -> None:
        self.database.close()
        self.runner.close()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        post = self.runner.get_loop().call_soon_threadsafe
        self.database = Database.open(Path(self.folder) / "journal.db", STEPS, post=post)
        self.intake = Intake(
            database=self.database,
            transport=self.transport,
            profile=PROFILE,
            clocks=self.clocks,
            announce=lambda _event: None,
            store_failed=lambda _fault: None,
            answering=lambda: None,
            wake=lambda: None,
        )
        self.desk = InboxDesk(
            self.database,
            clocks=self.clocks,
            announce=lambda _event: None,
            alphabet_of=lambda _profile: DefaultAlphabet.GSM7,
        )

    def push(self, chosen: Sequence[tuple[Written, int]]) -> None:
        """Push all at once and look what the provider was told."""
        tokens = [object() for _ in chosen]
        pushes = zip(tokens, chosen, strict=True)
        self.transport.confirmed.clear()

        async def store() -> None:
            self.intake.store([Arrival(token, said.pushes[number]) for token, (said, number) in pushes])
            await turn(self.database)

        self.runner.run(store())
        verdict = Confirm.STORED if self.has_room else Confirm.TRY_AGAIN
        told = dict(self.transport.confirmed)
        assert told == dict.fromkeys(tokens, verdict)
        if self.has_room:
            for said, number in chosen:
                said.stored[number] += 1

    # ---- customers and their provider

    @rule(
        source=st.sampled_from(CUSTOMERS),
        body=st.sampled_from(BODIES),
        times=st.sampled_from((1, 12, 40)),
        method=st.sampled_from(METHODS),
        data_sm=st.booleans(),
        identified=st.booleans(),
    )
    def write(
        self, source: str, body: str, times: int, method: LongMethod, *, data_sm: bool, identified: bool
    ) -> None:
        number = len(self.written) + 1
        text = f"{number} {body * times}"
        message = CustomerMessage(source, OURS, text, method=method, reference=number)
        pushes = [
            on_the_wire(each, data_sm=data_sm, provider_id=f"{number}-{place}" if identified else "")
            for place, each in enumerate(deliveries(message))
        ]
        self.written.append(Written(number, source, text, pushes, identified))

    @precondition(lambda self: self.written)
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        """Push some of what waits, and some again whose answer the provider has not seen."""
        everything = [(said, place) for said in self.written for place in range(len(said.pushes))]
        indexes = st.lists(st.integers(0, len(everything) - 1), min_size=1, max_size=6)
        self.push([everything[index] for index in data.draw(indexes)])

    @precondition(lambda self: self.written and self.has_room)
    @rule()
    def deliver_all_that_waits(self) -> None:
        waiting = [
            (said, place)
            for said in self.written
            for place in range(len(said.pushes))
            if not said.stored[place]
        ]
        if waiting:
            self.push(waiting[::-1])

    # ---- the machine

    @rule()
    def restart(self) -> None:
        self.database.close()
        self.start()

    @precondition(lambda self: self.has_room)
    @rule()
    def run_out_of_room(self) -> None:
        self.runner.run(self.database.run(lambda db: db.execute(NO_ROOM)))
        self.has_room = False

    @precondition(lambda self: not self.has_room)
    @rule()
    def make_room(self) -> None:
        self.runner.run(self.database.run(lambda db: db.execute(ROOM)))
        self.has_room = True

    @rule(seconds=st.integers(1, 10))
    def pass_time(self, seconds: int) -> None:
        async def advance() -> None:
            self.clocks.advance(seconds)

        self.runner.run(advance())

    # ---- what always holds

    def lines_of(self, said: Written, lines: Sequence[TheirLine]) -> list[TheirLine]:
        return [
            line
            for line in lines
            if line.message.source == said.source
            and any(
                part.octets == push.short_message and part.place.reference in {0, said.number}
                for part in line.message.message.parts.values()
                for push in said.pushes
            )
        ]

    @invariant()
    def everything_acknowledged_is_there_once_or_marked(self) -> None:
        lines = self.runner.run(self.desk.newest(limit=10_000))
        expected = 0
        for said in self.written:
            found = self.lines_of(said, lines)
            times = said.stored.total()
            if not times:
                assert found == []
                continue
            if said.is_long or said.identified:
                (line,) = found
                message = line.message.message
                assert set(message.parts) == {place + 1 for place, count in said.stored.items() if count}
                assert message.complete == (len(message.parts) == len(said.pushes))
                assert not line.possible_repeat
                if not said.identified:
                    assert line.message.repeats == times - len(message.parts)
            else:
                assert len(found) == times
                assert sum(line.possible_repeat for line in found) == times - 1
            for line in found:
                if line.message.message.complete:
                    assert line.text.text == said.text
            expected += len(found)
        assert len(lines) == expected

    @invariant()
    def a_message_is_unread_once(self) -> None:
        lines = self.runner.run(self.desk.newest(limit=10_000))
        assert self.runner.run(self.desk.unread()) == len(lines)


InboxMachine.TestCase.settings = settings(
    parent=settings.get_profile("ci"),
    max_examples=60,
    stateful_step_count=40,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
TestInbox = InboxMachine.TestCase
