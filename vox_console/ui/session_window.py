"""One account in one window: presenters, panes, bridge, wired together, and the order in which they end."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from vox_console.domain.errors import VoxError
from vox_console.domain.link import Bound
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.auto_reply_trips import AutoReplyTrips
from vox_console.presenters.bulk import BulkPresenter
from vox_console.presenters.bulk_job import BulkJobPresenter
from vox_console.presenters.bulk_job_words import offer_notice
from vox_console.presenters.bulk_jobs import BulkJobsPresenter
from vox_console.presenters.bulk_state import JobShown
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.delivery import DeliveryPresenter
from vox_console.presenters.full_stop import FullStop
from vox_console.presenters.inbox import InboxPresenter
from vox_console.presenters.left_behind import LeftBehind
from vox_console.presenters.log_filter import LogFilterPresenter
from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.refusals_waiting import RefusalsWaiting
from vox_console.presenters.session import SessionPresenter
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.presenters.start_words import unknown_notice
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged
from vox_console.services.practice_control import PracticeControl
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault
from vox_console.ui.bridge import Bridge
from vox_console.ui.bulk_pane import BulkPane
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.delivery_pane import DeliveryPane
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.inbox_alerts import alerts_of
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.log_filter_line import LogFilterLine
from vox_console.ui.main_window import MainWindow
from vox_console.ui.rail import Place
from vox_console.ui.session_dialogs import SessionDialogs
from vox_console.ui.session_hooks import SessionHooks
from vox_console.ui.session_stops import SessionStops
from vox_console.ui.theme import Theme

_log = logging.getLogger(__name__)

Answer = tuple[Profile, Secret] | Literal["practice"]
"""What to open instead: an account with its password, or practice."""
AskAccount = Callable[[QWidget, Profile], Awaitable[Answer | None]]
"""Asks over this window, whose account is open, what to open instead; None to stay."""
Ending = Answer | Literal["quit"]


class SessionWindow:
    """Builds the window of a session and runs it. Made on the loop; `run` once.

    passwords: what was typed in this run of the program. Once the provider has taken one, it is kept in
    the vault. practice: the running practice provider, None where the account is a real one.
    """

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        settings: QSettings,
        *,
        vault: CredentialVault,
        passwords: SessionPasswords,
        ask_account: AskAccount,
        practice: PracticeControl | None = None,
    ) -> None:
        self._controller = controller
        self._theme = theme
        self._settings = settings
        self._vault = vault
        self._passwords = passwords
        self._ask_account = ask_account
        self._practice = practice
        self._window: MainWindow | None = None

    async def run(self, profile: Profile, password: Secret, exits: ExitRequests) -> Ending:
        """Show the window, keep the link, and give why it ended once the operator wants it to.

        Raises StoreError when the journal cannot be read.
        """
        how: Ending = "quit"
        failure: VoxError | None = None
        self._controller.search.start()
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

        async def choose() -> None:
            choice = await self._ask_account(window, self._access.profile)
            if choice is not None:
                end(choice)

        def want_account() -> None:
            self._dialogs.ask(choose, name="choose an account")

        self._access = SessionAccess(
            self._controller,
            bridge.run,
            profile=profile,
            usual=password,
            vault=self._vault,
            passwords=self._passwords,
        )
        window = self._build(bridge, profile, on_accounts=want_account)
        window.close_requested.connect(lambda: end("quit"))
        window.accounts_requested.connect(want_account)
        window.stop_requested.connect(self._full_stop.pressed)
        self._session.on_accounts_wanted = want_account
        self._session.on_password_wanted = lambda way: self._dialogs.ask_password(TransportName(way))
        exits.when_requested(lambda: end("quit"))
        unsubscribe = self._controller.subscribe(bridge.publish)
        try:
            with SessionHooks(self._bug):
                window.show()
                await self._open(profile)
                how = await ending
                self._dialogs.drop()
                window.setEnabled(False)
                self._compose.draft_due()  # what was typed in the last moment
                self._inbox.reply.draft_due()
                self._inbox.notes.draft_due()
                self._bulk.leave()
                await self._job.leave()  # a job that runs stands paused from here on
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

    def _offer_job(self, shown: JobShown) -> None:
        """Tell of a job that an earlier session left."""

        async def show() -> None:
            if self._window is not None:
                self._window.show_place(Place.BULK)

        self._notices.add(offer_notice(shown), show)

    def _build(self, bridge: Bridge, profile: Profile, *, on_accounts: Callable[[], None]) -> MainWindow:
        controller, clocks = self._controller, self._controller.clocks
        self._notices = NoticePresenter(bridge.run)
        self._compose = ComposePresenter(controller, bridge.run, now_us=clocks.now_us)
        self._live = DeliveryPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._log = DeliveryPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._log_filter = LogFilterPresenter(controller, bridge.run, show=self._log.show_only)
        self._session = SessionPresenter(controller, bridge.run, monotonic_s=clocks.monotonic_s)
        self._bulk = BulkPresenter(controller, bridge.run)
        self._job = BulkJobPresenter(controller, bridge.run, monotonic_s=clocks.monotonic_s)
        self._inbox = InboxPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._bulk.on_stored = self._job.stored
        self._jobs = BulkJobsPresenter(controller, bridge.run, now_us=clocks.now_us)
        self._jobs.on_chosen = self._job.opened
        self._job.on_again = self._bulk.again
        self._live.on_edit_again = self._log.on_edit_again = self._compose.load_message
        line = LogFilterLine(self._theme, self._log_filter)
        deliveries = [
            DeliveryPane(self._live, self._theme),
            DeliveryPane(self._log, self._theme, line=line),
        ]
        bulk = BulkPane(self._bulk, self._job, self._jobs, self._theme)
        inbox = InboxPane(self._inbox, self._theme, practice=profile.practice)
        compose = ComposePane(self._compose, self._theme)
        self._window = window = MainWindow(
            self._theme,
            compose=compose,
            delivery=deliveries[0],
            bulk=bulk,
            inbox=inbox,
            delivery_log=deliveries[1],
            session=self._session,
            notices=self._notices,
            settings=self._settings,
        )

        def show_log(query: str) -> None:
            window.show_place(Place.DELIVERY)
            line.ask(query)

        self._stops = SessionStops(controller, self._notices, self._session, self._access)
        self._dialogs = SessionDialogs(
            controller,
            bridge.run,
            self._theme,
            window,
            access=self._access,
            session=self._session,
            practice=self._practice,
            asked=lambda: self._log_filter.state.query,
            show_log=show_log,
            after=self._stops.tell_all,
        )
        bulk.register_requested.connect(window.opt_outs_requested)
        deliveries[1].export_requested.connect(window.export_requested)
        panes: list[DeliveryPane | InboxPane] = [*deliveries, inbox]
        for pane in panes:
            pane.set_dense(window.compact_rows)
            window.compact_rows_chosen.connect(pane.set_dense)
            pane.compose_requested.connect(window.new_message)
        self._alerts, self._inbox.on_unread = alerts_of(window, self._settings, controller, bridge.run)

        def show_evidence(message_id: int) -> None:
            window.show_place(Place.DELIVERY)
            deliveries[1].open_message(message_id)

        def show_refusals(count: int) -> None:
            window.show_refusals(count)
            inbox.column.show_refusals(count)

        inbox.evidence_requested.connect(show_evidence)
        inbox.review_requested.connect(window.refusals_requested)
        inbox.customer_requested.connect(window.customer_requested)
        inbox.contact_requested.connect(self._dialogs.show_contact)
        for button in (compose.quick_text, inbox.reply.quick_text):
            button.clicked.connect(window.quick_texts_requested)
        self._job.on_offered = self._offer_job
        self._full_stop = FullStop(
            controller, bridge.run, self._notices, show_jobs=partial(window.show_place, Place.BULK)
        )
        self._refusals_waiting = RefusalsWaiting(
            controller,
            bridge.run,
            self._notices,
            on_count=show_refusals,
            review=window.refusals_requested.emit,
        )
        self._trips = AutoReplyTrips(controller, bridge.run, self._notices)
        self._session.profile_opened(profile)
        self._left_behind = LeftBehind(controller, self._notices, profile=profile, on_accounts=on_accounts)
        return window

    async def _open(self, profile: Profile) -> None:
        for presenter in (self._live, self._log):
            await presenter.load()
        await self._inbox.load()
        await self._alerts.begin()
        controller = self._controller
        await self._access.connect()
        await controller.contacts.load_names()
        self._compose.profile_opened(profile)
        self._inbox.profile_opened(profile)
        self._bulk.profile_opened(profile)
        self._job.profile_opened(profile)
        if controller.store_notice is not None:
            self._notices.fault(controller.store_notice)
        if controller.now_unknown:
            self._notices.add(unknown_notice(len(controller.now_unknown)))
        await self._left_behind.ask()
        await self._refusals_waiting.look()
        await self._trips.look()
        self._stops.ask_consents()

    def _heard(self, events: list[Event]) -> None:
        for event in events:
            for presenter in (
                self._live,
                self._log,
                self._log_filter,
                self._compose,
                self._bulk,
                self._job,
                self._inbox,
                *self._dialogs.presenters,
                self._refusals_waiting,
                self._jobs,
                self._alerts,
                self._trips,
                self._session,
                self._notices,
            ):
                presenter.heard(event)
            self._left_behind.heard(event)
            if isinstance(event, LinkChanged):
                self._stops.tell(event.transport, event.state)
                if isinstance(event.state, Bound):
                    self._access.taken(TransportName(event.transport))

    def _failed(self, name: str, fault: Exception) -> None:
        if isinstance(fault, VoxError):
            self._notices.fault(fault)
        else:
            self._bug(name, fault)

    def _bug(self, name: str, fault: BaseException) -> None:
        report = "".join(traceback.format_exception(fault))
        _log.error("could not %s\n%s", name, report)
        self._notices.bug(name, report, QApplication.clipboard().setText)
