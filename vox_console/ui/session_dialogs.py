"""What a session asks or shows in dialogs of their own, one at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QDialog

from vox_console.domain.link import Stopped
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.auto_replies import AutoRepliesPresenter
from vox_console.presenters.charts import ChartsPresenter
from vox_console.presenters.contacts import ContactsPresenter
from vox_console.presenters.log_export import LogExportPresenter
from vox_console.presenters.opt_outs import OptOutsPresenter
from vox_console.presenters.orphans import OrphansPresenter
from vox_console.presenters.practice_customer import CustomerPresenter
from vox_console.presenters.quick_texts import QuickTextsPresenter
from vox_console.presenters.refusals import RefusalsPresenter
from vox_console.presenters.runner import Run
from vox_console.presenters.session import SessionPresenter
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.session_injection import InjectionPresenter
from vox_console.services.controller import Controller
from vox_console.services.practice_control import PracticeControl
from vox_console.ui.auto_reply_dialog import AutoReplyDialog
from vox_console.ui.charts_dialog import ChartsDialog
from vox_console.ui.contact_dialog import ContactDialog
from vox_console.ui.entry_dialogs import ask_password, ended
from vox_console.ui.log_export_dialog import LogExportDialog
from vox_console.ui.main_window import MainWindow
from vox_console.ui.opt_out_dialog import OptOutDialog
from vox_console.ui.orphan_dialog import OrphanDialog
from vox_console.ui.practice_customer import CustomerDialog
from vox_console.ui.quick_text_target import editor_in, put_in
from vox_console.ui.refusal_dialog import RefusalDialog
from vox_console.ui.session_inject import InjectDialog
from vox_console.ui.theme import Theme


class SessionDialogs:
    """Opens the dialogs that the window's menus and notices ask for.

    practice: the running practice provider, None where the account is a real one. after: called whenever
    a dialog has ended. asked: gives the query that stands in the delivery log. show_log: shows there
    what another one finds.
    """

    def __init__(
        self,
        controller: Controller,
        run: Run,
        theme: Theme,
        window: MainWindow,
        *,
        access: SessionAccess,
        session: SessionPresenter,
        practice: PracticeControl | None,
        after: Callable[[], None],
        asked: Callable[[], str],
        show_log: Callable[[str], None],
    ) -> None:
        self._asked = asked
        self._show_log = show_log
        self._controller = controller
        self._run = run
        self._theme = theme
        self._window = window
        self._access = access
        self._session = session
        self._practice = practice
        self._after = after
        self._asking = False
        self._opt_outs = OptOutsPresenter(controller, run, now_us=controller.clocks.now_us)
        self._contacts = ContactsPresenter(controller, run)
        self._quick_texts = QuickTextsPresenter(controller, run)
        self._refusals = RefusalsPresenter(controller, run)
        self._orphans = OrphansPresenter(controller, run)
        self._charts = ChartsPresenter(controller, run, now_us=controller.clocks.now_us)
        self._auto_replies = AutoRepliesPresenter(controller, run, access)
        self._export = LogExportPresenter(controller, run)
        self.presenters = (
            self._opt_outs,
            self._contacts,
            self._quick_texts,
            self._refusals,
            self._orphans,
            self._charts,
            self._auto_replies,
        )
        window.inject_requested.connect(lambda: self.ask(self._inject, name="ask what to inject"))
        window.customer_requested.connect(
            lambda: self.ask(self._write_as_customer, name="ask what a customer writes")
        )
        window.opt_outs_requested.connect(lambda: self.ask(self._show_opt_outs, name="show the register"))
        window.contacts_requested.connect(lambda: self.ask(self._show_contacts, name="show contacts"))
        window.quick_texts_requested.connect(self._want_quick_texts)
        window.charts_requested.connect(lambda: self.ask(self._show_charts, name="show the charts"))
        window.orphans_requested.connect(
            lambda: self.ask(self._show_orphans, name="show receipts without a message")
        )
        window.refusals_requested.connect(lambda: self.ask(self._show_refusals, name="show the review tray"))
        window.auto_replies_requested.connect(
            lambda: self.ask(self._show_auto_replies, name="show the automatic answers")
        )
        window.export_requested.connect(lambda: self.ask(self._show_export, name="show the export"))

    def ask(self, dialog: Callable[[], Awaitable[None]], *, name: str) -> None:
        """Show a dialog unless there is one. name: what is tried, for a failure."""
        self._run(lambda: self._one(dialog), name=name)

    def ask_password(self, way: TransportName) -> None:
        """Ask for the password of the way that was refused, and use it for that way."""
        self.ask(lambda: self._change_password(way), name="change the password")

    def drop(self) -> None:
        """Put away what is open, as if it were given up."""
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    async def _one(self, dialog: Callable[[], Awaitable[None]]) -> None:
        if self._asking:
            return
        self._asking = True
        try:
            await dialog()
        finally:
            self._asking = False
            self._after()

    async def _change_password(self, way: TransportName) -> None:
        access, link = self._access, self._controller.links.get(way)
        why = f"{link.reason} {link.hint}" if isinstance(link, Stopped) else ""
        name = way.value.upper() if access.has_both else ""
        password = await ask_password(self._theme, access.profile.name, why, way=name, parent=self._window)
        if password is not None:
            await access.use(password, way)
            self._session.profile_opened(access.profile)

    async def _inject(self) -> None:
        injection = InjectionPresenter(self._run, self._access.inject)
        await ended(InjectDialog(self._theme, injection, self._window))
        injection.on_state = lambda _state: None  # there is no dialog left to draw it

    async def _write_as_customer(self) -> None:
        if self._practice is None:
            return
        customer = CustomerPresenter(self._run, self._practice)
        await ended(CustomerDialog(self._theme, customer, self._window))
        customer.on_state = lambda _state: None  # there is no dialog left to draw it

    def _want_quick_texts(self) -> None:
        editor = editor_in(self._window)  # asked now, while it still has the focus
        self.ask(
            lambda: put_in(self._theme, self._quick_texts, self._window, editor), name="show the quick texts"
        )

    async def _show_opt_outs(self) -> None:
        self._opt_outs.opened(region=self._access.profile.default_region)
        try:
            await ended(OptOutDialog(self._theme, self._opt_outs, self._window))
        finally:
            self._opt_outs.closed()  # there is no dialog left to draw it

    def show_contact(self, party: str) -> None:
        """Show the contact of a key (domain.conversation), or the form of a new one for it."""
        self.ask(lambda: self._show_contacts(party), name="show contacts")

    async def _show_contacts(self, about: str = "") -> None:
        self._contacts.opened(region=self._access.profile.default_region, about=about)
        try:
            dialog = ContactDialog(self._theme, self._contacts, self._window, about_one=bool(about))
            await ended(dialog)
        finally:
            self._contacts.closed()  # there is no dialog left to draw it

    async def _show_charts(self) -> None:
        self._charts.opened()
        try:
            charts = ChartsDialog(self._theme, self._charts, self._window)
            charts.log_wanted.connect(self._show_log)
            await ended(charts)
        finally:
            self._charts.closed()  # there is no dialog left to draw it

    async def _show_orphans(self) -> None:
        self._orphans.opened()
        try:
            await ended(OrphanDialog(self._theme, self._orphans, self._window))
        finally:
            self._orphans.closed()  # there is no dialog left to draw it

    async def _show_refusals(self) -> None:
        self._refusals.opened(region=self._access.profile.default_region)
        try:
            await ended(RefusalDialog(self._theme, self._refusals, self._window))
        finally:
            self._refusals.closed()  # there is no dialog left to draw it

    async def _show_auto_replies(self) -> None:
        self._auto_replies.opened()
        try:
            await ended(AutoReplyDialog(self._theme, self._auto_replies, self._window))
        finally:
            self._auto_replies.closed()  # there is no dialog left to draw it

    async def _show_export(self) -> None:
        self._export.opened(query=self._asked() or None)
        try:
            await ended(LogExportDialog(self._theme, self._export, self._window))
        finally:
            self._export.closed()  # there is no dialog left to draw it
