"""What was stored before there were conversations is filed as if it had been filed when it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.inbound_parts import pushed
from tests.support.journal_file import PROFILE, JournalFile
from tests.unit.storage.test_threads import ANA, IVO, OURS
from vox_console.domain.delivery import Delivery
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import Witness
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.pdus import DataSm, DeliverSm
from vox_console.storage import threads
from vox_console.storage.connection import connect, create_private
from vox_console.storage.filing import file_unfiled
from vox_console.storage.inbound import Home
from vox_console.storage.migrations import migrate
from vox_console.storage.receipts import Filed
from vox_console.storage.schema import STEPS
from vox_console.storage.threads import Tray

SECOND_US = 1_000_000
HOME = Home("RS")
OLD_ROW = (
    "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
    " short_message, raw, witness) VALUES (?,?,?,?,?,?,?,?,?)"
)
LONG = "A long text that takes more than one part, said slowly and with much patience. " * 3


def on_the_wire(delivery: Delivery, *, data_sm: bool = False) -> Delivery:
    """Give what was pushed as it is read from the octets that carried it, and with them."""
    pdu = decode(encode(DataSm(7, delivery) if data_sm else DeliverSm(7, delivery)))
    assert isinstance(pdu, DeliverSm | DataSm)
    return pdu.delivery


def what_came() -> list[tuple[Delivery, Witness]]:
    """Give parts of every kind, in the order they came."""
    udh = pushed(LONG)
    sar = [replace(part, source=IVO) for part in pushed(LONG, method=LongMethod.SAR, reference=9)]
    payload = [replace(part, source="Shop", source_ton=5) for part in pushed(LONG, method=LongMethod.PAYLOAD)]
    wire = [
        *map(on_the_wire, (udh[1], sar[1], udh[0], udh[0], sar[0])),
        on_the_wire(pushed("Short")[0], data_sm=True),
        on_the_wire(replace(pushed("From home")[0], source="0641234567", source_ton=2)),
        *map(on_the_wire, payload),
    ]
    told = Delivery(ANA, OURS, 0, 0, b"By callback", raw=b'{"message": "By callback"}')
    return [*((each, Witness.SMPP) for each in wire), (told, Witness.CALLBACK)]


def old_journal(path: Path, came: Sequence[tuple[Delivery, Witness]], *, now_us: int) -> JournalFile:
    """Give a journal in which parts were stored before there were threads, a second apart."""
    create_private(path)
    db = connect(path, write=True)
    migrate(db, STEPS[: [step.name for step in STEPS].index("threads")])
    for index, (part, witness) in enumerate(came, 1):
        values = (part.source, part.destination, part.esm_class, part.data_coding, part.short_message)
        db.execute(OLD_ROW, (PROFILE, now_us + index * SECOND_US, *values, part.raw, witness.value))
    db.close()
    return JournalFile(path)


def file(journal: JournalFile, *, limit: int = 100) -> int:
    return journal.run(lambda db: file_unfiled(db, limit=limit, home_of=lambda _profile: HOME)).count


def store(journal: JournalFile, *came: tuple[Delivery, Witness]) -> None:
    """Store parts as they come, a second apart."""
    for delivery, witness in came:
        journal.now_us += SECOND_US
        journal.arrive(Filed(None, delivery, witness), home=HOME)


def filed(journal: JournalFile) -> list[object]:
    """Give all that filing writes."""
    return [
        journal.rows("SELECT * FROM threads ORDER BY id"),
        journal.rows("SELECT id, thread_id, reference_bits, reference, total, number FROM inbound"),
    ]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[JournalFile]:
    """A journal in which everything was filed as it came."""
    journal = JournalFile(tmp_path / "live.db")
    yield journal
    journal.close()


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_filed_late_is_as_filed_at_once(tmp_path: Path, live: JournalFile, limit: int) -> None:
    came = what_came()
    old = old_journal(tmp_path / "old.db", came, now_us=live.now_us)
    assert threads.ids(old.db, Tray.OPEN, now_us=old.now_us) == []
    steps = 0
    while file(old, limit=limit):
        steps += 1
    assert steps == -(-len(came) // limit)
    store(live, *came)
    assert filed(old) == filed(live)
    assert threads.unread_count(old.db) == 6
    old.close()


def test_what_came_meanwhile_stays_last_and_counts_once(tmp_path: Path, live: JournalFile) -> None:
    first, second = map(on_the_wire, pushed(LONG))
    old = old_journal(tmp_path / "old.db", [(first, Witness.SMPP)], now_us=live.now_us)
    old.now_us += 2 * SECOND_US
    spelt = on_the_wire(replace(second, source=f"+{second.source}"))
    old.arrive(Filed(None, spelt, Witness.SMPP), home=HOME)
    (thread_id,) = threads.ids(old.db, Tray.OPEN, now_us=old.now_us)
    threads.lay(old.db, [thread_id], Tray.DONE)
    assert file(old) == 1
    found = threads.get(old.db, thread_id)
    assert found is not None
    assert (found.unread, found.tray, found.their_address) == (1, Tray.DONE, spelt.source)
    assert found.last_at_us == old.now_us
    old.close()


def test_octets_that_cannot_be_read_any_more_are_filed_by_what_the_columns_say(
    tmp_path: Path, live: JournalFile
) -> None:
    (part,) = pushed("Hello")
    broken = [
        replace(part, raw=raw)
        for raw in (b"", b"\x03", on_the_wire(part).raw[:-1], b"\0\0\0\x10" + b"\0" * 12)
    ]
    old = old_journal(tmp_path / "old.db", [(each, Witness.SMPP) for each in broken], now_us=live.now_us)
    assert file(old) == len(broken)
    (thread_id,) = threads.ids(old.db, Tray.OPEN, now_us=old.now_us)
    found = threads.get(old.db, thread_id)
    assert found is not None
    assert (found.unread, found.preview, found.key.theirs) == (4, "Hello", f"+{ANA}")
    assert file(old) == 0
    old.close()
