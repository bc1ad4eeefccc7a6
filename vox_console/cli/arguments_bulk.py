"""What may be typed of bulk jobs. See :mod:`.arguments`."""

from __future__ import annotations

import argparse

from vox_console.cli.argument_types import TRANSPORTS, job_number, number, optional_number, rate, seconds
from vox_console.cli.command_adding import PASSWORDS, Commands, add_command


def add_bulk(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `bulk`: one text to every row of a file."""
    command = add_command(commands, "bulk", "send one text to every row of a file (CSV, TSV, XLSX)")
    command.epilog = "Exit codes are those of send, for the accepted rows. Ctrl-C pauses; --resume goes on."
    command.add_argument("file", nargs="?", metavar="FILE")
    command.add_argument("--profile", metavar="NAME")
    command.add_argument("--from", dest="sender", metavar="SENDER")
    command.add_argument("--text", metavar="TEXT", help="may hold fields, as in {name} or {name|friend}")
    command.add_argument(
        "--number-column",
        metavar="C",
        action="append",
        help="by name, or by position from 1; again for the columns to try after it, in their order",
    )
    command.add_argument("--country", metavar="CC", help="whose national numbers the file may hold")
    command.add_argument("--rate", metavar="PARTS_PER_S", type=rate, help="default: the account's")
    command.add_argument("--transport", choices=TRANSPORTS, default="auto", help="default: as send does")
    command.add_argument(
        "--recent", choices=("send", "skip"), help="for numbers that got nearly this text within a day"
    )
    command.add_argument(
        "--duplicates",
        choices=("first", "all"),
        default="first",
        help="of rows with the same number, send only the first (default) or all",
    )
    command.add_argument(
        "--at",
        metavar="TIME",
        help='"2026-11-25 09:00" by this computer\'s clock, or with +01:00 behind it; "now" (default)',
    )
    command.add_argument(
        "--between",
        metavar="HOURS",
        help="leave only in these hours where each number lives: 09:00-20:00,"
        ' or "Mon-Fri 09:00-18:00; Sat 10:00-14:00"',
    )
    command.add_argument("--dry-run", action="store_true", help="only judge the rows and tell the books")
    command.add_argument(
        "--rehearse", action="store_true", help="only send to the practice provider on this computer"
    )
    command.add_argument("--test-to", metavar="NUMBER", help="only send one row's text, to this number")
    command.add_argument(
        "--test-row", metavar="N", type=number, help="which row, as the file numbers it (default: the first)"
    )
    command.add_argument("--wait", metavar="SECONDS", type=seconds, help="wait this long for the receipts")
    command.add_argument(
        "--result", metavar="OUT", help="write every row with its outcome to this file: .xlsx, else CSV"
    )
    command.add_argument(
        "--resume", nargs="?", const="", metavar="JOB", type=optional_number, help="go on with a paused job"
    )
    command.add_argument(
        "--failures-of", metavar="JOB", type=job_number, help="send again what definitely failed in a job"
    )
    command.add_argument(
        "--unsent-of", metavar="JOB", type=job_number, help="send what never left in a job that has ended"
    )
    command.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
    command.add_argument("--json", action="store_true", help="end with one JSON object of the books")
