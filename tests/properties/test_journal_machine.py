"""The real journal in a real file against a plain model, whatever happens in whatever order.

The model is the operator's contract written as simply as it can be: one dictionary of parts, one list
of receipts. It knows nothing of tables, indexes, folded ids or batches.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.journal_file import PROFILE, JournalFile, filed_receipt, new_message
from vox_console.domain.command_status import Verdict, submit_verdict
from vox_console.domain.message import FINAL_DELIVERIES, MessageState, delivery_after, message_state
from vox_console.domain.message import DeliveryState as D
from vox_console.domain.message import SubmitState as S
from vox_console.domain.receipt import state_of
from vox_console.storage import outbox, reservation
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.parts import message_of, part_key
from vox_console.storage.settlement import SYSTEM_ERROR_ATTEMPTS, Settled

RECIPIENTS = ("381640000010", "381641111111")
TEXTS = {1: "x" * 20, 2: "x" * 200, 3: "x" * 400}
DEFINITE_REFUSAL, THROTTLED, SYSTEM_ERROR = 0x0B, 0x58, 0x08
FOR_NOW = {THROTTLED, SYSTEM_ERROR}
HELD_US = 60_000_000
FIRST_NUMBER = 0x39F00000  # of provider ids: each has a letter in hexadecimal and ten digits are enough
WORDS = ("ENROUTE", "ACCEPTD", "DELIVRD", "UNDELIV", "EXPIRED", "UNKNOWN")


@dataclass
class ModelPart:
    """What a person must be told about one part."""

    message_id: int
    recipient: str
    submit: S = S.QUEUED
    delivery: D = D.PENDING
    attempts: list[int] = field(default_factory=list)
    ever_unknown: bool = False
    provider_id: str = ""


@dataclass
class ModelAttempt:
    """One handing-over, and the id the provider has for it, whether or not its answer gets here.

    state: reserved, unknown, accepted, refused or not_sent. told: what receipts said, in their order,
    each once: (spelling of the id, word, done date, error).
    """

    key: int
    answered_id: str
    reported_id: str
    state: str = "reserved"
    command_status: int = 0
    told: list[tuple[str, str, str, str]] = field(default_factory=list)


def spellings(form: int, number: int) -> tuple[str, str]:
    """Give an id as the answer has it and as the receipts have it."""
    value = FIRST_NUMBER + number
    return (
        (f"9be2-{number:04x}-Ab", f"9be2-{number:04x}-Ab"),
        (f"{value:08x}", str(value)),
        (str(value), f"{value:x}"),
        (f"00{value:x}Z", f"{value:X}z"),
    )[form]


class JournalMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.path = Path(self.folder) / "journal.db"
        self.journal = JournalFile(self.path)
        self.parts: dict[int, ModelPart] = {}
        self.holds: dict[int, int] = {}
        self.attempts: dict[int, ModelAttempt] = {}
        self.taken_back: set[int] = set()
        self.arrived = 0
        self.seen_unknown: set[int] = set()
        self.seen_final: dict[int, str] = {}

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.folder)

    # ---- the model's own rules

    def siblings(self, message_id: int) -> list[ModelPart]:
        return [part for part in self.parts.values() if part.message_id == message_id]

    def settle_siblings(self, message_id: int) -> None:
        family = self.siblings(message_id)
        stuck = any(part.submit in {S.REFUSED, S.UNKNOWN} for part in family)
        for part in family:
            if stuck and part.submit is S.QUEUED:
                part.submit = S.WITHHELD
            elif not stuck and part.submit is S.WITHHELD:
                part.submit = S.QUEUED

    def decide(self, attempt_id: int, submit: S, status: int = 0) -> None:
        """Say in the model what an outcome does."""
        attempt = self.attempts[attempt_id]
        part = self.parts[attempt.key]
        if submit is S.REFUSED and part.submit is S.RESERVED and status in FOR_NOW:
            exhausted = status == SYSTEM_ERROR and len(part.attempts) >= SYSTEM_ERROR_ATTEMPTS
            part.submit = S.REFUSED if exhausted else S.QUEUED
        else:
            part.submit = submit
        attempt.state = "not_sent" if submit is S.QUEUED else submit.value
        attempt.command_status = status
        if submit is S.UNKNOWN:
            part.ever_unknown = True
        if submit is S.ACCEPTED:
            part.provider_id = attempt.answered_id
            for _, word, _, _ in attempt.told:
                self.tell(part, word)
        self.settle_siblings(part.message_id)

    @staticmethod
    def tell(part: ModelPart, word: str) -> None:
        state = state_of(word)
        if state is not None:
            part.delivery = delivery_after(part.delivery, state)

    def in_state(self, *states: str) -> list[int]:
        return [number for number, attempt in self.attempts.items() if attempt.state in states]

    def settled(self, attempt_id: int, submit: S, status: int = 0) -> Settled:
        return Settled(
            attempt_id,
            submit,
            provider_id=self.attempts[attempt_id].answered_id if submit is S.ACCEPTED else "",
            command_status=status,
            for_now=submit_verdict(status) is Verdict.RETRY_LATER,
            reason="no answer" if submit is S.UNKNOWN else "",
        )

    # ---- the operator

    @rule(parts=st.sampled_from([3, 2, 1]), recipient=st.sampled_from(RECIPIENTS), held=st.booleans())
    def enqueue(self, parts: int, recipient: str, *, held: bool) -> None:
        hold_until_us = self.journal.now_us + HELD_US if held else 0
        message = new_message(TEXTS[parts], recipient=recipient, hold_until_us=hold_until_us)
        (message_id,) = self.journal.enqueue(message)
        self.holds[message_id] = hold_until_us
        for number in range(1, parts + 1):
            self.parts[part_key(message_id, number)] = ModelPart(message_id, recipient)

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        message_id = data.draw(st.sampled_from(sorted(self.holds)))
        family = self.siblings(message_id)
        # A throttled part and one that was never written are certainly not with the provider.
        open_or_taken = {"reserved", "unknown", "accepted"}
        free = all(
            part.submit is S.QUEUED
            and not any(self.attempts[attempt_id].state in open_or_taken for attempt_id in part.attempts)
            for part in family
        )
        assert self.journal.withdraw(message_id) == ([message_id] if free else [])
        for part in family if free else ():
            part.submit = S.WITHHELD
        if free:
            self.taken_back.add(message_id)

    @rule()
    def release(self) -> None:
        self.journal.release(*self.holds)
        self.holds = dict.fromkeys(self.holds, 0)

    @rule(seconds=st.sampled_from([1, 70]))
    def time_passes(self, seconds: int) -> None:
        self.journal.now_us += seconds * 1_000_000

    # ---- the way out

    @rule(parts=st.sampled_from([3, 2, 1]), form=st.integers(0, 3))
    def a_message_leaves_at_once(self, parts: int, form: int) -> None:
        """With everything that waited before it."""
        self.enqueue(parts, RECIPIENTS[0], held=False)
        self.reserve(100, form)

    @rule(count=st.integers(1, 4), form=st.integers(0, 3))
    def reserve(self, count: int, form: int) -> None:
        due = [
            key
            for key, part in sorted(self.parts.items())
            if part.submit is S.QUEUED and self.holds[part.message_id] <= self.journal.now_us
        ][:count]
        requests = self.journal.reserve(count)
        taken = dict(self.journal.rows("SELECT id, part_id FROM attempts WHERE state = 'reserved'"))
        assert [taken[request.attempt_id] for request in requests] == due
        for request, key in zip(requests, due, strict=True):
            part = self.parts[key]
            for earlier in map(self.attempts.__getitem__, part.attempts):
                definite = earlier.state == "not_sent" or (
                    earlier.state == "refused" and earlier.command_status in FOR_NOW
                )
                assert definite, "handed over again without being sure that it was not accepted"
            assert not part.ever_unknown
            part.submit = S.RESERVED
            part.attempts.append(request.attempt_id)
            answered_id, reported_id = spellings(form, request.attempt_id)
            self.attempts[request.attempt_id] = ModelAttempt(key, answered_id, reported_id)

    @precondition(lambda self: self.in_state("reserved"))
    @rule(data=st.data())
    def outcomes_come(self, data: st.DataObject) -> None:
        """Answers, losses and returns of some of what is on the wire, in one batch."""
        wire = self.in_state("reserved")
        chosen = data.draw(st.lists(st.sampled_from(wire), min_size=1, max_size=2, unique=True))
        verdicts = st.sampled_from(
            [
                (S.ACCEPTED, 0),
                (S.ACCEPTED, 0),
                (S.REFUSED, DEFINITE_REFUSAL),
                (S.REFUSED, THROTTLED),
                (S.REFUSED, SYSTEM_ERROR),
                (S.UNKNOWN, 0),
                (S.QUEUED, 0),
            ]
        )
        batch = [(attempt_id, *data.draw(verdicts)) for attempt_id in chosen]
        self.journal.settle(*[self.settled(*outcome) for outcome in batch])
        for outcome in batch:
            self.decide(*outcome)

    @precondition(lambda self: self.in_state("unknown"))
    @rule(
        data=st.data(),
        verdict=st.sampled_from([(S.ACCEPTED, 0), (S.REFUSED, DEFINITE_REFUSAL), (S.REFUSED, THROTTLED)]),
    )
    def a_late_answer_comes(self, data: st.DataObject, verdict: tuple[S, int]) -> None:
        attempt_id = data.draw(st.sampled_from(self.in_state("unknown")))
        self.journal.settle(self.settled(attempt_id, *verdict))
        self.decide(attempt_id, *verdict)

    @precondition(lambda self: self.in_state("accepted", "refused", "not_sent"))
    @rule(data=st.data(), submit=st.sampled_from([S.ACCEPTED, S.REFUSED, S.UNKNOWN, S.QUEUED]))
    def an_outcome_comes_twice(self, data: st.DataObject, submit: S) -> None:
        attempt_id = data.draw(st.sampled_from(self.in_state("accepted", "refused", "not_sent")))
        status = DEFINITE_REFUSAL if submit is S.REFUSED else 0
        assert self.journal.settle(self.settled(attempt_id, submit, status)) == []

    # ---- the way back

    @precondition(lambda self: self.in_state("reserved", "unknown", "accepted"))
    @rule(
        data=st.data(),
        word=st.sampled_from(WORDS),
        done_date=st.sampled_from(["2701150810", "2701150811"]),
        error_code=st.sampled_from(["000", "21b"]),
        copies=st.integers(1, 2),
    )
    def receipts_come(
        self, data: st.DataObject, word: str, done_date: str, error_code: str, copies: int
    ) -> None:
        """Early, late, again, in any order, contradicting; of one or of two parts in one batch."""
        known = self.in_state("reserved", "unknown", "accepted")
        chosen = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
        batch = [attempt_id for attempt_id in chosen for _ in range(copies)]
        filed = []
        for attempt_id in batch:
            attempt = self.attempts[attempt_id]
            filed.append(
                filed_receipt(
                    attempt.reported_id,
                    word,
                    recipient=self.parts[attempt.key].recipient,
                    done_date=done_date,
                    error_code=error_code,
                )
            )
        self.journal.arrive(*filed)
        self.arrived += len(batch)
        for attempt_id in batch:
            attempt = self.attempts[attempt_id]
            said = (attempt.reported_id, word, done_date, error_code)
            if said not in attempt.told:
                attempt.told.append(said)
                if attempt.state == "accepted":
                    self.tell(self.parts[attempt.key], word)

    @rule(number=st.integers(0, 3), word=st.sampled_from(WORDS))
    def a_receipt_of_nobody_comes(self, number: int, word: str) -> None:
        stored = self.journal.arrive(filed_receipt(f"nobody-{number}", word))
        assert stored.changed == []
        self.arrived += 1

    # ---- ends

    @rule()
    def the_program_is_killed_and_started_again(self) -> None:
        now_us = self.journal.now_us
        self.journal.close()
        self.journal = JournalFile(self.path)
        self.journal.now_us = now_us
        unknown, waiting = self.journal.recover()
        lost = self.in_state("reserved")
        assert unknown == sorted({message_of(self.attempts[attempt_id].key) for attempt_id in lost})
        for attempt_id in lost:
            self.decide(attempt_id, S.UNKNOWN)
        queued = {part.message_id for part in self.parts.values() if part.submit is S.QUEUED}
        assert waiting == sorted(queued)
        self.holds.update(dict.fromkeys(queued, UNTIL_CONSENT))

    @rule()
    def a_transaction_is_cut_short(self) -> None:
        """As a full disk does: nothing of it may remain."""

        class Cut(Exception):
            pass

        jobs: list[Callable[..., object]] = [
            partial(outbox.recover, now_us=self.journal.now_us, reason="never stored"),
            partial(
                reservation.reserve,
                profile=PROFILE,
                transport="smpp",
                session="s",
                sequences=[1, 2],
                now_us=self.journal.now_us,
                due_us=self.journal.now_us,
            ),
        ]

        def cut(db: object) -> None:
            for job in jobs:
                job(db)
            raise Cut

        try:
            self.journal.run(cut)
        except Cut:
            return
        raise AssertionError("the job did not run")

    # ---- what always holds

    @invariant()
    def the_journal_says_what_the_model_says(self) -> None:
        rows = self.journal.rows("SELECT id, submit, delivery, provider_id FROM parts ORDER BY id")
        assert rows == [
            (key, part.submit, part.delivery, part.provider_id) for key, part in sorted(self.parts.items())
        ]

    @invariant()
    def a_messages_state_is_what_its_parts_say(self) -> None:
        for message_id, state in self.journal.rows("SELECT id, state FROM messages"):
            family = self.siblings(message_id)
            assert MessageState(state) is message_state((part.submit, part.delivery) for part in family)

    @invariant()
    def the_hours_count_what_a_count_would_find(self) -> None:
        counted = self.journal.rows(
            "SELECT created_at_us / 3600000000, label, state, count(*) FROM messages GROUP BY 1, 2, 3"
        )
        kept = self.journal.rows("SELECT * FROM message_hours WHERE messages <> 0 ORDER BY 1, 2, 3")
        assert kept == counted

    @invariant()
    def what_was_once_unknown_is_never_queued_again(self) -> None:
        now = dict(self.journal.rows("SELECT id, submit FROM parts WHERE submit <> 'accepted'"))
        assert {now[key] for key in self.seen_unknown & now.keys()} <= {"unknown", "refused"}
        self.seen_unknown |= {key for key, submit in now.items() if submit == "unknown"}

    @invariant()
    def what_was_taken_back_never_leaves(self) -> None:
        rows = self.journal.rows("SELECT id, submit FROM parts")
        assert {submit for key, submit in rows if message_of(key) in self.taken_back} <= {"withheld"}

    @invariant()
    def what_was_once_final_stays_as_it_was(self) -> None:
        now = dict(self.journal.rows("SELECT id, delivery FROM parts"))
        assert {key: now[key] for key in self.seen_final} == self.seen_final
        self.seen_final |= {key: word for key, word in now.items() if word in FINAL_DELIVERIES}

    @invariant()
    def nothing_waits_beside_a_refused_or_unknown_part(self) -> None:
        for message_id in self.holds:
            submits = {part.submit for part in self.siblings(message_id)}
            assert S.QUEUED not in submits or not submits & {S.REFUSED, S.UNKNOWN}

    @invariant()
    def every_receipt_is_under_a_part_or_among_the_orphans(self) -> None:
        rows = self.journal.rows(
            "SELECT part_id IS NOT NULL, id IN (SELECT receipt_id FROM orphan_keys), 1 + repeats"
            " FROM receipts"
        )
        assert all(matched != orphan for matched, orphan, _ in rows)
        assert sum(copies for _, _, copies in rows) == self.arrived


JournalMachine.TestCase.settings = settings(
    parent=settings.get_profile("ci"),
    max_examples=100,
    stateful_step_count=50,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
TestJournal = JournalMachine.TestCase
