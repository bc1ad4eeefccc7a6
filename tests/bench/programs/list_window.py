"""The delivery list over a long journal: a full repaint and a jump, and the usual ways to do both."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from array import array
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import apsw
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests.bench.history_file import make_history
from tests.bench.machine import scratch
from vox_console.domain.message import Message
from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_words import delivery_row
from vox_console.presenters.wall_time import system_local
from vox_console.storage import history
from vox_console.storage.connection import connect
from vox_console.storage.database import Database
from vox_console.storage.rows import all_rows
from vox_console.storage.schema import STEPS
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.delivery_delegate import DeliveryDelegate
from vox_console.ui.delivery_view import DeliveryView
from vox_console.ui.theme import Theme

SIZE = QSize(900, 600)
COLUMNS = 6
_PAGE = 128
_REPAINTS = 30
_PATIENCE_S = 20.0


class PlainTable(QAbstractTableModel):
    """What is usually written: a table of columns, text made on demand, pages by LIMIT and OFFSET."""

    def __init__(self, db: apsw.Connection, count: int) -> None:
        super().__init__()
        self._db = db
        self._count = count
        self._pages: dict[int, list[Any]] = {}

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return self._count

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - the same
        return COLUMNS

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page, place = divmod(index.row(), _PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(page)
        return str(self._pages[page][place][index.column()])

    def _read(self, page: int) -> list[Any]:
        return all_rows(
            self._db,
            "SELECT m.created_at_us, m.state, m.recipient, m.text, p.provider_id, p.error_code"
            " FROM messages m JOIN parts p ON p.id = m.id * 256 + 1 ORDER BY m.id DESC LIMIT ? OFFSET ?",
            (_PAGE, page * _PAGE),
        )


def main() -> None:
    """Print milliseconds by name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--jumps", type=int, required=True)
    asked = parser.parse_args()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(scheme="light")
    theme.apply(app)
    with scratch() as folder:
        path = Path(folder) / "journal.db"
        make_history(path, asked.count).close()
        height = DeliveryDelegate(DeliveryLog(lambda _: None), theme).layout_for(SIZE.width()).height
        told = _usual(path, asked, height)
        told |= run_on_qt(app, lambda: _ours(path, theme, asked))
    print(json.dumps(told))


def _usual(path: Path, asked: argparse.Namespace, height: int) -> dict[str, float]:
    db = connect(path, write=False)
    view = QTableView()
    model = PlainTable(db, asked.count)
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(height)
    _show(view)
    told = {"usual: repaint": _repaint_ms(view), "usual: rows shown": view.viewport().height() / height}
    jumps = []
    for row in _rows(asked):
        start_s = time.perf_counter()
        view.scrollTo(model.index(row, 0), QTableView.ScrollHint.PositionAtTop)
        view.viewport().repaint()
        jumps.append(time.perf_counter() - start_s)
    view.close()
    db.close()
    return told | {"usual: jump": median(jumps) * 1000, "usual: jump max": max(jumps) * 1000}


async def _ours(path: Path, theme: Theme, asked: argparse.Namespace) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    database = Database.open(path, STEPS, post=loop.call_soon_threadsafe)
    arrived = asyncio.Event()
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(_PATIENCE_S):

        async def load(ids: list[int]) -> None:
            found = await database.read(partial(history.messages, ids=ids))
            log.rows_loaded([_row(message) for message in found])
            arrived.set()

        def want(ids: list[int]) -> None:
            tasks.create_task(load(ids))

        log = DeliveryLog(want)
        log.reset(array("q", range(1, asked.count + 1)))
        view = DeliveryView(log, theme)
        _show(view)
        await arrived.wait()
        height = view.verticalHeader().defaultSectionSize()
        told = {"ours: repaint": _repaint_ms(view), "ours: rows shown": view.viewport().height() / height}
        told |= await _named(database, log, view)
        jumps, stalls = [], []
        for row in _rows(asked):
            start_s = time.perf_counter()
            view.verticalScrollBar().setValue(row * height)
            view.viewport().repaint()
            stalls.append(time.perf_counter() - start_s)
            while log.row_at(row) is None:
                arrived.clear()
                await arrived.wait()
            view.viewport().repaint()
            jumps.append(time.perf_counter() - start_s)
        view.close()
    await asyncio.to_thread(database.close)
    return told | {
        "ours: jump": median(jumps) * 1000,
        "ours: jump max": max(jumps) * 1000,
        "ours: jump, window's thread": median(stalls) * 1000,
    }


async def _named(database: Database, log: DeliveryLog, view: DeliveryView) -> dict[str, float]:
    """Give every recipient on the screen a name, repaint, and take the names away again."""
    messages = await database.read(partial(history.messages, ids=log.kept))
    log.changed([delivery_row(each, system_local, now_us=0, name=f"Ana {each.id}") for each in messages])
    QApplication.processEvents()
    told = {"ours: repaint, with names": _repaint_ms(view)}
    log.changed([_row(each) for each in messages])
    QApplication.processEvents()
    return told


def _row(message: Message) -> Any:  # noqa: ANN401 - a DeliveryRow
    return delivery_row(message, system_local, now_us=message.created_at_us)


def _show(view: QWidget) -> None:
    view.resize(SIZE)
    view.show()
    QApplication.processEvents()


def _repaint_ms(view: QTableView) -> float:
    took_s = []
    for _ in range(_REPAINTS):
        start_s = time.perf_counter()
        view.viewport().repaint()
        took_s.append(time.perf_counter() - start_s)
    return median(took_s) * 1000


def _rows(asked: argparse.Namespace) -> list[int]:
    random = Random(1)  # noqa: S311 - anywhere in the list
    return [random.randrange(asked.count - 100) for _ in range(asked.jumps)]


if __name__ == "__main__":
    main()
