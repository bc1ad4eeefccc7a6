"""Edits of cells can be undone and redone without limit, and never more or less than was done.

The state machine holds the stack to the plainest model there is: a list of whole tables.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from vox_console.presenters.mend_stack import MendStack, Step

FILE = {(row, column): f"file {row}.{column}" for row in (2, 3) for column in (0, 1)}
CELLS = st.sampled_from(sorted(FILE))
TEXTS = st.sampled_from(["", "x", "y", "file 2.0", "file 3.1"])


class StackMachine(RuleBasedStateMachine):
    """The model: every state the cells were in, and where among them we are."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = MendStack()
        self.states = [dict(FILE)]
        self.at = 0

    @rule(cell=CELLS, text=TEXTS)
    def edit(self, cell: tuple[int, int], text: str) -> None:
        now = self.states[self.at]
        changed = self.stack.edit(*cell, text, original=FILE[cell])
        assert changed == (now[cell] != text)
        if changed:
            self.states = [*self.states[: self.at + 1], {**now, cell: text}]
            self.at += 1

    @rule()
    def undo(self) -> None:
        assert (self.stack.undo() is not None) == (self.at > 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        last = len(self.states) - 1
        assert (self.stack.redo() is not None) == (self.at < last)
        self.at = min(last, self.at + 1)

    @rule()
    def clear(self) -> None:
        self.stack.clear()
        self.states, self.at = [dict(FILE)], 0

    @invariant()
    def cells_are_those_of_the_model(self) -> None:
        mends = self.stack.mends
        shown = {cell: mends.get(cell[0], {}).get(cell[1], text) for cell, text in FILE.items()}
        assert shown == self.states[self.at]
        assert self.stack.count == sum(shown[cell] != text for cell, text in FILE.items())
        assert all(mends.values()), "a row without mends is not kept"
        assert (self.stack.next_undo is None) == (self.at == 0)
        assert (self.stack.next_redo is None) == (self.at == len(self.states) - 1)


TestStack = StackMachine.TestCase


def test_mends_that_were_given_away_are_never_changed() -> None:
    stack = MendStack()
    stack.edit(2, 0, "x", original="a")
    before = stack.mends
    stack.edit(2, 0, "y", original="a")
    assert before == {2: {0: "x"}}
    assert stack.next_undo == Step(2, 0, "x", "y")
    stack.edit(2, 0, "a", original="a")
    assert (stack.mends, stack.count) == ({}, 0), "as in the file again"
