"""What the inbox draws: frozen values, made by its presenters, read by its widgets.

Texts of strangers come ready to be shown as plain text: on one line, or with their direction contained.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.composing_state import ComposeState
from vox_console.presenters.tone import Look
from vox_console.services.inbox import Place


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One conversation in the list. address: whose it is. preview: how the last text begins.

    count: how many messages nobody has read, in words, "" for none. aside: what else decides ("until 18:00").
    spoken: the row without whose it is. last_at_us: where it stands in the list. party: the key of whose it
    is (domain.conversation); contact: what its contact is called, "" for none.
    """

    id: int
    address: str
    preview: str
    time: str
    count: str
    aside: str
    spoken: str
    last_at_us: int
    party: str = ""
    contact: str = ""

    @property
    def name(self) -> str:
        """What stands first."""
        return self.contact or self.address

    @property
    def number(self) -> str:
        """What stands beside a contact's name, "" where there is none."""
        return self.address if self.contact else ""

    @property
    def sentence(self) -> str:
        """The whole row, spoken."""
        return ", ".join(filter(None, (self.name, self.number, self.spoken)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a message. gap: parts that are not here, told by us; mono: a view of octets."""

    text: str
    gap: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link in a message. label: where it really leads. doubt: what is unusual about it, "" when nothing is.

    address: as written, to copy.
    """

    label: str
    doubt: str
    address: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """One message of a conversation. key: its place, which never changes. id: of the row behind it.

    ours: we wrote it. note: it is an agent's note for agents, which is never sent. day: a heading
    that stands above it, "" for none. full_time: for the tooltip.
    look: the state of ours, None for theirs. trouble: what is wrong with ours, "" when nothing is.
    marks: what a person should know before believing theirs. reading: the word it is read by, "" for its own.
    doubtful: it may have to be read another way.
    text: all of it as it was written, to copy. sentence: all of it, spoken.
    """

    key: Place
    id: int
    ours: bool
    note: bool
    day: str
    text: str
    passages: tuple[Passage, ...]
    time: str
    full_time: str
    look: Look | None
    trouble: str
    marks: tuple[str, ...]
    links: tuple[LinkShown, ...]
    reading: str
    doubtful: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class MemberShown:
    """A conversation that was laid into the opened one."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """The opened conversation. name: whose it is; detail: which number of ours, and the account.

    detail begins with the number where name is a contact's. party: the key of whose it is, to keep a contact
    by, "" for an address of nothing that can be seen; known: there is a contact.
    lines: oldest first. has_older, has_newer: more can be read above, or below them. unread: messages that
    nobody has read. members: what was laid into it. found: the line to look at, told once.
    """

    id: int
    name: str
    detail: str
    lines: tuple[LineShown, ...]
    has_older: bool
    has_newer: bool = False
    unread: int = 0
    party: str = ""
    known: bool = False
    members: tuple[MemberShown, ...] = ()
    found: Place | None = None


@dataclass(frozen=True, slots=True)
class InboxState:
    """What stands around the list. tray: the value of the one that is shown. count: of its conversations.

    opened: the conversation that is open, 0 for none. asleep: it sleeps.
    """

    tray: str
    count: int
    opened: int
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class ReplyState:
    """The answer to the opened conversation.

    thread_id: 0 when none is open. sender: which number it leaves from, in words. warning: what one should
    know about that number, "" when nothing. cannot: why no answer can be written at all, "" when one can.
    compose: the text, its counter and its button, as in the compose pane.
    """

    thread_id: int
    sender: str
    warning: str
    cannot: str
    compose: ComposeState
