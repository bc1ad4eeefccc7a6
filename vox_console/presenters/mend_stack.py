"""What was mended in a list, each edit of a cell a step that can be undone and redone without limit."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.services.bulk_mends import NO_MENDS, Mends


@dataclass(frozen=True, slots=True)
class Step:
    """One edit. row: its number. column: from 0. before, after: the text; None stands for the file's own."""

    row: int
    column: int
    before: str | None
    after: str | None


class MendStack:
    """The mends as they stand, and the way to them. mends: a value that is never changed, only replaced."""

    def __init__(self) -> None:
        self.mends: Mends = NO_MENDS
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def count(self) -> int:
        """How many cells are not as in the file."""
        return sum(map(len, self.mends.values()))

    @property
    def next_undo(self) -> Step | None:
        """The step that would be undone, None for none."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """The step that would be done again, None for none."""
        return self._undone[-1] if self._undone else None

    def edit(self, row: int, column: int, text: str, *, original: str) -> bool:
        """Give a cell another text; tell whether it is one. original: what stands in the file."""
        before = self.mends.get(row, {}).get(column)
        after = None if text == original else text
        if before == after:
            return False
        self._put(row, column, after)
        self._done.append(Step(row, column, before, after))
        self._undone.clear()
        return True

    def undo(self) -> Step | None:
        """Take the last step back; give it, None when there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._put(step.row, step.column, step.before)
        self._undone.append(step)
        return step

    def redo(self) -> Step | None:
        """Do the step that was taken back last; give it, None when there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._put(step.row, step.column, step.after)
        self._done.append(step)
        return step

    def clear(self) -> None:
        """Forget everything, because the list is another one."""
        self.mends = NO_MENDS
        self._done.clear()
        self._undone.clear()

    def _put(self, row: int, column: int, text: str | None) -> None:
        mine = {at: kept for at, kept in self.mends.get(row, {}).items() if at != column}
        if text is not None:
            mine[column] = text
        others = {number: kept for number, kept in self.mends.items() if number != row}
        self.mends = {**others, row: mine} if mine else others
