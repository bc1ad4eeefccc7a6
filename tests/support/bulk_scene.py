"""Lists and shown states for the tests of the bulk pane."""

from __future__ import annotations

from pathlib import Path

from vox_console.presenters.bulk_sheet_state import (
    Bar,
    BarGroup,
    RecentShown,
    SheetList,
    SheetRow,
    SheetShown,
)
from vox_console.presenters.bulk_state import (
    BulkState,
    CheckShown,
    ExcludedRow,
    JobShown,
    ListShown,
    MessageShown,
    NumberColumn,
    OutcomeLine,
    Reading,
    Sample,
    SampleRow,
    SumLine,
)
from vox_console.presenters.composing_state import Counter
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.tone import Look, Tone

HEADER = ("Name", "Mobile", "Town")


def customers(folder: Path, count: int = 50, *, name: str = "customers.csv") -> Path:
    """Write a list of `count` rows: row 5 has a short number, row 7 repeats row 6's, row 9 has no name."""
    lines = [",".join(HEADER)]
    for row in range(2, count + 2):
        phone = {5: "12", 7: number_of(6)}.get(row, number_of(row))
        lines.append(f"{'' if row == 9 else f'Ana {row}'},{phone},Novi Sad")
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def number_of(row: int) -> str:
    """Give the number that stands in a row; by its last two digits the practice provider just delivers."""
    return f"+38164{row:05}00"


LIST = ListShown(
    name="customers.csv",
    columns=HEADER,
    rows=(
        SampleRow(2, ("Ana", "+381641234567", "Niš")),
        SampleRow(3, ("Marko", "12"), fault="A quotation mark is opened here and never closed."),
    ),
    readings=(
        Reading("has_header", "Header", "yes", "Words over numbers.", (("yes", "Named"), ("no", "No names"))),
        Reading("delimiter", "Separator", ",", "All rows agree.", ((",", "Comma"), (";", "Semicolon"))),
    ),
    notes=("3 rows are shorter than the header.",),
    numbers_at=(1,),
)
SAMPLE = Sample(
    title="Row 2 of the file · to +381 64 1234567",
    text="Hello Ana",
    counter=Counter("GSM-7 · 9 / 160 · 1 part", "151 left", parts=1, units=9, left=151),
    fault="",
    at=0,
    count=2,
)
MESSAGE = MessageShown(
    text="Hello {Name}",
    sender="Vox",
    numbers=(NumberColumn("1", (("0", "Name"), ("1", "Mobile"), ("2", "Town")), "It is called “Mobile”."),),
    more_numbers=True,
    sample=SAMPLE,
)
CHECK = CheckShown(
    words="50 rows = 47 accepted + 3 excluded",
    accepted=SumLine("accepted", 47),
    excluded=(
        SumLine(
            "with the same number as an earlier row", 2, (ExcludedRow(7, "Ana · +38164", "An earlier row."),)
        ),
        SumLine("without a number", 1, (ExcludedRow(9, "Marko", "There is no number."),)),
    ),
    sheet=SheetShown(
        groups=(
            BarGroup("59 parts in all", (Bar("1 part", "41 rows", 1.0), Bar("3 parts", "6 rows", 0.15))),
            BarGroup("2 countries", (Bar("RS", "44 rows", 1.0), Bar("DE", "3 rows", 0.07)), "1 more country"),
        ),
        lists=(
            SheetList(
                "6 rows in UCS-2 for characters that GSM-7 lacks",
                (SheetRow("ć", "U+0107 LATIN SMALL LETTER C WITH ACUTE", "6 rows: 3, 8, 12, 20, 31, …"),),
            ),
        ),
        facts=(Fact("Takes", "about 10 seconds at 10 parts per second"),),
    ),
)
RECENT = RecentShown(
    title="12 of 47 rows got nearly this text within a day",
    lists=(SheetList("12 rows 10 to 60 minutes ago", (SheetRow("Row 4", "40 minutes ago"),), "and 11 more"),),
    choice="",
    must_choose=True,
)
READY = BulkState(
    opened=LIST, message=MESSAGE, check=CHECK, primary="Send 47 messages", aside="Goes over SMPP"
)
JOB = JobShown(
    title="Job 3 · customers.csv",
    look=Look("sending", "Running", Tone.PROGRESS),
    sentence="23 on the wire, 4,112 not left yet.",
    eta="about 7 minutes left",
    rows=4_200,
    lines=(
        OutcomeLine(Look("delivered", "Delivered", Tone.DELIVERED), 65),
        OutcomeLine(Look("sending", "Sending", Tone.PROGRESS), 23),
        OutcomeLine(Look("clock", "Held", Tone.WAITING), 4_112),
    ),
    facts=(Fact("From", "Vox"),),
    running=True,
    can_pause=True,
    can_stop=True,
)
