"""What may be typed to write the delivery log to a file. See :mod:`.arguments`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox_console.cli.command_adding import Commands, add_command

FORMATS = ("xlsx", "csv-sheet", "csv", "jsonl")  # as ExportFormat, which costs an import


def add_export(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `export`: the delivery log as a file."""
    command = add_command(
        commands, "export", "write the messages to a file, newest first, or check such a file"
    )
    command.epilog = (
        "csv is exact, for programs; csv-sheet is for spreadsheets, with an apostrophe before what they "
        "would run or calculate. Beside F stands F.sha256, as sha256sum -c reads it. Exit code: 0 written, "
        "or as it should be; 1 not; 2 wrong usage; 3 there is nothing to write from."
    )
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="F", help="the file to write")
    what.add_argument(
        "--check", type=Path, metavar="F", help="is F as it was written, and can it be read back?"
    )
    command.add_argument("--query", metavar="Q", default="", help="only those that fulfil it, as in history")
    command.add_argument("--format", choices=FORMATS, help="default: by the name of F")
    command.add_argument(
        "--columns", metavar="C[,C]", default="", help="which, in this order; --columns list tells them"
    )
    command.add_argument(
        "--zone", metavar="ZONE", default="", help="of local times (default: this computer's)"
    )
    command.add_argument("--mask", metavar="WHAT", default="", help="numbers, texts, or both: numbers,texts")
    command.add_argument("--force", action="store_true", help="replace F where it is there already")
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="what was sent in practice instead"
    )
    command.add_argument("--json", action="store_true", help="one JSON object")
