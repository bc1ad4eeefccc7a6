"""The notices under the title: values that stack, replace each other by key, and go away. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from vox_console.domain.errors import Severity, VoxError
from vox_console.presenters.notice import Notice
from vox_console.presenters.runner import Run
from vox_console.services.events import Event, Noted

Action = Callable[[], Awaitable[object]]
MOST_NOTICES = 20


class NoticePresenter:
    """Newest first. `on_notices` is set by the notice bar."""

    def __init__(self, run: Run) -> None:
        self.on_notices: Callable[[tuple[Notice, ...]], None] = lambda _notices: None
        self.notices: tuple[Notice, ...] = ()
        self._run = run
        self._actions: dict[str, Action] = {}

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, Noted):
            self.fault(event.fault)

    def fault(self, fault: VoxError) -> None:
        """Show what the world refused."""
        detail = " ".join(filter(None, (fault.detail, fault.hint)))
        self.add(Notice(fault.title, fault.title, detail, Severity.ERROR))

    def bug(self, name: str, report: str, copy: Callable[[str], None]) -> None:
        """Show that something inside failed, with a button that copies the report."""

        async def copy_report() -> None:
            copy(report)

        self.add(
            Notice(
                f"bug:{name}", "Internal error", f"Could not {name}.", Severity.ERROR, action="Copy details"
            ),
            copy_report,
        )

    def add(self, notice: Notice, action: Action | None = None) -> None:
        """Show a notice; one with the same key is replaced and its count goes on."""
        same = next((other for other in self.notices if other.key == notice.key), None)
        others = tuple(other for other in self.notices if other is not same)
        notice = replace(notice, count=same.count + 1 if same else 1)
        self.notices = (notice, *others)[:MOST_NOTICES]
        if action is not None:
            self._actions[notice.key] = action
        self.on_notices(self.notices)

    def action_pressed(self, key: str) -> None:
        """Do what the notice offers, and take it away."""
        action = self._actions.get(key)
        self.dismissed(key)
        if action is not None:
            self._run(action, name="do that")

    def dismissed(self, key: str) -> None:
        """Take a notice away."""
        self._actions.pop(key, None)
        self.notices = tuple(notice for notice in self.notices if notice.key != key)
        self.on_notices(self.notices)
