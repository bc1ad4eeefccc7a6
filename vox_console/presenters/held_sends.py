"""Sends that can still be taken back, each with what it was made of and the way it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from vox_console.domain.link import Bound, LinkState
from vox_console.domain.message import Message
from vox_console.presenters.composing_state import Held

Origin = TypeVar("Origin")


class HeldSends(Generic[Origin]):
    """In the order in which they were sent. Origin: what each was made of, which taking it back restores."""

    def __init__(self) -> None:
        self._held: dict[Held, tuple[Origin, str]] = {}

    @property
    def shown(self) -> tuple[Held, ...]:
        """All of them."""
        return tuple(self._held)

    def add(self, messages: Sequence[Message], label: str, origin: Origin) -> None:
        """Take a send that is held. messages: at least one; all wait for the same moment and way."""
        first = messages[0]
        held = Held(tuple(message.id for message in messages), label, first.hold_until_us)
        self._held[held] = origin, first.transport

    def origin_of(self, held: Held) -> Origin | None:
        """Give what a send was made of, None when it is held no more."""
        origin, _way = self._held.get(held, (None, ""))
        return origin

    def let_go(self, held: Held) -> None:
        """Drop a send: it was taken back, or it leaves."""
        self._held.pop(held, None)

    def time_passed(self, now_us: int) -> None:
        """Drop those whose time is over."""
        for held in self.shown:
            if held.until_us <= now_us:
                self.let_go(held)

    def moved(self, message_ids: Iterable[int]) -> bool:
        """Drop those of which a message has moved: it begins to leave. Say whether there was any."""
        moved = set(message_ids)
        gone = [held for held in self._held if moved.intersection(held.message_ids)]
        for held in gone:
            self.let_go(held)
        return bool(gone)

    def wait_for(self, links: Mapping[str, LinkState]) -> bool:
        """Tell whether one of them waits for its link too."""
        return not all(isinstance(links.get(way), Bound) for _origin, way in self._held.values())
