"""Rows, a presenter and evidence for the tests of the delivery pane."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from vox_console.domain.message import MessageState
from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import DeliveryRow, EvidenceLine, EvidenceState, Fact
from vox_console.presenters.tone import MESSAGE_LOOKS


def row(
    message_id: int,
    text: str = "Hello, this is Vox",
    *,
    state: MessageState = MessageState.QUEUED,
    parts: int = 1,
    trouble: str = "",
    recipient: str = "+381 63 200 0000",
) -> DeliveryRow:
    look = MESSAGE_LOOKS[state]
    return DeliveryRow(
        id=message_id,
        look=look,
        time="12:03:11",
        recipient=recipient,
        sender="Vox SMS",
        text=text,
        parts=(look.tone,) * parts,
        trouble=trouble,
        sentence=f"{look.word}, message {message_id} to {recipient}",
    )


def rows(ids: Iterable[int]) -> list[DeliveryRow]:
    return [row(message_id) for message_id in ids]


def line(title: str, *, raw: str = "", said_by: str = "Vox, by receipt") -> EvidenceLine:
    look = MESSAGE_LOOKS[MessageState.ENROUTE]
    return EvidenceLine("12:03:14", "2026-10-03 10:03:14.310 UTC", title, "", said_by, look, raw)


def evidence(
    message_id: int,
    *,
    state: MessageState = MessageState.ENROUTE,
    text: str = "Hello, this is Vox",
    lines: tuple[EvidenceLine, ...] = (),
) -> EvidenceState:
    return EvidenceState(
        message_id=message_id,
        look=MESSAGE_LOOKS[state],
        title="+381 63 200 0000",
        text=text,
        explanation="The network has it.",
        facts=(Fact("From", "Vox SMS"), Fact("Provider ids", "9be2c0, 9be2c1", copyable=True)),
        lines=lines,
    )


class Decider:
    """Remembers what is decided."""

    def __init__(self, told: list[tuple[str, int]]) -> None:
        self._told = told

    def count_pressed(self) -> None:
        self._told.append(("count", 0))

    def send_again_pressed(self) -> None:
        self._told.append(("again?", 0))

    def kept(self) -> None:
        self._told.append(("kept", 0))

    def send_again_confirmed(self) -> None:
        self._told.append(("again", 0))

    def take_back_pressed(self) -> None:
        self._told.append(("undecided", 0))


class Desk:
    """A presenter that remembers what it was told; its store answers at once unless `slow`.

    Messages that were not queued with their rows have the plain row of their id.
    """

    def __init__(self, count: int = 0, *, slow: bool = False) -> None:
        self.on_evidence: Callable[[EvidenceState | None], None] = lambda _state: None
        self.wanted: list[list[int]] = []
        self.told: list[tuple[str, int]] = []
        self.slow = slow
        self.store: dict[int, DeliveryRow] = {}
        self.case = Decider(self.told)
        self.log = DeliveryLog(self._want)
        self.log.reset(array("q", range(1, count + 1)))

    def queue(self, new: Sequence[DeliveryRow]) -> None:
        """Announce new messages, as the journal would once they are stored."""
        self.store.update((each.id, each) for each in new)
        self.log.queued([each.id for each in new])

    def opened(self, message_id: int) -> None:
        self.told.append(("opened", message_id))
        if not self.slow:
            self.on_evidence(evidence(message_id))

    def closed(self) -> None:
        self.told.append(("closed", 0))

    def edit_again_pressed(self, message_id: int) -> None:
        self.told.append(("edit again", message_id))

    def take_back_pressed(self, message_id: int) -> None:
        self.told.append(("take back", message_id))

    def send_now_pressed(self, message_id: int) -> None:
        self.told.append(("send now", message_id))

    def ask_now_pressed(self, message_id: int) -> None:
        self.told.append(("ask now", message_id))

    def ticket(self) -> str:
        return "About message 7"

    def tick(self) -> None:
        self.told.append(("tick", 0))

    def answer(self) -> None:
        asked, self.wanted[:] = list(self.wanted), []
        for ids in asked:
            self.log.rows_loaded([self.store.get(number) or row(number) for number in ids])

    def _want(self, ids: list[int]) -> None:
        self.wanted.append(ids)
        if not self.slow:
            self.answer()
