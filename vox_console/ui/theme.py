"""Colours, fonts, icons and the one style sheet: how every widget of the window looks.

Fusion is the base style on every platform, with our own palette, because the platform may not know a dark
scheme at all (no desktop, KDE without its plug-in). The scheme of the system is followed where it is known.
Widgets get the theme through their constructor, ask it for colours when they paint, and listen to
`changed` for what they keep (pixmaps, palettes). Controls are styled by kind: see `mark`.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from vox_console.ui import icons, tokens
from vox_console.ui.style_sheet import build_style_sheet, write_images
from vox_console.ui.tokens import RADIUS, S1, S2, S3, S4, S5, S6, SPACE

__all__ = ["RADIUS", "S1", "S2", "S3", "S4", "S5", "S6", "SCHEMES", "SPACE", "Theme", "mark"]

SCHEMES: Final = ("system", "light", "dark")

_POINTS_PER_PIXEL: Final = 1.0 if sys.platform == "darwin" else 0.75
"""Qt's logical resolution at 100 % is 72 dpi on macOS and 96 dpi elsewhere; points follow the text scale."""

_ROLES: Final = {
    "title": (20, QFont.Weight.DemiBold),
    "message": (15, QFont.Weight.Normal),
    "body": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "meta": (12, QFont.Weight.Normal),
    "mono": (12, QFont.Weight.Normal),
}


class Theme(QObject):
    """The look in force. changed is emitted after the palette and the style sheet have been replaced."""

    changed = Signal()

    def __init__(self, *, scheme: str = "system") -> None:
        super().__init__()
        self.dark = False
        self._scheme = scheme
        self._app: QApplication | None = None
        self._family = ""
        self._mono = QFont()
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._images = QTemporaryDir()
        # Kept: a temporary reference to the style hints is deleted under PySide.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow_system)
        self.dark = self._wants_dark()

    @property
    def scheme(self) -> str:
        """What was asked for: one of SCHEMES."""
        return self._scheme

    def apply(self, app: QApplication) -> None:
        """Dress the application: style, font, palette and style sheet."""
        self._app = app
        app.setStyle("Fusion")
        self._choose_fonts()
        app.setFont(self.font("body"))
        self._dress()

    def set_scheme(self, scheme: str) -> None:
        """Choose "light", "dark" or "system"."""
        self._scheme = scheme
        # Where the platform can, title bars and native dialogs follow; where it cannot, this does nothing.
        match scheme:
            case "light":
                self._hints.setColorScheme(Qt.ColorScheme.Light)
            case "dark":
                self._hints.setColorScheme(Qt.ColorScheme.Dark)
            case _:
                self._hints.unsetColorScheme()
        self._follow_system()

    def color(self, token: str) -> QColor:
        """Give the colour of a token (see tokens.py)."""
        return QColor(self._tokens[token])

    def font(self, role: str) -> QFont:
        """Give the font of a role: title, message, body, strong, meta or mono. Figures are tabular."""
        pixels, weight = _ROLES[role]
        font = QFont(self._mono) if role == "mono" else QFont()
        if role != "mono" and self._family:
            font.setFamily(self._family)
        font.setPointSizeF(pixels * _POINTS_PER_PIXEL)
        font.setWeight(weight)
        # Inter's contextual alternates draw 0x401 with a multiplication sign: texts are shown as they are.
        font.setFeature(QFont.Tag("calt"), 0)
        if role != "message":
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def pixmap(
        self, name: str, tone: str = "text", size: int = 16, device_pixel_ratio: float = 1.0
    ) -> QPixmap:
        """Give an icon in the colour of a token; size in device-independent pixels; rendered once."""
        key = (name, self._tokens[tone], size, device_pixel_ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.render(
                name, colour=self.color(tone), size=size, ratio=device_pixel_ratio
            )
        return self._pixmaps[key]

    def icon(self, name: str, tone: str = "text", size: int = 16) -> QIcon:
        """Give an icon in the colour of a token for buttons and actions. Ask again after `changed`."""
        icon = QIcon()
        for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} | {1.0}):
            icon.addPixmap(self.pixmap(name, tone, size, ratio))
            icon.addPixmap(self.pixmap(name, "disabled", size, ratio), QIcon.Mode.Disabled)
        return icon

    @property
    def _tokens(self) -> tokens.Palette:
        return tokens.DARK if self.dark else tokens.LIGHT

    def _wants_dark(self) -> bool:
        if self._scheme == "system":
            return self._hints.colorScheme() is Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def _follow_system(self) -> None:
        dark = self._wants_dark()
        if dark != self.dark:
            self.dark = dark
            self._dress()

    def _choose_fonts(self) -> None:
        families = set(QFontDatabase.families())
        self._family = "Inter" if "Inter" in families else ""
        self._mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setPalette(self._palette())
            images = write_images(self._images.path(), self._tokens, dark=self.dark)
            self._app.setStyleSheet(build_style_sheet(self._tokens, images))
        self.changed.emit()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        names = {
            role.Window: "window", role.WindowText: "text", role.Base: "surface",
            role.AlternateBase: "window", role.Text: "text", role.Button: "surface",
            role.ButtonText: "text", role.BrightText: "failed", role.ToolTipBase: "text",
            role.ToolTipText: "surface", role.PlaceholderText: "muted", role.Highlight: "accent",
            role.HighlightedText: "on_accent", role.Accent: "accent", role.Link: "accent",
            role.LinkVisited: "accent", role.Light: "surface", role.Midlight: "hover",
            role.Mid: "border", role.Dark: "edge", role.Shadow: "border",
        }  # fmt: skip
        palette = QPalette()
        for which, token in names.items():
            palette.setColor(which, self.color(token))
        for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("disabled"))
        palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, self.color("border"))
        return palette


def mark(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet knows and restyle the widget when it is new.

    kind="quiet" | "icon" | "danger" | "segment" on buttons (the primary one is a PrimaryButton);
    fault="error" | "warning" | "" on fields; surface="pane" | "card" | "sunken" on
    frames; tone=<token> on labels.
    """
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
