"""What the controller announces. Every event is past tense, batched, and a frozen value.

Events carry message ids, not messages: at thousands of changes a second only the few that are on
screen are worth reading, and the listener knows which those are.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import VoxError
from vox_console.domain.link import LinkGauge, LinkState
from vox_console.domain.transport_name import TransportName


@dataclass(frozen=True, slots=True)
class MessagesQueued:
    """New messages were stored; ids ascending."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MessagesChanged:
    """Messages already known are in a new state (each at most once per event)."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the provider is in a new state. transport: by its capabilities' name."""

    state: LinkState
    transport: str = TransportName.SMPP


@dataclass(frozen=True, slots=True)
class GaugeChanged:
    """The numbers of the session badge moved (at most a few times a second)."""

    gauge: LinkGauge
    transport: str = TransportName.SMPP


@dataclass(frozen=True, slots=True)
class InboundStored:
    """Messages (or parts of them) from customers were stored and acknowledged."""

    count: int


@dataclass(frozen=True, slots=True)
class ThreadsChanged:
    """Conversations that the list shows have moved, or were changed by hand; ids ascending."""

    thread_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SearchIndexed:
    """The index of the search has come so far, in rows (at most a few times a second)."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Noted:
    """Something a person should know, which changes no message."""

    fault: VoxError


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A bulk job is in a new state."""

    job_id: int


@dataclass(frozen=True, slots=True)
class OptOutsChanged:
    """Somebody wants no messages any more, or wants them again."""


@dataclass(frozen=True, slots=True)
class RefusalsChanged:
    """A message waits for a person to decide what it means, or a person decided about one."""


@dataclass(frozen=True, slots=True)
class ContactsChanged:
    """Names of numbers are known, or others than before."""


@dataclass(frozen=True, slots=True)
class QuickTextsChanged:
    """A quick text was saved or removed."""


@dataclass(frozen=True, slots=True)
class AutoReplyTripped:
    """A number gets no automatic answers any more, because it asked for too many; or it gets them again."""


@dataclass(frozen=True, slots=True)
class OrphansStored:
    """Reports that belong to no message of ours were kept."""

    count: int


Event = (
    MessagesQueued
    | MessagesChanged
    | LinkChanged
    | GaugeChanged
    | InboundStored
    | ThreadsChanged
    | SearchIndexed
    | OrphansStored
    | JobChanged
    | OptOutsChanged
    | RefusalsChanged
    | ContactsChanged
    | QuickTextsChanged
    | AutoReplyTripped
    | Noted
)
