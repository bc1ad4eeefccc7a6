"""What a dialog does one after another: one thing at a time, and what became of it is told in the dialog."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from vox_console.domain.errors import VoxError
from vox_console.presenters.runner import Run


@dataclass(frozen=True, slots=True)
class Errand:
    """busy: what goes on, "" when nothing does. can_break_off: it can be left before its end.

    note: what became of the last thing, with what is worth knowing of it in lines. failed: it did not
    succeed. can_undo: it can be taken back.
    """

    busy: str = ""
    can_break_off: bool = False
    note: str = ""
    failed: bool = False
    can_undo: bool = False


IDLE: Final = Errand()


class Errands:
    """show: draws the errand. then: called after each, to look at what there is now.

    wanted: what can be broken off asks this whether to go on.
    """

    def __init__(self, run: Run, *, show: Callable[[Errand], None], then: Callable[[], None]) -> None:
        self.errand = IDLE
        self.wanted = True
        self._run = run
        self._show = show
        self._then = then

    def forget(self) -> None:
        """Tell nothing of what was before, for the dialog is opened anew; of what goes on still, though."""
        if not self.errand.busy:
            self.errand = IDLE

    def begin(
        self, busy: str, action: Callable[[], Awaitable[None]], *, name: str, can_break_off: bool = False
    ) -> None:
        """Start something, unless something goes on. busy: what is shown meanwhile. name: as for `Run`."""
        if self.errand.busy:
            return
        self.wanted = True
        self._put(Errand(busy=busy, can_break_off=can_break_off))

        async def act() -> None:
            try:
                await action()
            except (VoxError, OSError) as fault:
                self.tell(fault_words(fault), failed=True)
            finally:
                self._put(replace(self.errand, busy="", can_break_off=False))
                self._then()

        self._run(act, name=name)

    def go_on(self, busy: str) -> None:
        """Show how far it is."""
        self._put(replace(self.errand, busy=busy))

    def tell(self, note: str, *, failed: bool = False, can_undo: bool = False) -> None:
        """Tell what became of it."""
        self._put(replace(self.errand, note=note, failed=failed, can_undo=can_undo))

    def break_off(self) -> None:
        """Let what can be broken off stop where it is."""
        self.wanted = False

    def _put(self, errand: Errand) -> None:
        self.errand = errand
        self._show(errand)


def fault_words(fault: VoxError | OSError) -> str:
    """Say why something did not succeed."""
    if isinstance(fault, OSError):
        return f"The file was not written: {fault.strerror or fault}."
    words = [fault.title, fault.detail, fault.hint]
    return ". ".join(each.rstrip(".") for each in words if each) + "."
