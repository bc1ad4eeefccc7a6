"""Answers that the program gives by itself: off unless the account has a text, and never in a loop.

Theory of operation. What is answered is decided in the transaction that stores the message: an answer is an
ordinary message, stored with a row that ties it to what it answers (:mod:`vox_console.storage.auto_replies`).
It comes from the number that the customer wrote to. What is answered may change while the account is open:
:class:`Answering` is asked for with each batch of arrivals. Answered are only whole telephone numbers: not
names, not short codes, and nothing that calls itself automatic, may be a repeat, or may be a refusal. A
number on the register gets one thing, the confirmation of the refusal that has just put it there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import SystemRandom

import apsw

from vox_console.domain.automatic_words import looks_automatic
from vox_console.domain.errors import SendRefused
from vox_console.domain.refusal import Intent, verdict
from vox_console.services.clocks import Clocks
from vox_console.services.events import AutoReplyTripped, Event
from vox_console.services.orders import SendOrder, to_messages
from vox_console.settings.auto_reply import AutoReplyTo
from vox_console.settings.profiles import Profile
from vox_console.storage import auto_replies, opt_outs, outbox
from vox_console.storage.auto_replies import Trip
from vox_console.storage.database import Database
from vox_console.storage.inbound import SaidWhole
from vox_console.storage.inbound_doubts import repeats
from vox_console.transports.base import Capabilities

_RNG = SystemRandom()


@dataclass(frozen=True, slots=True)
class Answered:
    """message_ids: the answers. tripped: numbers that get none from here on. refused: why one is missing."""

    message_ids: list[int] = field(default_factory=list)
    tripped: list[str] = field(default_factory=list)
    refused: list[SendRefused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answering:
    """How the open account answers now: profile says what, way what the way can do that an answer takes."""

    profile: Profile
    way: Capabilities


def answer(
    db: apsw.Connection,
    whole: Sequence[SaidWhole],
    *,
    entered: set[int],
    answering: Answering | None,
    now_us: int,
) -> Answered:
    """Answer messages that are whole now. entered: those that put their number on the register.

    answering: None when there is no way for an answer, and then nothing is answered.
    """
    answered = Answered()
    if answering is None or not answering.profile.answers_by_itself:
        return answered
    profile, way = answering.profile, answering.way
    for said in whole:
        number, ours = said.key.theirs.removeprefix("+"), said.key.ours.removeprefix("+")
        confirms = said.id in entered
        text = profile.stop_reply if confirms else _general(db, said, number, profile)
        reachable = said.key.theirs.startswith("+") and ours.isdecimal() and ours != number
        if not (text and reachable) or looks_automatic(said.text) or repeats(db, [said.id]):
            continue
        may = auto_replies.may_answer(
            db,
            said.id,
            number=number,
            profile=profile.name,
            budget=profile.auto_reply_budget,
            now_us=now_us,
        )
        if may is None:
            answered.tripped.append(number)
        if not may:
            continue
        order = SendOrder(ours, (number,), text, despite_opt_out=confirms)
        try:
            messages = to_messages(order, profile, way, now_us=now_us, rng=_RNG)
        except SendRefused as fault:
            answered.refused.append(fault)
            continue
        (message_id,) = outbox.enqueue(db, messages, now_us=now_us)
        auto_replies.note_answer(db, said.id, number=number, message_id=message_id, now_us=now_us)
        answered.message_ids.append(message_id)
    return answered


def _general(db: apsw.Connection, said: SaidWhole, number: str, profile: Profile) -> str:
    """Give the general answer where a message gets one, else ""."""
    if verdict(said.text).intent in {Intent.STOP, Intent.UNCLEAR}:
        return ""
    if opt_outs.is_opted_out(db, number, sender=said.key.ours.removeprefix("+")):
        return ""
    wanted = profile.auto_reply_to is AutoReplyTo.EVERY or auto_replies.is_first(db, said.id)
    return profile.auto_reply if wanted else ""


class AutoReplyDesk:
    """How many automatic answers there were, and who gets none any more. Everything raises StoreError."""

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce

    async def given(self) -> int:
        """Count the automatic answers of the last 24 hours, to everybody."""
        return await self._database.read(partial(auto_replies.given, now_us=self._clocks.now_us()))

    async def trips(self) -> list[Trip]:
        """Give them, the last first."""
        return await self._database.read(auto_replies.trips)

    async def reset(self, number: str) -> bool:
        """Answer a number (digits) again; False when nothing kept it from being answered."""
        job = partial(auto_replies.reset, number=number, now_us=self._clocks.now_us())
        done = await self._database.run(job)
        if done:
            self._announce(AutoReplyTripped())
        return done
