"""Parts of customers' messages put together: a query over what is stored, and no memory of its own.

Theory of operation. :func:`place_of` says where a part belongs by what it carries. All parts of one sender to
one number, with the same kind of reference, the same reference and the same total are candidates for one
message in :func:`assemble`, and most often they are one. But a reference is one octet or two, so it comes
back, and a provider sends again what we did not answer in time, so a part comes twice. The parts are sorted
by their time and cut into runs:

* a run holds a part number once, or several times with the same octets: those are repeats;
* a run is not longer than the window (24 hours unless said otherwise);
* where one of the two would be broken, the run is cut at its longest pause that mends it, because the parts
  of one message arrive close together, and two messages of one reference do not.

At last a run is laid into an earlier one if nothing contradicts it: a late part, or a repeat, that came when
the reference had been used again in between.

So order matters only where the times decide, and the answer is the same after every restart. It can change
when more parts arrive, and should: a late part completes a message. No part is ever left out of the answer.

Sources: trust §2 line 11; provider_interface §9; 23.040 §9.2.3.24.1 and §9.2.3.24.8; SMPP 3.4 §5.3.2.22 to
§5.3.2.24 (sar_*).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vox_console.domain.delivery import Delivery
from vox_console.domain.user_data_header import read_header

__all__ = ["DAY_US", "AssembledMessage", "PartPlace", "Placed", "StoredPart", "assemble", "place_of"]

DAY_US = 24 * 3_600 * 1_000_000
_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F
_LOOKS_BACK = 16  # runs of one reference within a window; more are no telephone's


@dataclass(frozen=True, slots=True)
class PartPlace:
    """Where a part belongs. reference_bits: 8 or 16 (sar_* too); total: 2 to 255; number: 1 to total."""

    reference_bits: int
    reference: int
    total: int
    number: int

    @property
    def key(self) -> tuple[int, int, int]:
        """Give what all parts of one message share, beside their addresses."""
        return self.reference_bits, self.reference, self.total


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of a part, None when it stands alone; the note says what it claimed in vain, else ""."""

    place: PartPlace | None
    note: str = ""


ALONE = Placed(None)


def place_of(delivery: Delivery) -> Placed:
    """Say where a pushed PDU belongs: by its user data header first, by its sar_* parameters second.

    Without either it is whole, as a message_payload and a data_sm nearly always are. What claims a place that
    cannot be ("part 3 of 2") stands alone and is shown as it is.
    """
    header = read_header(delivery.short_message, esm_class=delivery.esm_class)
    if header and header.concatenation:
        said = header.concatenation
        return _checked(said.reference_bits, said.reference, said.total, said.number)
    carried = [delivery.tlvs.get(tag, b"") for tag in (_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER)]
    if not any(carried):
        return ALONE
    if not all(carried):
        return Placed(None, "One part of several, without saying which.")
    reference, total, number = (int.from_bytes(value, "big") for value in carried)
    return _checked(16, reference, total, number)


def _checked(reference_bits: int, reference: int, total: int, number: int) -> Placed:
    if 2 <= total <= 255 and 1 <= number <= total:
        return Placed(PartPlace(reference_bits, reference, total, number))
    return Placed(None, f"Calls itself part {number} of {total}.")


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One stored part. id: of its row. octets: as they arrived, with the header if they have one.

    data_coding, esm_class: as they arrived; they belong to what makes a repeat a repeat.
    """

    id: int
    received_at_us: int
    octets: bytes
    place: PartPlace
    data_coding: int = 0
    esm_class: int = 0

    @property
    def content(self) -> tuple[bytes, int, int]:
        """Give what must be equal in a part that was sent again."""
        return self.octets, self.data_coding, self.esm_class


@dataclass(frozen=True, slots=True)
class AssembledMessage:
    """A message of several parts as far as it is here.

    parts: by number, the earliest copy of each, so the first that came is not always the first of them.
    repeats: later copies, in order of arrival; they add nothing to the text.
    """

    total: int
    parts: Mapping[int, StoredPart]
    repeats: tuple[StoredPart, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether every part is here."""
        return len(self.parts) == self.total

    @property
    def missing(self) -> tuple[int, ...]:
        """Give the numbers of the parts that are not here."""
        return tuple(number for number in range(1, self.total + 1) if number not in self.parts)

    @property
    def received_at_us(self) -> int:
        """Give when its first part arrived."""
        return min(part.received_at_us for part in self.parts.values())

    @property
    def id(self) -> int:
        """Give the row of the part that arrived first, which stands for the message."""
        return min(self.parts.values(), key=_by_arrival).id


