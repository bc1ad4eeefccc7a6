"""What may be typed of who stands behind a number, and who wants no messages. See :mod:`.arguments`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox_console.cli.command_adding import Commands, add_command, add_practice


def add_opt_out(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `opt-out`: the register of who wants no messages."""
    register = add_command(commands, "opt-out", "who wants no messages: enter, end, list, import, export")
    actions = register.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = add_command(actions, "add", "enter numbers; what waits for them is taken back")
    end = add_command(actions, "end", "note that a number wants messages again, and why")
    for action in (add, end):
        action.add_argument("--sender", metavar="SENDER", default="", help="only about messages from it")
        action.add_argument("--said-by", metavar="WHO", default="", help="who said it")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    add.add_argument("--evidence", metavar="WORDS", default="", help="the words in which it was said")
    end.add_argument("number", metavar="NUMBER")
    end.add_argument("--reason", metavar="WORDS", required=True)
    shown = add_command(actions, "list", "list the entries that hold, or everything about one number")
    shown.add_argument("number", nargs="?", metavar="NUMBER", default="")
    taken = add_command(actions, "import", "enter the numbers of a list (CSV, TSV, XLSX)")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--number-column", metavar="C", default="", help="by name, or by position from 1")
    taken.add_argument("--dry-run", action="store_true", help="only judge the rows and tell the books")
    for action in (add, end, shown, taken):
        action.add_argument("--country", metavar="CC", default="", help="whose national numbers are given")
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        add_practice(action)
    given = add_command(actions, "export", "write the entries that hold to a CSV file")
    given.add_argument("--out", type=Path, metavar="F", required=True)
    add_practice(given)


def add_refusals(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `refusals`: the review tray."""
    tray = add_command(commands, "refusals", "messages that may be refusals: list them, decide, undo")
    actions = tray.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = add_command(actions, "list", "list what waits for a decision, oldest first")
    shown.add_argument("--all", action="store_true", help="with what was decided")
    decide = add_command(actions, "decide", "decide about messages, by their ids")
    decide.add_argument("ids", nargs="+", metavar="ID", type=int)
    decision = decide.add_mutually_exclusive_group(required=True)
    decision.add_argument(
        "--opt-out", action="store_true", help="it is one: the number gets no more messages"
    )
    decision.add_argument(
        "--opt-in", action="store_true", help="it asks for messages: the number gets them again"
    )
    decision.add_argument(
        "--not-a-refusal", action="store_true", help="nothing changes: it is none, or the number stays out"
    )
    decide.add_argument("--number", metavar="NUMBER", default="", help="whose it is, where that is not known")
    decide.add_argument("--country", metavar="CC", default="", help="whose national number is given")
    undo = add_command(actions, "undo", "take decisions back, with what they entered")
    undo.add_argument("ids", nargs="+", metavar="ID", type=int)
    undo.add_argument("--reason", metavar="WORDS", required=True)
    for action in (shown, decide, undo):
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        add_practice(action)


def add_contacts(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `contacts`: the book of names."""
    book = add_command(commands, "contacts", "who stands behind a number: list, add, remove, import, export")
    actions = book.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = add_command(actions, "list", "list the contacts by name")
    shown.add_argument("search", nargs="?", metavar="WORDS", default="", help="of a name, note or number")
    add = add_command(actions, "add", "add a contact with its numbers, short codes or senders' names")
    add.add_argument("name", metavar="NAME")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    add.add_argument("--note", metavar="WORDS", default="")
    gone = add_command(actions, "remove", "forget the contact that a number belongs to")
    gone.add_argument("number", metavar="NUMBER")
    taken = add_command(actions, "import", "add the contacts of a list (CSV, TSV, XLSX) or a vCard file")
    taken.add_argument("file", type=Path, metavar="FILE")
    for action in (shown, add, gone, taken):
        action.add_argument("--country", metavar="CC", default="", help="whose national numbers are given")
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        add_practice(action)
    given = add_command(
        actions, "export", "write the contacts to a CSV file, or to vCards where F ends in .vcf"
    )
    given.add_argument("--out", type=Path, metavar="F", required=True)
    add_practice(given)


def add_quick_text(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `quick-text`: texts that are written often."""
    texts = add_command(
        commands, "quick-text", "texts that are written often: list, add, remove, import, export"
    )
    actions = texts.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = add_command(actions, "list", "list the texts by title")
    shown.add_argument("search", nargs="?", metavar="WORDS", default="", help="of a title or a text")
    add = add_command(actions, "add", "add a text; it may hold fields, as in {name} or {name|friend}")
    add.add_argument("title", metavar="TITLE")
    add.add_argument("text", metavar="TEXT")
    gone = add_command(actions, "remove", "forget the text of a title")
    gone.add_argument("title", metavar="TITLE")
    taken = add_command(actions, "import", "add the texts of a list (CSV, TSV, XLSX)")
    taken.add_argument("file", type=Path, metavar="FILE")
    for action in (shown, add, gone, taken):
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        add_practice(action)
    given = add_command(actions, "export", "write the texts to a CSV file")
    given.add_argument("--out", type=Path, metavar="F", required=True)
    add_practice(given)


def add_auto_reply(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `auto-reply`: who gets no automatic answers any more."""
    trips = add_command(commands, "auto-reply", "numbers that asked for too many automatic answers")
    actions = trips.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = add_command(actions, "held", "list the numbers that get none any more")
    reset = add_command(actions, "reset", "answer a number again")
    reset.add_argument("number", metavar="NUMBER")
    reset.add_argument("--country", metavar="CC", default="", help="whose national number is given")
    for action in (shown, reset):
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        add_practice(action)
