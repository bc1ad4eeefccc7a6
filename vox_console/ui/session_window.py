"""One account in one window: presenters, panes, bridge, wired together, and the order in which they end."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Literal

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from vox_console.domain.errors import VoxError
from vox_console.domain.secret import Secret
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.delivery import DeliveryPresenter
from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.session import SessionPresenter
from vox_console.presenters.start_words import consent_notice, plain_text_notice, unknown_notice
from vox_console.services.controller import Controller
from vox_console.services.events import Event
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault
from vox_console.ui.bridge import Bridge
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.delivery_pane import DeliveryPane
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.main_window import MainWindow
from vox_console.ui.theme import Theme

_log = logging.getLogger(__name__)

Ending = Literal["quit", "accounts"]


class SessionWindow:
    """Builds the window of a session and runs it. Made on the loop; `run` once."""

    def __init__(
        self, controller: Controller, theme: Theme, settings: QSettings, *, vault: CredentialVault
    ) -> None:
        self._controller = controller
        self._theme = theme
        self._settings = settings
        self._vault = vault
        self._window: MainWindow | None = None

    async def run(self, profile: Profile, password: Secret, exits: ExitRequests) -> Ending:
        """Show the window, keep the link, and give why it ended once the operator wants it to.

        Raises StoreError when the journal cannot be read.
        """
        how: Ending = "quit"
        failure: VoxError | None = None
        async with asyncio.TaskGroup() as tasks:
            bridge = Bridge(tasks, on_failure=self._failed, on_events=self._heard)
            try:
                how = await self._run(bridge, profile, password, exits)
            except VoxError as fault:
                failure = fault  # raised below: the task group would wrap it in a group
        bridge.close()
        if failure is not None:
            raise failure
        return how

    async def _run(self, bridge: Bridge, profile: Profile, password: Secret, exits: ExitRequests) -> Ending:
        ending: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()

        def end(how: Ending) -> None:
            if not ending.done():
                ending.set_result(how)

        window = self._build(bridge, profile)
        window.close_requested.connect(lambda: end("quit"))
        window.accounts_requested.connect(lambda: end("accounts"))
        exits.when_requested(lambda: end("quit"))
        unsubscribe = self._controller.subscribe(bridge.publish)
        try:
            with _Hooks(self._bug):
                window.show()
                await self._open(profile, password)
                how = await ending
                window.setEnabled(False)
                self._compose.draft_due()  # what was typed in the last moment
                await self._controller.disconnect()
        finally:
            unsubscribe()
        return how

    def close(self) -> None:
        """Take the window away, now that everything behind it has stopped."""
        if self._window is not None:
            self._window.finish_close()
            self._window.deleteLater()
            self._window = None

    def _build(self, bridge: Bridge, profile: Profile) -> MainWindow:
        controller, clocks = self._controller, self._controller.clocks
        self._notices = NoticePresenter(bridge.run)
        self._compose = ComposePresenter(controller, bridge.run, now_us=clocks.now_us)
        self._live = DeliveryPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._log = DeliveryPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._session = SessionPresenter(controller, bridge.run, monotonic_s=clocks.monotonic_s)
        self._live.on_edit_again = self._log.on_edit_again = self._compose.load_message
        deliveries = [DeliveryPane(presenter, self._theme) for presenter in (self._live, self._log)]
        self._window = window = MainWindow(
            self._theme,
            compose=ComposePane(self._compose, self._theme),
            delivery=deliveries[0],
            delivery_log=deliveries[1],
            session=self._session,
            notices=self._notices,
            settings=self._settings,
        )
        for pane in deliveries:
            pane.set_dense(window.compact_rows)
            window.compact_rows_chosen.connect(pane.set_dense)
            pane.compose_requested.connect(window.new_message)
        self._session.profile_opened(profile)
        return window

    async def _open(self, profile: Profile, password: Secret) -> None:
        for presenter in (self._live, self._log):
            await presenter.load()
        controller = self._controller
        await controller.connect(profile, password)
        self._compose.profile_opened(profile)
        if controller.store_notice is not None:
            self._notices.fault(controller.store_notice)
        if controller.now_unknown:
            self._notices.add(unknown_notice(len(controller.now_unknown)))
        waiting = controller.awaiting_consent
        if waiting:
            self._notices.add(consent_notice(len(waiting)), lambda: controller.release(waiting))
        if profile.needs_plain_text_consent:
            self._notices.add(plain_text_notice(profile.name), lambda: self._accept_plain_text(profile))

    async def _accept_plain_text(self, profile: Profile) -> None:
        self._controller.profiles.save(profile.model_copy(update={"plain_text_accepted": True}))

    def _heard(self, events: list[Event]) -> None:
        for event in events:
            for presenter in (self._live, self._log, self._compose, self._session, self._notices):
                presenter.heard(event)

    def _failed(self, name: str, fault: Exception) -> None:
        if isinstance(fault, VoxError):
            self._notices.fault(fault)
        else:
            self._bug(name, fault)

    def _bug(self, name: str, fault: BaseException) -> None:
        report = "".join(traceback.format_exception(fault))
        _log.error("could not %s\n%s", name, report)
        self._notices.bug(name, report, QApplication.clipboard().setText)


class _Hooks:
    """Sends what nobody caught (slots, tasks, threads) to one place while the window is up."""

    def __init__(self, bug: Callable[[str, BaseException], None]) -> None:
        self._bug = bug
        self._loop = asyncio.get_running_loop()

    def __enter__(self) -> None:
        self._before = sys.excepthook, threading.excepthook, self._loop.get_exception_handler()
        sys.excepthook = self._from_slot
        threading.excepthook = self._from_thread
        self._loop.set_exception_handler(self._from_task)

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, handler = self._before
        self._loop.set_exception_handler(handler)

    def _from_slot(
        self, _kind: type[BaseException], fault: BaseException, _trace: TracebackType | None
    ) -> None:
        self._bug("handle that", fault)

    def _from_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._loop.call_soon_threadsafe(self._bug, "finish work in the background", told.exc_value)

    def _from_task(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        fault = context.get("exception")
        if isinstance(fault, BaseException):
            self._bug(str(context.get("message", "go on")), fault)
        else:
            _log.error("%s", context.get("message"))
