"""Where an import begins: a path or pasted text in, a Table out."""

from __future__ import annotations

from pathlib import Path

from vox_console.imports.content import HEAD_SIZE, Content, recognise
from vox_console.imports.sheet_table import open_workbook
from vox_console.imports.source_file import SourceFile
from vox_console.imports.stopper import Stopper
from vox_console.imports.table import Table, Wanted
from vox_console.imports.text_table import open_pasted, open_text

_NOTHING_CHOSEN = Wanted()


def open_table(path: Path, *, wanted: Wanted = _NOTHING_CHOSEN, stopper: Stopper | None = None) -> Table:
    """Open a file as a table; what it is, its content says and not its name.

    Reads the beginning of it (for its encoding up to 64 MB; a workbook's sheet whole, in a child process).
    To change a choice, open it again with the new one. Blocking; stopper: breaks off what takes long. Raises
    ImportFault, with words, for anything that is no table.
    """
    source = SourceFile.at(path)
    with source.opened() as file:
        head = file.read(HEAD_SIZE)
        file.seek(max(0, source.size - HEAD_SIZE))
        tail = file.read(HEAD_SIZE)
    match recognise(head, tail=tail):
        case Content.ZIP:
            return open_workbook(source, wanted, stopper=stopper)
        case Content.TEXT:
            return open_text(source, wanted)


def table_of_text(text: str, *, wanted: Wanted = _NOTHING_CHOSEN) -> Table:
    """Make a table of pasted cells: tabs and line ends, as spreadsheet programs copy them, or any other text.

    Raises ImportFault when there is nothing in it.
    """
    return open_pasted(text, wanted)
