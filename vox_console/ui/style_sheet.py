"""The application's style sheet, generated from the tokens, and the few images it refers to.

A style sheet can only name image files, so the marks of check boxes and combo boxes are written, recoloured,
into a folder the theme owns. The focus ring of every control is FOCUS_RING wide in the accent colour; the
padding gives way to it so that nothing moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor

from vox_console.ui import icons
from vox_console.ui.tokens import RADIUS, Palette

_IMAGES = {
    "chevron": ("chevron-down", "muted"),
    "chevron_off": ("chevron-down", "disabled"),
    "check": ("check", "on_accent"),
    "check_menu": ("check", "text"),
    "submenu": ("chevron-right", "muted"),
}


def write_images(folder: str, tokens: Palette, *, dark: bool) -> dict[str, str]:
    """Write the images of one scheme and give their paths, with forward slashes, by name."""
    paths = {}
    for name, (icon, token) in _IMAGES.items():
        path = Path(folder) / f"{name}-{'dark' if dark else 'light'}.svg"
        path.write_text(icons.recoloured(icon, QColor(tokens[token])), encoding="utf-8")
        paths[f"image_{name}"] = path.as_posix()
    return paths


def build_style_sheet(tokens: Palette, images: Mapping[str, str]) -> str:
    """Fill the sheet with the colours of one scheme."""
    labels = (f'QLabel[tone="{token}"] {{ color: {colour}; }}' for token, colour in tokens.items())
    return "\n".join((_SHEET.substitute(tokens, radius=str(RADIUS), **images), *labels))


_SHEET = Template("""
QToolTip { background: $text; color: $surface; border: none; padding: 5px 8px; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: ${radius}px;
    padding: 5px 13px; min-height: 20px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 12px; }
QPushButton:disabled { color: $disabled; border-color: $border; background: transparent; }
QPushButton[kind="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
    padding: 6px 15px; min-height: 22px; /* its ring is drawn inside: see PrimaryButton */
}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[kind="primary"]:disabled { background: $hover; color: $disabled; border-color: $hover; }
QDialogButtonBox QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 14px; }
QPushButton[kind="danger"] { color: $failed; }
QPushButton[kind="danger"]:disabled { color: $disabled; }
QPushButton[kind="quiet"], QPushButton[kind="icon"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"] { color: $accent; padding: 3px 9px; }
QPushButton[kind="icon"] { padding: 3px; min-width: 20px; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border-color: $accent; padding: 2px 8px; }
QPushButton[kind="icon"]:focus { border-color: $accent; padding: 2px; }
QPushButton[kind="quiet"]:disabled { color: $disabled; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent; padding: 0;
    text-align: left; min-height: 18px; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; padding: 0; }

QPushButton[kind="segment"] { background: transparent; border-color: transparent; color: $muted;
    padding: 3px 9px; }
QPushButton[kind="segment"]:hover { background: $hover; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $accent; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: 2px 8px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent;
    border-radius: ${radius}px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $disabled; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: ${radius}px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted;
}
QLineEdit { padding: 5px 9px; min-height: 20px; }
QPlainTextEdit, QTextEdit { padding: 5px; }
QLineEdit:focus { border: 2px solid $accent; padding: 4px 8px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 4px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: $disabled; border-color: $border; background: $window;
}
QLineEdit[fault="error"], QPlainTextEdit[fault="error"], QComboBox[fault="error"] { border-color: $failed; }
QLineEdit[fault="warning"], QPlainTextEdit[fault="warning"], QComboBox[fault="warning"] {
    border-color: $unknown;
}

QComboBox { padding: 5px 9px; min-height: 20px; combobox-popup: 0; /* else maxVisibleItems is ignored */ }
QComboBox:hover { border-color: $muted; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QComboBox::drop-down { border: none; width: 26px; subcontrol-origin: border; }
QComboBox::down-arrow { image: url($image_chevron); width: 16px; height: 16px; }
QComboBox::down-arrow:disabled { image: url($image_chevron_off); }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; padding: 4px; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px 4px 2px 1px; margin-left: -3px;
    border: 2px solid transparent; border-radius: ${radius}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
    width: 16px; height: 16px; border: 1px solid $edge;
    background: $surface; }
QCheckBox::indicator, QListView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QListView::indicator:hover {
    border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url($image_check); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border;
    background: $window; }

QProgressBar { background: $border; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QMenuBar { background: $window; color: $text; border: none; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QMenu::icon { padding-left: 10px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }
QMenu::indicator:checked { image: url($image_check_menu); }
QMenu::right-arrow { image: url($image_submenu); width: 14px; height: 14px; padding-right: 6px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $disabled; border: 2px solid transparent; border-radius: 5px;
    background-clip: padding; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $edge; border-width: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { font-weight: 600; padding: 4px 8px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QTableView { alternate-background-color: $surface;
    selection-background-color: $accent; selection-color: $on_accent; }

QListView, QTreeView, QTableView { background: $surface; border: none; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text; }
QScrollArea { border: none; background: transparent; }
QFrame[surface="pane"] { background: $surface; border: none; }
QFrame[surface="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[surface="sunken"] { background: $sunken; border: none; border-radius: ${radius}px; }
QDialog { background: $surface; }
""")
