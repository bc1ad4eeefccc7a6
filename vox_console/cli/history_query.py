"""`vox-console history --query`: the messages that fulfil a query, and what is wrong with a wrong one."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable

from vox_console.cli.journal import open_journal, read_journal
from vox_console.cli.message_json import message_fields
from vox_console.cli.message_words import message_line
from vox_console.cli.output import complain, print_json, print_text
from vox_console.domain.errors import StoreHeld
from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.log_query_reading import read_log_query
from vox_console.domain.message import Message
from vox_console.domain.plain_text import one_line
from vox_console.services.clocks import SystemClocks
from vox_console.services.log import LogDesk
from vox_console.settings.folders import Folders


def read_asked(typed: str) -> LogQuery | None:
    """Read a query; None when it cannot be read, and then the reason is told with a caret under its place."""
    read = read_log_query(typed)
    if isinstance(read, LogQuery):
        return read
    complain(read.text)
    for line in pointed_at(typed, read):
        print(f"  {line}", file=sys.stderr)
    return None


def pointed_at(typed: str, fault: QueryFault) -> tuple[str, str]:
    """Give what was typed on one line of a terminal, and a line of carets to stand under the fault."""
    before, wrong = one_line(typed[: fault.start]), one_line(typed[fault.start : fault.end])
    carets = "^" * max(1, _columns(wrong))
    return before + wrong + one_line(typed[fault.end :]), " " * _columns(before) + carets


def _columns(text: str) -> int:
    """Count the columns that a terminal needs for a line."""
    shown = (c for c in text if not unicodedata.combining(c))
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)


async def print_asked(folders: Folders, query: LogQuery, *, limit: int | None, as_json: bool) -> None:
    """Print the messages, newest first: through the controller, or beside the one at work."""
    try:
        async with open_journal(folders) as controller:
            await _print(controller.log, query, limit=limit, as_json=as_json)
    except StoreHeld as held:
        complain(f"{held}. What it has stored so far is shown.")
        async with read_journal(folders) as database:
            await _print(LogDesk(database, clocks=SystemClocks()), query, limit=limit, as_json=as_json)


async def _print(log: LogDesk, query: LogQuery, *, limit: int | None, as_json: bool) -> None:
    left = limit
    async for messages in log.iterate(log.meaning(query)):
        shown = messages[:left]
        print_messages(shown, as_json=as_json)
        left = None if left is None else left - len(shown)
        if left == 0:
            return


def print_messages(messages: Iterable[Message], *, as_json: bool) -> None:
    """Print one line or object for each."""
    if as_json:
        print_json(map(message_fields, messages))
    else:
        for message in messages:
            print_text(message_line(message))
