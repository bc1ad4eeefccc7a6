"""Decides with a person about a message whose fate nobody told. Qt-free."""

from __future__ import annotations

from collections.abc import Callable

from vox_console.domain.message import Message
from vox_console.presenters.runner import Run
from vox_console.services.cases import Case
from vox_console.services.controller import Controller


class CasePresenter:
    """The case of the message that is opened. changed: called when it is to be told anew."""

    def __init__(self, controller: Controller, run: Run, *, changed: Callable[[], None]) -> None:
        self._controller = controller
        self._run = run
        self._changed = changed
        self._message: Message | None = None
        self.case = Case()
        self.asking = False

    def show(self, message: Message, case: Case) -> None:
        """Take what was read of the message that is opened."""
        if self._message is None or self._message.id != message.id or case.standing is not None:
            self.asking = False
        self._message, self.case = message, case

    def count_pressed(self) -> None:
        """Let it count as sent."""
        message = self._message
        if message is not None:
            self._run(lambda: self._controller.cases.count_as_sent(message.id), name="count it as sent")

    def send_again_pressed(self) -> None:
        """Ask whether it is to be sent again: it may arrive twice."""
        self.asking = True
        self._changed()

    def kept(self) -> None:
        """Leave it as it is."""
        self.asking = False
        self._changed()

    def send_again_confirmed(self) -> None:
        """Send it once more, as a message of its own."""
        message, profile = self._message, self._controller.profile
        if message is None or profile is None or not self.asking:
            return
        self.asking = False
        self._changed()
        self._run(
            lambda: self._controller.cases.send_again(message, profile=profile.name, hold_s=profile.hold_s),
            name="send it again",
        )

    def take_back_pressed(self) -> None:
        """Take the decision back."""
        message = self._message
        if message is not None:
            self._run(lambda: self._controller.cases.take_back(message.id), name="take the decision back")
