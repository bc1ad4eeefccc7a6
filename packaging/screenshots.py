"""Takes the pictures of the README from the real window in practice: `make screenshots`.

One process per picture, because scheme and scale are chosen at start. Needs an X server (Xvfb does).
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.window_driver import Driver

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "screenshots"

# name, scheme, scale, width and height of the window
PICTURES = (
    ("compose-light", "light", "1", 1280, 800),
    ("compose-dark", "dark", "1", 1280, 800),
    ("small-light", "light", "1", 1024, 640),
    ("small-dark-200", "dark", "2", 1024, 640),
    ("bulk-check", "light", "1", 1280, 800),
    ("bulk-job", "dark", "1", 1280, 800),
    ("inbox", "light", "1", 1280, 800),
    ("inbox-small-dark", "dark", "1", 1024, 640),
)
PATIENCE_S = 30.0
ROWS = 240  # practice sends ten a second
ANA, OURS = "381641234567", "381600000000"
CUSTOMERS = (
    ("381652221100", "Do you deliver to Niš on Saturdays?"),
    ("201001234567", "مرحبا، أين طلبي رقم 1234؟"),
    ("972541234567", "שלום, מתי מגיעה הזמנה 1234?"),
    ("4915123450018", "Danke, alles angekommen!"),
    ("447400555666", "Can I pick it up at the shop instead?"),
    ("33612340026", "OK"),
)
TOWNS = ("Novi Sad", "Niš", "Subotica", "Beograd")


def main() -> int:
    """Take every picture, or in a child the one named on the command line."""
    if len(sys.argv) > 1:
        _take(*next(picture for picture in PICTURES if picture[0] == sys.argv[1]))
        return 0
    for name, _, scale, _, _ in PICTURES:
        environment = {**os.environ, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, __file__, name], check=True, env=environment)  # noqa: S603 - ourselves
        print(f"{TARGET.relative_to(ROOT) / name}.png")
    return 0


def _take(name: str, scheme: str, _scale: str, width: int, height: int) -> None:
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - the parent needs no Qt
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the same

    from tests.support.window_driver import drive  # noqa: PLC0415 - the same

    async def story(driver: Driver) -> None:
        driver.window.resize(width, height)
        await driver.bound()
        if name.startswith("bulk"):
            await _bulk(driver, Path(folder), job=name == "bulk-job")
        elif name.startswith("inbox"):
            await _inbox(driver)
        else:
            await _messages(driver)
        TARGET.mkdir(parents=True, exist_ok=True)
        driver.window.grab().save(str(TARGET / f"{name}.png"))

    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "state" / "window.ini"), QSettings.Format.IniFormat)
        settings.setValue("window/appearance", scheme)
        settings.sync()
        drive(QApplication([]), Path(folder), story)


async def _messages(driver: Driver) -> None:
    """Send some messages, write another, and open one."""
    await driver.compose(
        to="+44 7400 000011, +33 6 12 34 00 26, +49 151 2345 0018, +381 63 200 0017, +1 202 555 0127",
        text="Your parcel arrives today between 14:00 and 16:00. Reply STOP to opt out.",
    )
    await driver.send()
    await driver.until(lambda: len(driver.words()) == 5 and "Undeliverable" in driver.words(), "outcomes")
    await driver.compose(
        to="+44 7400 123456, +381 63 200 0000",
        text="Good morning! Your appointment is on Thursday at 10:30, Main Street 12. Please bring your "
        "card and come ten minutes early. If you cannot come, answer this message before Wednesday.",
    )
    await driver.send()
    await driver.until(lambda: driver.words().count("Delivered") >= 3, "delivery")
    await driver.compose(
        to="+44 7400 555666, +381 64 123, +49 151 2345 6789",
        text="Hello Ana, this is Vox! Your code is 482 913 “valid for ten minutes”. Do not share it.",
    )
    driver.open_row(1)
    await driver.until(driver.evidence_is_open, "the opened message")


async def _inbox(driver: Driver) -> None:
    """Let customers write, answer one of them, keep a note, and let her write again."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - the parent needs no Qt
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the same
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton  # noqa: PLC0415 - the same

    from vox_console.domain.contact import Contact  # noqa: PLC0415 - the same
    from vox_console.ui.inbox_pane import InboxPane  # noqa: PLC0415 - the same
    from vox_console.ui.practice_customer import CustomerDialog  # noqa: PLC0415 - the same
    from vox_console.ui.rail import RailButton  # noqa: PLC0415 - the same

    (pane,) = driver.window.findChildren(InboxPane)
    presenter = pane._presenter  # noqa: SLF001 - as the drivers of the tests look
    desk, contacts = presenter._controller.inbox, presenter._controller.contacts  # noqa: SLF001 - the same
    await contacts.save(Contact("Ana Petrović", (f"+{ANA}",), ""))

    async def write(*said: tuple[str, str]) -> None:
        driver.window.customer_requested.emit()
        await driver.until(lambda: bool(driver.window.findChildren(CustomerDialog)), "the customers")
        (dialog,) = driver.window.findChildren(CustomerDialog)
        fields = {each.accessibleName(): each for each in dialog.findChildren(QLineEdit)}
        (editor,) = dialog.findChildren(QPlainTextEdit)
        for who, text in said:
            before = await desk.newest_part_id()
            for name, number in (("From", who), ("To", OURS)):
                fields[name].selectAll()
                QTest.keyClicks(fields[name], number)
            editor.setPlainText(text)
            next(each for each in dialog.findChildren(QPushButton) if each.text() == "Write").click()
            async with asyncio.timeout(PATIENCE_S):
                while await desk.newest_part_id() == before:  # noqa: ASYNC110 - no presenter tells of it
                    await asyncio.sleep(0.02)
        dialog.reject()
        await driver.until(lambda: not driver.window.findChildren(CustomerDialog), "the window alone")
        driver.window.activateWindow()

    await write((ANA, "Hello! I ordered on Monday and have heard nothing since. Is my parcel on its way?"))
    await write(*CUSTOMERS)
    presenter.opened((await desk.matching("Ana", but=0, limit=1))[0].id)
    driver.control(RailButton, "Inbox").click()
    await driver.until(lambda: len(pane.conversation.lines) == 1, "the conversation")
    presenter.reply.text_edited("Good morning, Ana! It left Belgrade at 7:40 and comes today, 14 to 16 h.")
    await driver.send()
    words = lambda: [line.look.word for line in pane.conversation.lines if line.look]  # noqa: E731 - once
    await driver.until(lambda: words() == ["Delivered"], "the answer to be delivered")
    await desk.write_note(presenter.state.opened, "A regular customer. Call her if the courier is late.")
    await write((ANA, "Wonderful, thank you. Could the driver ring twice? The bell is broken."))
    await driver.until(lambda: len(pane.conversation.lines) == 4, "what she writes next")
    QTest.keyClick(pane.view, Qt.Key.Key_R)
    presenter.reply.text_edited("Of course, I have told him.")
    await asyncio.sleep(0.3)  # so that the last of it is painted


