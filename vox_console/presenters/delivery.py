"""Decides what the live delivery list and the opened message show. Qt-free."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from vox_console.domain.evidence import Evidence
from vox_console.domain.link import Bound
from vox_console.domain.message import Message
from vox_console.domain.query_schedule import HOUR_US
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.case import CasePresenter
from vox_console.presenters.case_words import case_shown, verdict_lines
from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import DeliveryRow, EvidenceState
from vox_console.presenters.delivery_words import delivery_row
from vox_console.presenters.evidence_clock import Asking
from vox_console.presenters.evidence_words import evidence_state
from vox_console.presenters.runner import Run
from vox_console.presenters.ticket import ticket
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, Event, LinkChanged, MessagesChanged, MessagesQueued


class DeliveryPresenter:
    """The live list (`log`) and the opened message (`on_evidence`). `on_edit_again` is set by the app."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal = system_local,
    ) -> None:
        self.on_evidence: Callable[[EvidenceState | None], None] = lambda _state: None
        self.on_edit_again: Callable[[Message], None] = lambda _message: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._opened: int | None = None
        self._too_late = False
        self._all = True
        self._shown: tuple[Message, Evidence] | None = None  # what the opened message was read as
        self._readings = 0  # of the opened message; answers may overtake each other, the last one counts
        self._stale: dict[int, None] = {}
        self._reloading = False
        self.case = CasePresenter(controller, run, changed=self.tick)
        self.log = DeliveryLog(self._want)

    async def load(self) -> None:
        """Fill the list from the journal. Called once, before events are passed on."""
        self.log.reset(await self._controller.message_ids())

    def show_only(self, ids: array[int] | None) -> None:
        """List these messages, oldest first, and no new ones; None for all there are."""
        self._all = ids is None
        if ids is not None:
            self.log.reset(ids)
            return

        async def fill() -> None:
            everything = await self._controller.message_ids()
            if self._all:
                self.log.reset(everything)

        self._run(fill, name="list all messages")

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, MessagesQueued):
            if self._all:
                self.log.queued(event.message_ids)
        elif isinstance(event, MessagesChanged):
            self._read_again(event.message_ids)
            if self._opened in event.message_ids:
                self._refresh_opened()
        elif isinstance(event, ContactsChanged):
            self._read_again(self.log.kept)
            self.tick()
        elif isinstance(event, LinkChanged):
            if len(self._controller.links) > 1:
                self.log.show_ways()
            self.tick()

    def opened(self, message_id: int) -> None:
        """Show how we know what is shown about a message."""
        self._opened = message_id
        self._too_late = False
        self._refresh_opened()

    def closed(self) -> None:
        """Show no message."""
        self._opened = self._shown = None
        self.on_evidence(None)

    def tick(self) -> None:
        """Say anew what depends on the time and on the link, of what was read last."""
        if self._shown is not None and self._shown[0].id == self._opened:
            self.on_evidence(self._evidence(*self._shown))

    def ticket(self) -> str:
        """Give what the provider needs to look into the opened message; "" when none is."""
        if self._shown is None:
            return ""
        message, evidence = self._shown
        profile = self._controller.profile if self._is_open(message) else None
        return ticket(message, evidence, profile=profile, now_us=self._now_us())

    def edit_again_pressed(self, message_id: int) -> None:
        """Put a message into the editor as a new one: it was taken back, or did not arrive."""

        async def fetch() -> None:
            for message in await self._controller.messages([message_id]):
                self.on_edit_again(message)

        self._run(fetch, name="edit the message again")

    def take_back_pressed(self, message_id: int) -> None:
        """Take a waiting message back; when it was already leaving, say so where it is opened."""

        async def take_back() -> None:
            taken = await self._controller.withdraw([message_id])
            if not taken and self._opened == message_id:
                self._too_late = True
                self._refresh_opened()

        self._run(take_back, name="take the message back")

    def send_now_pressed(self, message_id: int) -> None:
        """Let a message leave that waited for a person's word."""

        async def release() -> None:
            await self._controller.release([message_id])

        self._run(release, name="send the message now")

    def ask_now_pressed(self, message_id: int) -> None:
        """Ask the provider what became of a message as soon as it answers."""

        async def ask() -> None:
            await self._controller.ask_now(message_id)
            if self._opened == message_id:
                self._refresh_opened()

        self._run(ask, name="ask about the message")

    def _refresh_opened(self) -> None:
        message_id = self._opened
        if message_id is None:
            return
        self._readings += 1
        reading = self._readings

        async def read() -> None:
            found = await self._controller.messages([message_id])
            evidence = await self._controller.evidence(message_id)
            case = await self._controller.cases.of(message_id)
            if found and (self._opened, self._readings) == (message_id, reading):
                self._shown = found[0], evidence
                self.case.show(found[0], case)
                self.on_evidence(self._evidence(found[0], evidence))

        self._run(read, name="open the message")

    def _evidence(self, message: Message, evidence: Evidence) -> EvidenceState:
        is_open, case = self._is_open(message), self.case
        return evidence_state(
            message,
            evidence,
            self._to_local,
            bound=is_open and self._is_bound(message.transport),
            now_us=self._now_us(),
            too_late=self._too_late,
            asking=self._asking(message),
            name=self._name(message),
            alphabet=self._alphabet(message),
            case=case_shown(message, case.case, self._to_local, is_open=is_open, asking=case.asking),
            decisions=verdict_lines(case.case, self._to_local),
        )

    def _asking(self, message: Message) -> Asking | None:
        """Give how the open account asks what becomes of messages; None when the message is not its own."""
        profile = self._controller.profile
        if profile is None or not (self._is_open(message) and profile.has_rest):
            return None
        return Asking(profile.rest_memory_h * HOUR_US, answers=self._is_bound(TransportName.REST))

    def _alphabet(self, message: Message) -> DefaultAlphabet:
        """Give what data_coding 0 means to its provider, as far as its account is open; else the usual."""
        profile = self._controller.profile
        if profile is None or not self._is_open(message):
            return DefaultAlphabet.GSM7
        return profile.default_alphabet

    def _is_open(self, message: Message) -> bool:
        profile = self._controller.profile
        return profile is not None and profile.name == message.profile

    def _is_bound(self, transport: str) -> bool:
        return isinstance(self._controller.links.get(transport), Bound)

    def _want(self, ids: list[int]) -> None:
        self._run(lambda: self._load(ids), name="load the list")

    async def _load(self, ids: Sequence[int]) -> None:
        self.log.rows_loaded([self._row(message) for message in await self._controller.messages(ids)])

    def _read_again(self, message_ids: Sequence[int]) -> None:
        self._stale.update(dict.fromkeys(self.log.shown(message_ids)))
        if self._stale and not self._reloading:
            self._reloading = True
            self._run(self._reload, name="refresh the list")

    async def _reload(self) -> None:
        """Read changed rows again, one reading at a time: what changes meanwhile goes with the next."""
        try:
            while self._stale:
                ids, self._stale = list(self._stale), {}
                self.log.changed([self._row(message) for message in await self._controller.messages(ids)])
        finally:
            self._reloading = False

    def _row(self, message: Message) -> DeliveryRow:
        return delivery_row(message, self._to_local, now_us=self._now_us(), name=self._name(message))

    def _name(self, message: Message) -> str:
        return self._controller.contacts.name_of_recipient(message.recipient)
