"""Decides when a person is told that customers have written, and how much of it strangers may read. Qt-free.

Theory of operation. A notice pops up and, if that is chosen, there is a sound, unless the inbox is being
looked at or it is quiet. After a notice there is none for a while; what comes meanwhile is gathered into the
next: "12 new messages from 9 people". It tells who has written with most of the number hidden, and what they
are called and have written only when that is chosen, because a notice is read by whoever passes the screen;
the digits of what may be a code, a number of a card or of a telephone are never shown.
What is unread is counted elsewhere, and always.

While it is quiet, until a time or until somebody says so, nothing pops up and nothing sounds, over restarts
too. Afterwards one notice tells how much has come since it began that nobody has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from vox_console.domain.grapheme import is_border
from vox_console.domain.plain_text import one_line
from vox_console.presenters.contact_names import name_shown, with_name
from vox_console.presenters.quiet import FOR_GOOD_US, held_words, quiet_words
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.events import Event, InboundStored
from vox_console.services.inbox import TheirLine
from vox_console.storage.inbound_messages import Unread

PAUSE_S: Final = 10.0
LOOK_EVERY_S: Final = 60.0
"""How often the clock is asked whether the quiet is over: a computer that slept has timers that did too."""
_TEXT_CHARACTERS: Final = 120
_NAME_CHARACTERS: Final = 40
_HIDDEN: Final = "•••"
_DIGIT: Final = re.compile(r"\d")  # of any script
_CODE: Final = re.compile(r"\d(?:[ \u00a0\u2011-]?\d){3,}")
_SHOWN_IN_FRONT, _SHOWN_BEHIND = 3, 2


@dataclass(frozen=True, slots=True)
class AlertChoices:
    """What was chosen. content: notices show texts. quiet_until_us: 0 when it is not quiet.

    quiet_from_us: when the quiet began of which it was not told yet what it held back; 0 for none.
    """

    desktop: bool = True
    content: bool = False
    sound: bool = False
    quiet_until_us: int = 0
    quiet_from_us: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """One notice. text: "" where nothing but the title may be shown."""

    title: str
    text: str = ""


class Inbox(Protocol):
    """What is read (the inbox desk)."""

    async def newest_part_id(self) -> int:
        """Give the row of the part that was stored last."""

    async def since(self, part_id: int) -> tuple[list[TheirLine], int]:
        """Give the messages that have got parts since, and the row of the last part."""

    async def unread_since(self, from_us: int) -> Unread:
        """Count what came since a time and nobody has read."""


class Shown(Protocol):
    """What draws it."""

    def alert(self, alert: Alert) -> None:
        """Pop up a notice, where there is a place for it."""

    def sound(self) -> None:
        """Make a sound."""

    def wake_after(self, seconds: float) -> None:
        """Call `due` after a while; only the last call counts."""

    def attended(self) -> bool:
        """Say whether the inbox is being looked at."""

    def quiet(self, words: str) -> None:
        """Say that it is quiet, and until when; "" when it is not."""

    def quiet_over(self) -> None:
        """Take note that the quiet is over, and what it held back told."""


class InboxAlerts:
    """The notices of one window. Until `begin` it is silent. name_of: gives a contact's name by its key."""

    def __init__(
        self,
        inbox: Inbox,
        run: Run,
        shown: Shown,
        *,
        choices: AlertChoices,
        now_us: Callable[[], int],
        monotonic_s: Callable[[], float],
        name_of: Callable[[str], str],
        to_local: ToLocal = system_local,
    ) -> None:
        self.choices = choices
        self._inbox = inbox
        self._run = run
        self._shown = shown
        self._now_us = now_us
        self._monotonic_s = monotonic_s
        self._name_of = name_of
        self._to_local = to_local
        self._seen_id: int | None = None
        self._looking = self._stale = False
        self._gathered: list[TheirLine] = []
        self._next_s = 0.0
        self._telling = False
        self._untold_from_us = 0

    async def begin(self) -> None:
        """Start with what is here now, which is no news unless an earlier quiet held it back."""
        self._seen_id = await self._inbox.newest_part_id()
        self.due()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, InboundStored) and self._seen_id is not None:
            self._stale = True
            if not self._looking:
                self._looking = True
                self._run(self._look, name="look into the inbox")

    def chosen(self, choices: AlertChoices) -> None:
        """Take other choices. What was about to be told when a quiet begins belongs to what it holds back."""
        self.choices = choices
        if self.is_quiet and self._gathered:
            self._untold_from_us = min(line.message.at_us for line in self._gathered)
        self.due()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing pops up and nothing sounds."""
        return self._now_us() < self.choices.quiet_until_us

    def due(self) -> None:
        """Tell what was gathered or held back, if its time has come."""
        if self.is_quiet:
            self._gathered.clear()
            self._keep_quiet()
            return
        if self.choices.quiet_until_us or self.choices.quiet_from_us:
            self._end_quiet()
            return
        if self._shown.attended():
            self._gathered.clear()
        if not self._gathered:
            return
        wait_s = self._next_s - self._monotonic_s()
        if wait_s > 0:
            self._shown.wake_after(wait_s)
            return
        self._next_s = self._monotonic_s() + PAUSE_S
        lines, self._gathered = self._gathered, []
        self._tell(alert_of(lines, self._name_of, content=self.choices.content))

    def _tell(self, alert: Alert) -> None:
        if self.choices.desktop:
            self._shown.alert(alert)
        if self.choices.sound:
            self._shown.sound()

    def _keep_quiet(self) -> None:
        until_us, now_us = self.choices.quiet_until_us, self._now_us()
        self._shown.quiet(quiet_words(until_us, self._to_local, now_us=now_us))
        if until_us < FOR_GOOD_US:
            self._shown.wake_after(min((until_us - now_us) / 1_000_000, LOOK_EVERY_S))

    def _end_quiet(self) -> None:
        if not self._telling:
            self._telling = True
            self._run(self._tell_held, name="look what came while it was quiet")

    async def _tell_held(self) -> None:
        from_us, gathered = self.choices.quiet_from_us, len(self._gathered)
        try:
            held = await self._inbox.unread_since(min(from_us, self._untold_from_us or from_us))
        finally:
            self._telling = False
        if self.is_quiet:
            return  # again, meanwhile
        del self._gathered[:gathered]  # which is among what was counted
        self._untold_from_us = 0
        self.choices = replace(self.choices, quiet_until_us=0, quiet_from_us=0)
        self._shown.quiet("")
        self._shown.quiet_over()
        if from_us and held.messages and not self._shown.attended():
            self._next_s = self._monotonic_s() + PAUSE_S
            self._tell(Alert(held_words(held.messages, held.conversations)))
        self.due()

    async def _look(self) -> None:
        try:
            while self._stale:
                self._stale = False
                seen_id = self._seen_id or 0
                lines, self._seen_id = await self._inbox.since(seen_id)
                self._gathered += [line for line in lines if line.message.id > seen_id]
        finally:
            self._looking = False
        self.due()


def alert_of(lines: Sequence[TheirLine], name_of: Callable[[str], str], *, content: bool) -> Alert:
    """Give the notice of new messages; there is at least one. content: it may tell names and texts."""
    people = {line.message.source for line in lines}
    if len(people) > 1:
        return Alert(f"{len(lines)} new messages from {len(people)} people")
    who = _who(lines[0], name_of(lines[0].party), content=content)
    if len(lines) > 1:
        return Alert(f"{len(lines)} new messages from {who}")
    text = without_codes(one_line(lines[0].text.text))[:_TEXT_CHARACTERS] if content else ""
    return Alert(f"New message from {who}", text)


def _who(line: TheirLine, name: str, *, content: bool) -> str:
    """Give the name, or how it begins, and the masked number: people of one name stay apart."""
    number = masked(line.message.source)
    if not name:
        return number
    shown = name_shown(name)
    if not content:
        first = next(at for at in range(1, len(shown) + 1) if is_border(shown, at))
        return with_name(f"{shown[:first]}{_HIDDEN}", number, between=", ")
    most = min(len(shown), _NAME_CHARACTERS)
    cut = next(at for at in range(most, -1, -1) if is_border(shown, at))
    return with_name(shown if cut == len(shown) else f"{shown[:cut]}…", number, between=", ")


def without_codes(text: str) -> str:
    """Hide the digits of every four or more together, also with single blanks or hyphens between."""
    return _CODE.sub(lambda found: _DIGIT.sub("•", found[0]), text)


def masked(address: str) -> str:
    """Give an address of which strangers learn little: "381•••••••67", or "Sh•••" of a name."""
    shown = one_line(address)
    behind = _SHOWN_BEHIND if shown.removeprefix("+").isdecimal() else 0
    hidden = len(shown) - _SHOWN_IN_FRONT - behind
    if hidden < 1:
        return "•" * len(shown) or "somebody"
    return f"{shown[:_SHOWN_IN_FRONT]}{'•' * min(hidden, 7)}{shown[len(shown) - behind :]}"
