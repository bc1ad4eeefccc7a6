"""What the controller announces. Every event is past tense, batched, and a frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import VoxError
from vox_console.domain.link import LinkGauge, LinkState
from vox_console.domain.message import Message


@dataclass(frozen=True, slots=True)
class MessagesQueued:
    """New messages were stored; oldest first."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class MessagesChanged:
    """Messages already known are in a new state (each at most once per event)."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the provider is in a new state."""

    state: LinkState


@dataclass(frozen=True, slots=True)
class GaugeChanged:
    """The numbers of the session badge moved (at most a few times a second)."""

    gauge: LinkGauge


@dataclass(frozen=True, slots=True)
class InboundStored:
    """Messages (or parts of them) from customers were stored and acknowledged."""

    count: int


@dataclass(frozen=True, slots=True)
class Noted:
    """Something a person should know, which changes no message."""

    fault: VoxError


Event = MessagesQueued | MessagesChanged | LinkChanged | GaugeChanged | InboundStored | Noted
