"""What the bulk pane draws: the list as it was read, the message, the check, and the job that runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_sheet_state import RecentShown, SheetShown
from vox_console.presenters.bulk_trial_state import RehearsalShown, TrialShown
from vox_console.presenters.bulk_when import WhenShown
from vox_console.presenters.composing_state import Counter
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.mend_rows import MendRows
from vox_console.presenters.tone import Look

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which the list is read. field: of `imports.Wanted`. choices: (value, label) pairs."""

    field: str
    label: str
    value: str
    reason: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of the list. number: as the user's program numbers it. fault: why it cannot be read, or ""."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ListShown:
    """The list that was opened. columns: their names, one for every column. numbers_at: where numbers are.

    remembered: that it is read as the last list of its header, "" when it is not.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[SampleRow, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...]
    numbers_at: tuple[int, ...] = ()
    remembered: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The text of one row as it would leave. title: which row, and to whom. fault: why it would not leave."""

    title: str
    text: str
    counter: Counter | None
    fault: str
    at: int
    count: int


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """One column in which numbers are looked for. column: its index as text, "" while none is chosen."""

    column: str
    choices: Choices
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MessageShown:
    """What every row is sent, and how. The problems stand beside their fields.

    numbers: the columns that are tried, in their order. more_numbers: another may be added. duplicates: a
    value of :data:`.bulk_words.DUPLICATES`.
    """

    text: str = ""
    text_problem: FieldProblem | None = None
    sender: str = ""
    sender_note: str = ""
    sender_problem: FieldProblem | None = None
    numbers: tuple[NumberColumn, ...] = ()
    more_numbers: bool = False
    number_problem: FieldProblem | None = None
    region: str = ""
    region_problem: FieldProblem | None = None
    duplicates: str = "first"
    duplicates_words: str = ""
    rate: str = ""
    rate_hint: str = ""
    rate_problem: FieldProblem | None = None
    way: str = ""
    way_words: str = ""
    both_ways: bool = False
    when: WhenShown = field(default_factory=WhenShown)
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """One row that is not sent to. shown: what it holds, on one line."""

    number: int
    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the sum. rows: the first of them; none for the accepted."""

    label: str
    count: int
    rows: tuple[ExcludedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckShown:
    """What became of every row. words: the sum in one sentence. sheet: what sending it would mean.

    must_type: how many are to be typed before they may be sent to; 0 when nothing is. saved: what became of
    the file of excluded rows. unwanted: how many rows have a number that wants no messages. outdated: rows
    were mended since, so nothing can be started with it.
    """

    words: str
    accepted: SumLine
    excluded: tuple[SumLine, ...]
    sheet: SheetShown = field(default_factory=SheetShown)
    recent: RecentShown | None = None
    must_type: int = 0
    typed: str = ""
    saved: str = ""
    unwanted: int = 0
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class MendingShown:
    """The rows that can be mended. rows: worked out when looked at. revision: another when any is another.

    undo, redo: what would be undone and redone, "" for nothing. touched: the row's number and the column that
    the last step changed. locked: nothing can be mended while this goes on, "" for nothing.
    """

    columns: tuple[str, ...]
    rows: MendRows
    revision: int
    words: str
    undo: str = ""
    redo: str = ""
    touched: tuple[int, int] = (0, 0)
    locked: str = ""


@dataclass(frozen=True, slots=True)
class BulkState:
    """Everything that comes before a job. primary: what the one button will do. blocked: why it cannot.

    busy: what is going on meanwhile, "" for nothing; can_cancel: whether it may be broken off. mended: how
    many cells are mended, in words. question: asked before mends are given up, "" when it is not. trial: the
    row that is looked at, sent to oneself. rehearsal: what came of the last, None while none was.
    """

    opened: ListShown | None = None
    list_problem: FieldProblem | None = None
    message: MessageShown = field(default_factory=MessageShown)
    check: CheckShown | None = None
    check_problem: FieldProblem | None = None
    mending: MendingShown | None = None
    mended: str = ""
    question: str = ""
    primary: str = ""
    blocked: str = ""
    aside: str = ""
    busy: str = ""
    can_cancel: bool = False
    practice: bool = False
    trial: TrialShown = field(default_factory=TrialShown)
    rehearsal: RehearsalShown | None = None
    can_rehearse: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """How many rows are in one state."""

    look: Look
    count: int


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job that was stored. rows: the accepted ones, which `lines` add up to. eta: "" when nothing is known.

    sentence: how it stands, in words. can_start: whether it waits for its time, and may start at once or at
    another_start, which is being typed. stop_question: asked before it is ended for good, "" when it is not.
    again: which of its rows may be sent again, as (value, label) pairs.
    """

    title: str
    look: Look
    sentence: str
    eta: str
    rows: int
    lines: tuple[OutcomeLine, ...]
    facts: tuple[Fact, ...]
    running: bool = False
    can_pause: bool = False
    can_resume: bool = False
    can_stop: bool = False
    can_start: bool = False
    another_start: WhenShown = field(default_factory=WhenShown)
    can_leave: bool = False
    stop_question: str = ""
    blocked: str = ""
    saved: str = ""
    again: Choices = ()
