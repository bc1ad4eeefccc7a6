"""What may be typed: every command with its options, and nothing imported to say so."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox_console import __version__
from vox_console.cli.argument_types import (
    ALPHABETS,
    CODINGS,
    METHODS,
    TRANSPORTS,
    field_value,
    number,
    port,
    seconds,
)
from vox_console.cli.arguments_account import add_profile
from vox_console.cli.arguments_bulk import add_bulk
from vox_console.cli.arguments_log import add_export
from vox_console.cli.arguments_people import (
    add_auto_reply,
    add_contacts,
    add_opt_out,
    add_quick_text,
    add_refusals,
)
from vox_console.cli.command_adding import PASSWORDS, Commands, add_command

_FIND = "only those with these words, a number in any spelling, an id of the provider's, or #NUMBER"
_QUERY = 'only those that fulfil it, for example: state:failed sent:yesterday code:34 -country:RS "a text"'


def build_parser() -> argparse.ArgumentParser:
    """Give the parser. Its result has `command` (None: open the window) and `data_dir` at all times."""
    parser = argparse.ArgumentParser(
        prog="vox-console",
        description="The desktop console for Vox SMS. Without a command it opens the window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"vox-console {__version__}")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in this folder")
    parser.add_argument(
        "--practice", action="store_true", help="open the window on a practice provider on this machine"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _segment(commands)
    add_profile(commands)
    _send(commands)
    _query(commands)
    _listen(commands)
    _inbox(commands)
    _inject(commands)
    _history(commands)
    add_export(commands)
    add_bulk(commands)
    add_opt_out(commands)
    add_refusals(commands)
    add_contacts(commands)
    add_quick_text(commands)
    add_auto_reply(commands)
    add_command(commands, "practice", "run the practice provider", add_help=False)
    add_command(commands, "doctor", "tell what this machine offers and what is missing").add_argument(
        "--json", action="store_true", help="one JSON object"
    )
    return parser


def _segment(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(commands, "segment", "show how a text is coded and cut; nothing is sent")
    command.add_argument("text", nargs="?", metavar="TEXT")
    command.add_argument(
        "--lines", action="store_true", help="read one JSON string a line from standard input"
    )
    command.add_argument("--coding", choices=CODINGS, default="auto", help="data_coding (default: auto)")
    command.add_argument("--method", choices=METHODS, default="udh8", help="for long texts (default: udh8)")
    command.add_argument("--alphabet", choices=ALPHABETS, default="gsm7", help="what data_coding 0 means")
    command.add_argument("--json", action="store_true", help="one JSON object a text")


def _send(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(commands, "send", "send one text to one or more numbers")
    command.epilog = (
        "Exit code: 0 every message accepted (with --wait: delivered), 3 at least one refused or failed, or "
        "nothing was sent, 4 at least one of unknown fate (do not send it again unseen), 2 wrong usage."
    )
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--from", dest="sender", metavar="SENDER", required=True)
    command.add_argument(
        "--to", metavar="N[,N]", required=True, action="append", help="may be given repeatedly"
    )
    text = command.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar="TEXT")
    text.add_argument("--quick-text", metavar="TITLE", help="a text that is kept; see quick-text")
    command.add_argument(
        "--set",
        dest="values",
        metavar="FIELD=VALUE",
        type=field_value,
        action="append",
        default=[],
        help="fill a field of the quick text; {name} is filled with the name of a single contact",
    )
    command.add_argument("--wait", metavar="SECONDS", type=seconds, help="wait this long for the receipts")
    command.add_argument("--coding", choices=CODINGS, default="auto", help="data_coding (default: auto)")
    command.add_argument("--method", choices=METHODS, help="for long texts (default: the account's)")
    command.add_argument("--validity", metavar="HOURS", type=int, default=0, help="try this long to deliver")
    command.add_argument("--no-receipt", action="store_true", help="do not ask for a delivery receipt")
    command.add_argument(
        "--transport", choices=TRANSPORTS, default="auto", help="default: SMPP when it is bound, else REST"
    )
    command.add_argument(
        "--despite-opt-out", action="store_true", help="send also to numbers that want no messages"
    )
    command.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object a message")


def _query(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(commands, "query", "ask the provider over REST what became of a message")
    command.add_argument("id", metavar="ID", help="the provider's id, or the number of a message in history")
    command.add_argument("--profile", metavar="NAME", help="where no message of ours has that id")
    command.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object an answer")


def _listen(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        commands, "listen", "receive callbacks over HTTP, without a window, until interrupted"
    )
    command.epilog = "The first line tells the address to give to the provider; it holds a secret."
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--port", metavar="N", type=port, help="default: the account's; 0: any free one")
    command.add_argument("--follow", metavar="SECONDS", type=seconds, help="end after this long")
    command.add_argument("--json", action="store_true", help="one JSON object a line")


def _inbox(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(commands, "inbox", "list what customers have written, or print what they write now")
    command.epilog = (
        "With --profile it connects and prints each message once all its parts are here, until --follow is "
        "over or it is interrupted; what is still incomplete comes at the end."
    )
    command.add_argument("--profile", metavar="NAME", help="connect, and print what comes in")
    command.add_argument("--follow", metavar="SECONDS", type=seconds, help="end after this long")
    command.add_argument("--find", metavar="WORDS", help=_FIND)
    command.add_argument("--limit", metavar="N", type=number, help="list no more than this many")
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="what came in practice instead"
    )
    command.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object a message")


def _inject(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        commands, "inject", "hand the platform an inbound message (experts; see --rest-inject)"
    )
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--from", dest="sender", metavar="NUMBER", required=True, help="the customer")
    command.add_argument("--to", metavar="NUMBER", required=True, help="the number that was written to")
    command.add_argument("--text", metavar="TEXT", required=True)
    command.add_argument("--password-stdin", action="store_true", help=PASSWORDS)


def _history(commands: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(commands, "history", "list the messages, newest first")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--find", metavar="WORDS", help=_FIND)
    which.add_argument("--query", metavar="Q", help=_QUERY)
    command.add_argument("--limit", metavar="N", type=number, help="no more than this many")
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="what was sent in practice instead"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a message")
