"""The list that is open in the bulk pane: out of a file or pasted cells, and read anew in another way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vox_console.domain.errors import FieldProblem, VoxError
from vox_console.imports.opening import open_table, table_of_text
from vox_console.imports.stopper import Stopper
from vox_console.imports.table import Table, Wanted
from vox_console.presenters.bulk_list import BulkList, wanted_with
from vox_console.presenters.bulk_meanwhile import Meanwhile
from vox_console.presenters.bulk_words import problem_of
from vox_console.presenters.runner import Run
from vox_console.services.bulk import BulkDesk
from vox_console.services.bulk_left_out import own_list
from vox_console.services.list_mapping import ListMapping
from vox_console.services.stored_list import StoredRows

Open = Callable[[Wanted, Stopper], Table]

PASTED = "Pasted cells"
NOTHING_PASTED = FieldProblem("list", "nothing_pasted", "There is no text on the clipboard.")


class ListOpening:
    """Opens one list after the other. opened: the one that is open. problem: why the last could not be.

    fingerprint: of its header as it is detected. recalled: how the last list of that header was read, None
    when there was none or it was read otherwise by now. taken: hears that a list is open, and whether it is
    the one that was, read in another way.
    """

    def __init__(self, desk: BulkDesk, run: Run, meanwhile: Meanwhile, taken: Callable[[bool], None]) -> None:
        self.opened: BulkList | None = None
        self.fingerprint = ""
        self.recalled: ListMapping | None = None
        self._desk = desk
        self.problem: FieldProblem | None = None
        self._run = run
        self._meanwhile = meanwhile
        self._taken = taken
        self._open: Open | None = None
        self._wanted = Wanted()

    def file(self, path: Path) -> None:
        """Open a file."""

        def opening(wanted: Wanted, stopper: Stopper) -> Table:
            return open_table(path, wanted=wanted, stopper=stopper)

        self._read(path.name, opening, None)

    def cells(self, text: str) -> None:
        """Open what was copied out of a spreadsheet; text: not blank."""
        self._read(PASTED, lambda wanted, _stopper: table_of_text(text, wanted=wanted), None)

    def stored(self, rows: StoredRows) -> None:
        """Open rows of a job that may be sent again."""
        self._read(rows.job.file_name, lambda _wanted, _stopper: rows, Wanted())

    def again(self, field: str, value: str) -> None:
        """Read the list another way than was detected. field, value: of :class:`.bulk_state.Reading`."""
        if self._open is not None and self.opened is not None:
            self._read(self.opened.name, self._open, wanted_with(self._wanted, field, value))

    def as_detected(self) -> None:
        """Read the list as it is detected, whatever was done last time."""
        if self._open is not None and self.opened is not None:
            self._read(self.opened.name, self._open, Wanted())

    @property
    def wanted(self) -> Wanted:
        """What was chosen instead of what is detected."""
        return self._wanted

    def drop(self) -> None:
        """Forget the list."""
        self._meanwhile.drop()
        self.opened, self.problem, self._open, self.recalled = None, None, None, None

    def _read(self, name: str, opening: Open, wanted: Wanted | None) -> None:
        """Read a list. wanted: None to read it as the last list of its header."""
        stopper = Stopper()
        turn = self._meanwhile.begin(f"Opening {name}…", can_cancel=True, stop=stopper.stop)
        same_list = self._open is opening

        async def read() -> None:
            try:
                read_it = partial(_read, name, opening, stopper)
                opened = await asyncio.to_thread(read_it, wanted or Wanted())
                fingerprint = opened.table.fingerprint if wanted is None else self.fingerprint
                recalled = await self._desk.mapping(fingerprint) if wanted is None else None
                if recalled is not None and recalled.wanted != Wanted():
                    try:
                        opened = await asyncio.to_thread(read_it, recalled.wanted)
                    except VoxError:  # this list has no such sheet, or cannot be read so: as it is detected
                        recalled = None
            except VoxError as fault:
                if self._meanwhile.holds(turn):
                    self.problem = problem_of("list", fault)
            else:
                if self._meanwhile.holds(turn):
                    self.opened, self.problem = opened, None
                    self.fingerprint, self.recalled = fingerprint, recalled
                    self._open, self._wanted = opening, recalled.wanted if recalled else wanted or Wanted()
                    self._taken(same_list)
            finally:
                self._meanwhile.end(turn)

        self._run(read, name="open the list")


def _read(name: str, opening: Open, stopper: Stopper, wanted: Wanted) -> BulkList:
    return BulkList(name, own_list(opening(wanted, stopper)))