def assemble(parts: Iterable[StoredPart], *, window_us: int = DAY_US) -> tuple[AssembledMessage, ...]:
    """Put together the parts that one sender sent to one number; give the messages, oldest first.

    window_us: the longest time from the first part of a message to its last. Parts of any keys may be given.
    """
    by_key: dict[tuple[int, int, int], list[StoredPart]] = {}
    for part in sorted(parts, key=_by_arrival):
        by_key.setdefault(part.place.key, []).append(part)
    messages = [
        _message(key[-1], run)
        for key, group in by_key.items()
        for run in _joined(_runs(group, window_us), window_us)
    ]
    return tuple(sorted(messages, key=lambda message: (message.received_at_us, message.id)))


def _by_arrival(part: StoredPart) -> tuple[int, int, tuple[bytes, int, int], int]:
    """Sort by time; what came at the same time by what it is, so that the order of rows decides nothing."""
    return part.received_at_us, part.place.number, part.content, part.id


class _Run:
    """Parts that can be one message, in order of arrival."""

    def __init__(self, parts: Sequence[StoredPart]) -> None:
        self.parts = list(parts)
        self.contents = {part.place.number: part.content for part in parts}

    def take(self, other: _Run) -> None:
        """Add the parts of a run that was accepted."""
        self.parts += other.parts
        self.contents |= other.contents

    def accepts(self, other: _Run, window_us: int) -> bool:
        """Say whether all of a later run may belong here."""
        first = self.parts[0].received_at_us
        return all(part.received_at_us - first <= window_us for part in other.parts) and all(
            self.contents.get(number, content) == content for number, content in other.contents.items()
        )


def _runs(parts: Sequence[StoredPart], window_us: int) -> list[_Run]:
    """Cut sorted parts of one key where they cannot be one message."""
    runs: list[_Run] = []
    start = 0
    last_seen: dict[int, int] = {}  # number -> index of its latest part
    for index, part in enumerate(parts):
        lowest = start
        earlier = last_seen.get(part.place.number)
        if earlier is not None and parts[earlier].content != part.content:
            lowest = max(start, earlier + 1)
        while part.received_at_us - parts[lowest].received_at_us > window_us:
            lowest += 1
        if lowest > start:
            # Of equal pauses the last, so that a storm of repeats is cut once a window and not at each part.
            cut = max(reversed(range(lowest, index + 1)), key=lambda at: _pause_before(parts, at))
            runs.append(_Run(parts[start:cut]))
            start = cut
        last_seen[part.place.number] = index
    runs.append(_Run(parts[start:]))
    return runs


def _pause_before(parts: Sequence[StoredPart], index: int) -> int:
    return parts[index].received_at_us - parts[index - 1].received_at_us


def _joined(runs: Sequence[_Run], window_us: int) -> list[Sequence[StoredPart]]:
    """Lay runs into earlier ones that nothing contradicts, the nearest first."""
    kept: list[_Run] = []
    for run in runs:
        home = next((each for each in reversed(kept[-_LOOKS_BACK:]) if each.accepts(run, window_us)), None)
        if home is None:
            kept.append(run)
        else:
            home.take(run)
    return [run.parts for run in kept]


def _message(total: int, parts: Sequence[StoredPart]) -> AssembledMessage:
    first: dict[int, StoredPart] = {}
    repeats = tuple(part for part in parts if first.setdefault(part.place.number, part) is not part)
    return AssembledMessage(total, dict(sorted(first.items())), repeats)
