"""Parts put together, against a ledger of what customers really sent."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from tests.support.inbound_parts import HOUR_US, MINUTE_US, plain_part
from vox_console.domain.alphabet import gsm7_octets
from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import DAY_US, AssembledMessage, StoredPart, assemble


@dataclass
class Sent:
    """One message of the ledger, with the rows of its parts by number."""

    sender: int
    reference: int
    total: int
    rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def arrived(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(self.rows.get(number, ())) for number in range(1, self.total + 1))


@dataclass
class Network:
    """Senders whose references wrap after three, losses, repeats and any order within ten minutes.

    A message's first part is never lost, so that two messages of one reference can be told apart at all; then
    the ledger is the only right answer.
    """

    ledger: list[Sent] = field(default_factory=list)
    stored: dict[int, list[StoredPart]] = field(default_factory=lambda: defaultdict(list))
    rows: int = 0

    def deliver(self, sent: Sent, number: int, *, at_us: int) -> None:
        self.rows += 1
        octets = b"%d/%d" % (self.ledger.index(sent), number)
        self.stored[sent.sender].append(
            plain_part(number, octets, at_us=at_us, row=self.rows, total=sent.total, reference=sent.reference)
        )
        sent.rows[number].append(self.rows)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    network = Network()
    for sender in range(draw(st.integers(1, 2))):
        counter = draw(st.integers(0, 2))
        before: Sent | None = None
        for hour in range(draw(st.integers(1, 8))):
            sent = Sent(sender, (counter + hour) % draw(st.integers(1, 3)), draw(st.integers(2, 4)))
            network.ledger.append(sent)
            numbers = draw(
                st.lists(st.integers(1, sent.total), max_size=8).map(lambda found: [1, *found])
                | st.just(list(range(1, sent.total + 1)))
            )
            times = draw(st.lists(st.integers(0, 10 * MINUTE_US), min_size=9, max_size=9))
            for number, time in zip(numbers, times, strict=False):
                network.deliver(sent, number, at_us=hour * HOUR_US + time)
            if before and draw(st.booleans()):  # a repeat of an hour ago, past this message
                network.deliver(before, 1, at_us=hour * HOUR_US + 30 * MINUTE_US)
            before = sent
    return network


def rows_of(message: AssembledMessage) -> tuple[tuple[int, ...], ...]:
    rows: dict[int, list[int]] = defaultdict(list)
    for part in (*message.parts.values(), *message.repeats):
        rows[part.place.number].append(part.id)
    return tuple(tuple(sorted(rows[number])) for number in range(1, message.total + 1))


@given(networks(), st.randoms(use_true_random=False))
def test_what_was_sent_is_what_is_put_together(network: Network, shuffled: random.Random) -> None:
    for sender, parts in network.stored.items():
        shuffled.shuffle(parts)
        messages = assemble(parts)
        ledger = [sent for sent in network.ledger if sent.sender == sender]
        assert sorted(map(rows_of, messages)) == sorted(sent.arrived() for sent in ledger)
        for message in messages:
            assert message.complete == (not message.missing) == (len(message.parts) == message.total)


PARTS = st.lists(
    st.builds(
        lambda number, letter, at_us, reference: (number, letter, at_us, reference),
        st.integers(1, 3),
        st.sampled_from([b"a", b"b"]),
        st.integers(0, 60).map(lambda hours: hours * HOUR_US),
        st.integers(0, 1),
    ),
    max_size=14,
)


@given(PARTS, st.randoms(use_true_random=False))
def test_no_part_is_lost_or_shown_twice_and_nothing_contradicts_itself(
    drawn: list[tuple[int, bytes, int, int]], shuffled: random.Random
) -> None:
    parts = [
        plain_part(number, letter, at_us=at_us, row=row, total=3, reference=reference)
        for row, (number, letter, at_us, reference) in enumerate(drawn)
    ]
    messages = assemble(parts)
    placed = [part for each in messages for part in (*each.parts.values(), *each.repeats)]
    assert sorted(part.id for part in placed) == [part.id for part in parts]
    for message in messages:
        everything = [*message.parts.values(), *message.repeats]
        times = [part.received_at_us for part in everything]
        assert max(times) - min(times) <= DAY_US
        assert message.received_at_us == min(times)
        for part in everything:
            assert part.octets == message.parts[part.place.number].octets
            assert message.parts[part.place.number].received_at_us <= part.received_at_us
    shuffled.shuffle(parts)
    assert assemble(parts) == messages


ENCODED = st.one_of(
    st.text(alphabet="ab@€{}é\n", min_size=2, max_size=40).map(
        lambda text: (0, text, gsm7_octets(text) or b"")
    ),
    st.text(alphabet="aЖ😀ש", min_size=2, max_size=40).map(lambda text: (8, text, text.encode("utf-16-be"))),
    st.text(alphabet="a가나", min_size=2, max_size=40).map(lambda text: (14, text, text.encode("euc_kr"))),
)


@given(ENCODED, st.data())
def test_a_text_cut_anywhere_is_read_whole(encoded: tuple[int, str, bytes], data: st.DataObject) -> None:
    data_coding, text, octets = encoded
    count = data.draw(st.integers(2, 5))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(octets)), min_size=count - 1, max_size=count - 1)))
    bodies = [octets[start:end] for start, end in zip([0, *cuts], [*cuts, len(octets)], strict=True)]
    parts = [
        plain_part(number, body, at_us=number, row=number, total=count, data_coding=data_coding)
        for number, body in enumerate(bodies, 1)
    ]
    (message,) = assemble(data.draw(st.permutations(parts)))
    assert read_assembled(message).text == text
