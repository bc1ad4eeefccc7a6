"""The register against a plain model, whatever is entered, ended, stored, reserved and put back.

Two promises: what was ever said stays said, in order; and nothing is reserved for a number that had opted out
before, but what a person sends all the same and the rest of a text that had begun to leave.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.journal_file import THREE_PARTS, JournalFile, accepted, new_message, not_sent
from vox_console.domain.message import MessageState
from vox_console.domain.opt_out import TAKEN_BACK_WORDS, OptOut
from vox_console.domain.submission import SubmitRequest
from vox_console.storage import opt_outs

NUMBERS = st.sampled_from(["381640000001", "381640000002", "447400123456"])
SCOPES = st.sampled_from(["", "Practice", "Other"])  # the messages are from Practice
SENDER = "Practice"


class Register(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.journal = JournalFile(Path(self._folder.name) / "journal.db")
        self.holds: dict[tuple[str, str], OptOut] = {}
        self.said: dict[str, list[tuple[bool, OptOut]]] = defaultdict(list)
        self.on_the_wire: list[tuple[int, SubmitRequest]] = []
        self.begun: set[int] = set()  # of which a part was accepted
        self.despite: set[int] = set()
        self.at_us = 0

    def teardown(self) -> None:
        self.journal.close()
        self._folder.cleanup()

    def wants_none(self, number: str) -> bool:
        return (number, "") in self.holds or (number, SENDER) in self.holds

    @rule(entries=st.lists(st.tuples(NUMBERS, SCOPES), min_size=1, max_size=4))
    def somebody_opts_out(self, entries: list[tuple[str, str]]) -> None:
        self.at_us += 1
        wanted = [
            OptOut(number, self.at_us, "Ana", f"words {self.at_us}.{at}", sender)
            for at, (number, sender) in enumerate(entries)
        ]
        added = self.journal.run(partial(opt_outs.add, entries=wanted, now_us=self.at_us))
        for entry, new in zip(wanted, added.new, strict=True):
            assert new == ((entry.number, entry.sender) not in self.holds)
            if new:
                self.holds[entry.number, entry.sender] = entry
                self.said[entry.number].append((False, entry))
        for message in self.journal.messages(added.taken_back):
            assert message.state is MessageState.DRAFT
            assert message.reason == TAKEN_BACK_WORDS
            assert self.wants_none(message.recipient)

    @rule(number=NUMBERS, sender=SCOPES)
    def somebody_wants_messages_again(self, number: str, sender: str) -> None:
        self.at_us += 1
        ended = OptOut(number, self.at_us, "Ivo", "asked for it", sender)
        done = self.journal.run(partial(opt_outs.end, ended=ended, now_us=self.at_us))
        assert done == ((number, sender) in self.holds)
        if done:
            del self.holds[number, sender]
            self.said[number].append((True, ended))

    @rule(number=NUMBERS, long=st.booleans(), despite=st.booleans())
    def a_message_is_stored(self, number: str, *, long: bool, despite: bool) -> None:
        if self.wants_none(number) and not despite:
            return  # whoever stores messages asks first
        new = new_message(THREE_PARTS if long else "Hello", recipient=number)
        (message_id,) = self.journal.enqueue(replace(new, despite_opt_out=despite))
        if despite:
            self.despite.add(message_id)

    @rule(count=st.integers(1, 4))
    def some_leave(self, count: int) -> None:
        for request in self.journal.reserve(count):
            message_id = self._message_of(request)
            allowed = message_id in self.despite or message_id in self.begun | self._moving()
            assert allowed or not self.wants_none(request.destination.digits)
            self.on_the_wire.append((message_id, request))

    @rule(data=st.data(), taken=st.booleans())
    def one_is_answered_or_comes_back(self, data: st.DataObject, *, taken: bool) -> None:
        if self.on_the_wire:
            at = data.draw(st.integers(0, len(self.on_the_wire) - 1))
            message_id, request = self.on_the_wire.pop(at)
            self.journal.settle(accepted(request) if taken else not_sent(request))
            if taken:
                self.begun.add(message_id)

    def _message_of(self, request: SubmitRequest) -> int:
        found = self.journal.rows("SELECT part_id >> 8 FROM attempts WHERE id = ?", request.attempt_id)
        return int(found[0][0])

    def _moving(self) -> set[int]:
        return {message_id for message_id, _ in self.on_the_wire}

    @invariant()
    def the_register_is_the_models(self) -> None:
        db = self.journal.db
        found = opt_outs.entries(db, opt_outs.ids(db))
        assert {(each.what.number, each.what.sender): each.what for each in found} == self.holds
        for number in ("381640000001", "381640000002", "447400123456"):
            assert opt_outs.is_opted_out(db, number, sender=SENDER) == self.wants_none(number)
            assert (number in opt_outs.numbers(db, sender=SENDER)) == self.wants_none(number)
            history = [(each.ends, each.what) for each in opt_outs.history(db, number)]
            assert history == self.said[number][::-1]


TestRegister = Register.TestCase
