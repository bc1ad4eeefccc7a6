"""Notices of customers' messages on the desktop: tray, badge, sound, and the menu that chooses among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from vox_console.presenters.inbox_alerts import Alert, AlertChoices, InboxAlerts
from vox_console.presenters.quiet import FOR_GOOD_US, HOUR_US, morning
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.ui import icons
from vox_console.ui.main_window import MainWindow
from vox_console.ui.rail import Place
from vox_console.ui.window_memory import WindowMemory

_NAMES: Final = {"desktop": "alerts-desktop", "content": "alerts-content", "sound": "alerts-sound"}
_QUIET: Final = "alerts-quiet-until"
_QUIET_FROM: Final = "alerts-quiet-from"
_WORDS: Final = {False: "off", True: "on"}
_ICON: Final = 64


class DesktopAlerts(QObject):
    """Draws what the presenter decides. Where there is no tray, the window asks for attention instead.

    due: the time that was waited for has come. quiet_ended: what a quiet held back has been told.
    """

    due = Signal()
    quiet_ended = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self._tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray = QSystemTrayIcon(QIcon(icons.app_mark(_ICON, 1.0)), self)
            self._tray.setToolTip("Vox Console")
            self._tray.messageClicked.connect(self.show_inbox)
            self._tray.activated.connect(lambda _reason: self.show_inbox())
            self._tray.show()

    def unread(self, count: int) -> None:
        """Show how many messages nobody has read: on the rail, in the title, at the program's icon."""
        self._window.set_unread(Place.INBOX, count)
        application = QGuiApplication.instance()
        # A desktop finds the icon by the program's name there, and Qt complains where it has none.
        if isinstance(application, QGuiApplication) and QGuiApplication.desktopFileName():
            application.setBadgeNumber(count)

    def alert(self, alert: Alert) -> None:
        """Pop up a notice."""
        if self._tray is not None:
            self._tray.showMessage(alert.title, alert.text or "Vox Console", self._tray.icon())
        QApplication.alert(self._window)

    def sound(self) -> None:
        """Make the system's sound."""
        QApplication.beep()

    def wake_after(self, seconds: float) -> None:
        """Tell when a while is over; only the last call counts."""
        self._timer.start(round(seconds * 1_000) + 1)

    def attended(self) -> bool:
        """Say whether the inbox is being looked at."""
        return self._window.isActiveWindow() and self._window.place is Place.INBOX

    def quiet(self, words: str) -> None:
        """Say on the rail and at the tray that it is quiet, and until when."""
        self._window.show_quiet(words)
        if self._tray is not None:
            self._tray.setToolTip(f"Vox Console\n{words}" if words else "Vox Console")

    def quiet_over(self) -> None:
        """Tell that the quiet is over."""
        self.quiet_ended.emit()

    def show_inbox(self) -> None:
        """Bring the inbox to the front."""
        self._window.setWindowState(self._window.windowState() & ~self._window.windowState().WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self._window.show_place(Place.INBOX)


class AlertsMenu(QMenu):
    """The choices, kept with the window's other ones. chosen: others hold from now on."""

    chosen = Signal(AlertChoices)

    def __init__(
        self, memory: WindowMemory, *, now_us: Callable[[], int], to_local: ToLocal = system_local
    ) -> None:
        super().__init__("When a &customer writes")
        self._memory = memory
        self._now_us = now_us
        self._to_local = to_local
        self.choices = read_choices(memory)
        self._switches = {
            "desktop": self._switch("&Desktop notice", "desktop"),
            "content": self._switch("Notices show the &text", "content"),
            "sound": self._switch("&Sound", "sound"),
        }
        self.addSeparator()
        self.addAction("Be quiet for an &hour").triggered.connect(lambda: self._quiet(self._in_an_hour()))
        self._until_morning = self.addAction("")
        self._until_morning.triggered.connect(lambda: self._quiet(self._morning()[1]))
        self._until_told = self.addAction("Be &quiet until told otherwise")
        self._until_told.setCheckable(True)
        self._until_told.triggered.connect(lambda on: self._quiet(FOR_GOOD_US if on else 0))
        self._end_quiet = self.addAction("&End the quiet")
        self._end_quiet.triggered.connect(self.end_quiet)
        self.aboutToShow.connect(self._show)
        self._show()

    def _switch(self, words: str, name: str) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        action.triggered.connect(lambda on: self._choose(replace(self.choices, **{name: on})))
        return action

    def end_quiet(self) -> None:
        """Be told again, first of what came meanwhile."""
        self._quiet(0)

    def quiet_ended(self) -> None:
        """Take note that the quiet is over and what it held back told."""
        self._keep(replace(self.choices, quiet_until_us=0, quiet_from_us=0))

    def _morning(self) -> tuple[str, int]:
        return morning(self._now_us(), self._to_local)

    def _in_an_hour(self) -> int:
        return self._now_us() + HOUR_US

    def _quiet(self, until_us: int) -> None:
        """Be quiet until then, 0 for no longer. What is held back counts from when the quiet began."""
        now_us = self._now_us()
        began_us = self.choices.quiet_from_us
        if until_us and now_us >= self.choices.quiet_until_us:
            began_us = now_us
        self._choose(replace(self.choices, quiet_until_us=until_us, quiet_from_us=began_us))

    def _choose(self, choices: AlertChoices) -> None:
        self._keep(choices)
        self.chosen.emit(choices)

    def _keep(self, choices: AlertChoices) -> None:
        self.choices = choices
        for field, name in _NAMES.items():
            self._memory.set_text(name, _WORDS[getattr(choices, field)])
        self._memory.set_text(_QUIET, str(choices.quiet_until_us))
        self._memory.set_text(_QUIET_FROM, str(choices.quiet_from_us))
        self._show()

    def _show(self) -> None:
        """Draw what holds; an hour may have passed since."""
        for field, action in self._switches.items():
            action.setChecked(getattr(self.choices, field))
        self._switches["content"].setEnabled(self.choices.desktop)
        self._until_morning.setText(f"Be quiet until {self._morning()[0]}")
        self._until_told.setChecked(self.choices.quiet_until_us >= FOR_GOOD_US)
        self._end_quiet.setEnabled(self._now_us() < self.choices.quiet_until_us)


def alerts_of(
    window: MainWindow, settings: QSettings, controller: Controller, run: Run
) -> tuple[InboxAlerts, Callable[[int], None]]:
    """Give the alerts of a window, with their menu in it, and what shows how many messages are unread."""
    clocks = controller.clocks
    desktop = DesktopAlerts(window)
    menu = AlertsMenu(WindowMemory(settings), now_us=clocks.now_us)
    alerts = InboxAlerts(
        controller.inbox,
        run,
        desktop,
        choices=menu.choices,
        now_us=clocks.now_us,
        monotonic_s=clocks.monotonic_s,
        name_of=controller.contacts.name_of,
    )
    desktop.due.connect(alerts.due)
    desktop.quiet_ended.connect(menu.quiet_ended)
    window.quiet_end_requested.connect(menu.end_quiet)
    menu.chosen.connect(alerts.chosen)
    window.add_to_messages(menu)
    return alerts, desktop.unread


def read_choices(memory: WindowMemory) -> AlertChoices:
    """Give what was chosen in an earlier session; what cannot be read is as if it was never chosen."""
    default = AlertChoices()
    kept = {
        field: memory.text(name, _WORDS[getattr(default, field)]) == "on" for field, name in _NAMES.items()
    }
    return AlertChoices(
        **kept, quiet_until_us=_time(memory, _QUIET), quiet_from_us=_time(memory, _QUIET_FROM)
    )


def _time(memory: WindowMemory, name: str) -> int:
    """Give a time that was kept, in microseconds since 1970 UTC; 0 for none."""
    kept = memory.text(name, "0")
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 20 else 0
