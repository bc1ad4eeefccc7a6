"""Tells how many messages wait in the review tray, in the menu and, when more come, by a notice. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.refusals_words import NOTICE_KEY, waiting_notice
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.services.events import Event, RefusalsChanged


class RefusalsWaiting:
    """on_count: hears how many wait. review: opens the tray."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        notices: NoticePresenter,
        *,
        on_count: Callable[[int], None],
        review: Callable[[], None],
    ) -> None:
        self._controller = controller
        self._run = run
        self._notices = notices
        self._on_count = on_count
        self._review = review
        self._known = 0

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, RefusalsChanged):
            self._run(self.look, name="count what may be refusals")

    async def look(self) -> None:
        """Count what waits. A notice that was put away comes back when there is more. Raises StoreError."""
        count = await self._controller.refusals.waiting()
        more, self._known = count > self._known, count
        self._on_count(count)
        shown = any(notice.key == NOTICE_KEY for notice in self._notices.notices)
        if shown:
            self._notices.dismissed(NOTICE_KEY)  # so that it is not counted as another one
        if count and (more or shown):
            self._notices.add(waiting_notice(count), self._act())

    def _act(self) -> Callable[[], Awaitable[object]]:
        async def act() -> None:
            self._review()

        return act