async def _bulk(driver: Driver, folder: Path, *, job: bool) -> None:
    """Have a list checked; job: and send it, until something is known of a third."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl  # noqa: PLC0415 - the parent needs no Qt
    from PySide6.QtGui import QDropEvent  # noqa: PLC0415 - the same
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the same
    from PySide6.QtWidgets import (  # noqa: PLC0415 - the same
        QAbstractButton,
        QPlainTextEdit,
        QPushButton,
    )

    from vox_console.ui.bulk_pane import BulkPane  # noqa: PLC0415 - the same
    from vox_console.ui.rail import RailButton  # noqa: PLC0415 - the same

    send = f"Send {ROWS - 3} messages"

    def offered(words: str) -> list[QAbstractButton]:
        buttons = driver.window.findChildren(QAbstractButton)
        return [each for each in buttons if each.isVisible() and each.accessibleName().startswith(words)]

    driver.control(RailButton, "Bulk").click()
    (pane,) = driver.window.findChildren(BulkPane)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(_customers(folder)))])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    dropped = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, keys)
    pane.dropEvent(dropped)
    await driver.until(pane.prepare.list_step.isVisible, "the list")
    editor = driver.control(QPlainTextEdit, "Text")
    editor.setFocus()
    QTest.keyClicks(editor, "Hello {Name}, your parcel for {Town} arrives today between 14:00 and 16:00.")
    driver.control(QPushButton, "Check the list").click()
    await driver.until(lambda: bool(offered(send)), "the sum")
    if not job:
        return
    offered(send)[0].click()

    def delivered() -> int:
        shown = pane._job.shown  # noqa: SLF001 - as the drivers of the tests look
        lines = shown.lines if shown is not None else ()
        return sum(line.count for line in lines if line.look.word == "Delivered")

    await driver.until(lambda: delivered() >= ROWS // 3, "a third to be delivered")


def _customers(folder: Path) -> Path:
    """Write a list as lists are: one short number, one number twice, one row without a name."""
    path = folder / "customers.csv"
    lines = ["Name;Mobile;Town"]
    for row in range(2, ROWS + 2):
        number = {5: "064 12", 7: "+381 64 0000600"}.get(row, f"+381 64 {row:05}00")
        lines.append(f"{'' if row == 9 else f'Ana {row}'};{number};{TOWNS[row % len(TOWNS)]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
