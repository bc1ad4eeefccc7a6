"""The inbox over many conversations: opened, scrolled, a conversation opened; and a bare list of strings."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from PySide6.QtCore import QSize, QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QWidget

from tests.bench.machine import scratch
from vox_console.domain.address import international
from vox_console.presenters.inbox import InboxPresenter
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.settings.folders import Folders
from vox_console.settings.vault import MemoryVault
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.theme import Theme

SIZE: Final = QSize(1000, 700)
LIST_WIDTH: Final = 360
_PATIENCE_S: Final = 60.0
_FIRST_US: Final = 1_795_348_800_000_000
_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
_THREADS: Final = (
    "INSERT INTO threads (id, profile, theirs, ours, their_address, our_address, last_at_us, unread, preview)"  # noqa: S608 - constants
    f" {_NUMBERS} SELECT i, 'Bench', '+38164' || (1000000 + i), '+381600000000', '38164' || (1000000 + i),"
    " '381600000000', ?2 + i * 1000, i % 3 = 0, 'Is my parcel ' || i || ' on its way?' FROM n"
)
_INBOUND: Final = (
    "INSERT INTO inbound (id, profile, received_at_us, source, destination, esm_class, data_coding,"  # noqa: S608 - constants
    f" short_message, raw, thread_id) {_NUMBERS} SELECT i, 'Bench', ?2 + i * 1000, '38164' || (1000000 + i),"
    " '381600000000', 0, 0, CAST('Is my parcel ' || i || ' on its way?' AS BLOB), x'00', i FROM n"
)


def main() -> None:
    """Print milliseconds by name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    asked = parser.parse_args()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(scheme="light")
    theme.apply(app)
    with scratch() as folder:
        folders = Folders.choose(Path(folder))
        folders.make()
        database = Database.open(folders.data / DATABASE_NAME, STEPS, post=lambda answers: answers())
        database.write(partial(_fill, count=asked.count), _raise)
        database.close()
        told = _bare(asked)
        told |= run_on_qt(app, lambda: _ours(folders, theme, asked))
    print(json.dumps(told))


def _bare(asked: argparse.Namespace) -> dict[str, float]:
    """Give the floor: a list view over strings that are all there."""
    strings = [f"+38164{1_000_000 + i} Is my parcel {i} on its way?" for i in range(asked.count)]
    start_s = time.perf_counter()
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(QStringListModel(strings))
    _show(view, QSize(LIST_WIDTH, SIZE.height()))
    view.viewport().repaint()
    told = {"bare: first paint": _ms(start_s)}
    bar, pages = view.verticalScrollBar(), []
    for _ in range(asked.pages):
        start_s = time.perf_counter()
        bar.setValue(bar.value() + bar.pageStep())
        view.viewport().repaint()
        pages.append(_ms(start_s))
    start_s = time.perf_counter()
    bar.setValue(bar.maximum())
    view.viewport().repaint()
    told["bare: jump to the end"] = _ms(start_s)
    view.close()
    return told | {"bare: scroll by a page": median(pages)}


async def _ours(folders: Folders, theme: Theme, asked: argparse.Namespace) -> dict[str, float]:
    async with (
        asyncio.timeout(_PATIENCE_S),
        Controller.open(folders, program="window", vault=MemoryVault()) as controller,
        asyncio.TaskGroup() as tasks,
    ):
        await controller.filing.finished()
        await controller.inbox.unread()
        international(
            "381641000000"
        )  # its tables are read once, with the first number anywhere in the window

        def run(action: Callable[[], Awaitable[object]], *, name: str) -> None:
            tasks.create_task(_ended(action), name=name)

        return await _measured(controller, run, theme, asked)


async def _ended(action: Callable[[], Awaitable[object]]) -> None:
    await action()


class News:
    """Waits, without asking again and again, until the list or the conversation is as wanted."""

    def __init__(self, presenter: InboxPresenter) -> None:
        self._told = asyncio.Event()
        rows, thread = presenter.rows, presenter.thread
        rows.on_changed = self._after(rows.on_changed)
        rows.on_reset = self._after(rows.on_reset)
        rows.on_extended = self._after(rows.on_extended)
        thread.on_shown = self._after(thread.on_shown)

    def _after(self, callback: Callable[..., None]) -> Callable[..., None]:
        def tell(*values: Any) -> None:  # noqa: ANN401 - whatever the callback takes
            callback(*values)
            self._told.set()

        return tell

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait."""
        while not holds():
            self._told.clear()
            await self._told.wait()


async def _measured(
    controller: Controller,
    run: Any,  # noqa: ANN401 - a Run
    theme: Theme,
    asked: argparse.Namespace,
) -> dict[str, float]:
    presenter = InboxPresenter(controller, run, now_us=controller.clocks.now_us)
    pane = InboxPane(presenter, theme)
    _show(pane, SIZE)
    view, rows, news = pane.view, presenter.rows, News(presenter)
    shown = view.viewport().height() // view.verticalHeader().defaultSectionSize()

    async def painted() -> None:
        """Wait until the rows in sight are read and drawn."""
        first = view.rowAt(1)
        last = min(first + shown, len(rows) - 1)
        await news.until(lambda: rows.row_at(first) is not None and rows.row_at(last) is not None)
        view.viewport().repaint()

    start_s = time.perf_counter()
    run(presenter.load, name="load")
    await news.until(lambda: len(rows) > 0)
    await painted()
    told = {"inbox: first paint": _ms(start_s)}
    await news.until(lambda: len(rows) == asked.count)
    told["inbox: all of the list"] = _ms(start_s)
    bar, pages, held = view.verticalScrollBar(), [], []
    QApplication.processEvents()
    for _ in range(asked.pages):
        start_s = time.perf_counter()
        bar.setValue(bar.value() + bar.pageStep())
        view.viewport().repaint()
        held.append(_ms(start_s))
        await painted()
        pages.append(_ms(start_s))
    start_s = time.perf_counter()
    bar.setValue(bar.maximum())
    await painted()
    told["inbox: jump to the end"] = _ms(start_s)
    opened = []
    for row in range(asked.pages):
        start_s = time.perf_counter()
        presenter.opened(rows.id_at(row))
        await news.until(lambda: presenter.thread.shown is not None)
        pane.conversation.viewport().repaint()
        opened.append(_ms(start_s))
    pane.close()
    return told | {
        "inbox: scroll by a page": median(pages),
        "inbox: scroll by a page, window's thread": median(held),
        "inbox: a conversation opened": median(opened),
    }


def _show(view: QWidget, size: QSize) -> None:
    view.resize(size)
    view.show()
    QApplication.processEvents()


def _ms(start_s: float) -> float:
    return (time.perf_counter() - start_s) * 1000


def _fill(db: Any, *, count: int) -> None:  # noqa: ANN401 - a connection, which only storage names
    db.execute(_THREADS, (count, _FIRST_US))
    db.execute(_INBOUND, (count, _FIRST_US))
    db.execute("UPDATE search_progress SET upto = ?", (count,))


def _raise(result: object) -> None:
    if isinstance(result, Exception):
        raise result


if __name__ == "__main__":
    main()
