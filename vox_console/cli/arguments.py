"""What may be typed: every command with its options, and nothing imported to say so."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox_console import __version__

CODINGS = ("auto", "0", "1", "3", "6", "7", "8", "10", "14")  # domain.text_encoding.DATA_CODINGS
METHODS = ("udh8", "udh16", "sar", "payload")  # domain.segmentation.LongMethod
ALPHABETS = ("gsm7", "latin1", "ascii", "utf8")  # domain.text_encoding.DefaultAlphabet

TRANSPORTS = ("auto", "smpp", "rest")  # domain.transport_name.TransportRule

_PASSWORDS = "read the password from standard input (a second line: REST's, where it is another)"
LONGEST_WAIT_S = 7 * 86_400.0  # no provider tries longer than that


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
    _profile(commands)
    _send(commands)
    _query(commands)
    _listen(commands)
    _inbox(commands)
    _inject(commands)
    _history(commands)
    _bulk(commands)
    _opt_out(commands)
    _refusals(commands)
    _contacts(commands)
    _auto_reply(commands)
    _add(commands, "practice", "run the practice provider", add_help=False)
    _add(commands, "doctor", "tell what this machine offers and what is missing").add_argument(
        "--json", action="store_true", help="one JSON object"
    )
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives the type no public name


def _add(
    commands: _Commands[argparse.ArgumentParser], name: str, summary: str, *, add_help: bool = True
) -> argparse.ArgumentParser:
    """Add a command that, like all of them, also takes --data-dir after its name."""
    command = commands.add_parser(
        name, help=summary, description=summary.capitalize() + ".", allow_abbrev=False, add_help=add_help
    )
    # SUPPRESS: where it is not given here, what stood before the command's name is kept.
    command.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="keep everything in this folder",
    )
    return command


def _segment(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "segment", "show how a text is coded and cut; nothing is sent")
    command.add_argument("text", nargs="?", metavar="TEXT")
    command.add_argument(
        "--lines", action="store_true", help="read one JSON string a line from standard input"
    )
    command.add_argument("--coding", choices=CODINGS, default="auto", help="data_coding (default: auto)")
    command.add_argument("--method", choices=METHODS, default="udh8", help="for long texts (default: udh8)")
    command.add_argument("--alphabet", choices=ALPHABETS, default="gsm7", help="what data_coding 0 means")
    command.add_argument("--json", action="store_true", help="one JSON object a text")


def _profile(commands: _Commands[argparse.ArgumentParser]) -> None:
    profile = _add(commands, "profile", "add, list, test or remove accounts")
    actions = profile.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = _add(actions, "add", "add an account")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--smpp-host", metavar="HOST", default="", help="SMPP: where to bind")
    add.add_argument("--smpp-port", metavar="PORT", default="")
    add.add_argument("--system-id", metavar="ID", default="", help="SMPP: the user name")
    add.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    add.add_argument("--bind", choices=("trx", "tx+rx"), default="trx", help="one connection or two")
    add.add_argument("--tls", action="store_true", help="encrypt, and check the provider's certificate")
    add.add_argument(
        "--ca-file", metavar="FILE", default="", help="certificates to trust instead of the system's"
    )
    add.add_argument("--system-type", metavar="TYPE", default="")
    add.add_argument(
        "--country", metavar="CC", default="", help="whose national numbers may be typed, as in RS"
    )
    add.add_argument("--from", dest="sender", metavar="SENDER", default="", help="the usual sender")
    add.add_argument("--alphabet", choices=ALPHABETS, default="", help="what data_coding 0 means")
    add.add_argument("--method", choices=METHODS, default="", help="for long texts")
    add.add_argument("--part-limit", metavar="N", default="", help="longest message in parts")
    add.add_argument("--window", metavar="N", default="", help="unanswered requests at a time")
    add.add_argument("--rate", metavar="N", default="", help="parts a second")
    add.add_argument(
        "--hold",
        metavar="SECONDS",
        default="",
        help="how long the window can undo a send, 0 to 30 (default: 5)",
    )
    add.add_argument(
        "--allow-long-credentials",
        action="store_true",
        help="more than 15 and 8 octets, against the specification",
    )
    _rest(add)
    _callbacks(add)
    _answers(add)
    _add(actions, "list", "list the accounts").add_argument(
        "--json", action="store_true", help="one JSON object a line"
    )
    test = _add(actions, "test", "bind once, and tell the provider's answer")
    test.add_argument("name", metavar="NAME")
    test.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    _add(actions, "remove", "remove an account and its password").add_argument("name", metavar="NAME")


def _answers(add: argparse.ArgumentParser) -> None:
    answers = add.add_argument_group("automatic answers, from the number that was written to (off)")
    answers.add_argument("--stop-reply", metavar="TEXT", default="", help="confirms a refusal, once")
    answers.add_argument("--auto-reply", metavar="TEXT", default="", help="answers a customer's message")
    answers.add_argument("--auto-reply-to", choices=("first", "every"), default="", help="default: first")
    answers.add_argument(
        "--auto-reply-budget", metavar="N", default="", help="answers to one number in 24 hours (default: 3)"
    )


def _rest(add: argparse.ArgumentParser) -> None:
    rest = add.add_argument_group("REST (alone, or beside SMPP)")
    rest.add_argument("--rest-url", metavar="URL", default="", help="as in https://sms.example.com:8002/api")
    rest.add_argument("--rest-username", metavar="U", default="")
    rest.add_argument("--rest-query", choices=("get", "post"), default="", help="how a status is asked for")
    rest.add_argument(
        "--rest-own-ids",
        action="store_true",
        help="send ids of our own (incMsgId); the provider must allow it",
    )
    rest.add_argument(
        "--rest-inject", action="store_true", help="allow the expert command inject (command=mo)"
    )
    rest.add_argument(
        "--rest-memory-h",
        metavar="HOURS",
        default="",
        help="when Vox forgets a message, 1 to 72 (default: 24)",
    )
    rest.add_argument("--transport", choices=TRANSPORTS, default="", help="the usual way of a message")


def _callbacks(add: argparse.ArgumentParser) -> None:
    callbacks = add.add_argument_group("callbacks over HTTP (off unless a port is given)")
    callbacks.add_argument("--callback-port", metavar="PORT", default="")
    callbacks.add_argument("--callback-address", metavar="ADDRESS", default="", help="default: 127.0.0.1")
    callbacks.add_argument(
        "--callback-open", action="store_true", help="allow an address that others can reach: see the warning"
    )
    callbacks.add_argument(
        "--callback-hosts", metavar="NAME[,NAME]", default="", help="names of a proxy or tunnel"
    )
    callbacks.add_argument(
        "--callback-sources", metavar="IP[,IP]", default="", help="who may post; default: any"
    )
    callbacks.add_argument(
        "--callback-fields", metavar="OURS=THEIRS[,...]", default="", help="names that differ from Vox's"
    )


def _send(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "send", "send one text to one or more numbers")
    command.epilog = (
        "Exit code: 0 every message accepted (with --wait: delivered), 3 at least one refused or failed, or "
        "nothing was sent, 4 at least one of unknown fate (do not send it again unseen), 2 wrong usage."
    )
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--from", dest="sender", metavar="SENDER", required=True)
    command.add_argument(
        "--to", metavar="N[,N]", required=True, action="append", help="may be given repeatedly"
    )
    command.add_argument("--text", metavar="TEXT", required=True)
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
    command.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object a message")


def _query(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "query", "ask the provider over REST what became of a message")
    command.add_argument("id", metavar="ID", help="the provider's id, or the number of a message in history")
    command.add_argument("--profile", metavar="NAME", help="where no message of ours has that id")
    command.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object an answer")


def _listen(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "listen", "receive callbacks over HTTP, without a window, until interrupted")
    command.epilog = "The first line tells the address to give to the provider; it holds a secret."
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--port", metavar="N", type=port, help="default: the account's; 0: any free one")
    command.add_argument("--follow", metavar="SECONDS", type=seconds, help="end after this long")
    command.add_argument("--json", action="store_true", help="one JSON object a line")


def _inbox(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "inbox", "list what customers have written, or print what they write now")
    command.epilog = (
        "With --profile it connects and prints each message once all its parts are here, until --follow is "
        "over or it is interrupted; what is still incomplete comes at the end."
    )
    command.add_argument("--profile", metavar="NAME", help="connect, and print what comes in")
    command.add_argument("--follow", metavar="SECONDS", type=seconds, help="end after this long")
    command.add_argument("--limit", metavar="N", type=number, help="list no more than this many")
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="what came in practice instead"
    )
    command.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    command.add_argument("--json", action="store_true", help="one JSON object a message")


def _inject(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "inject", "hand the platform an inbound message (experts; see --rest-inject)")
    command.add_argument("--profile", metavar="NAME", required=True)
    command.add_argument("--from", dest="sender", metavar="NUMBER", required=True, help="the customer")
    command.add_argument("--to", metavar="NUMBER", required=True, help="the number that was written to")
    command.add_argument("--text", metavar="TEXT", required=True)
    command.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)


def _bulk(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "bulk", "send one text to every row of a file (CSV, TSV, XLSX)")
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
        help="leave only in these hours where each number lives: 09:00-20:00",
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
    command.add_argument("--password-stdin", action="store_true", help=_PASSWORDS)
    command.add_argument("--json", action="store_true", help="end with one JSON object of the books")


def _opt_out(commands: _Commands[argparse.ArgumentParser]) -> None:
    register = _add(commands, "opt-out", "who wants no messages: enter, end, list, import, export")
    actions = register.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = _add(actions, "add", "enter numbers; what waits for them is taken back")
    end = _add(actions, "end", "note that a number wants messages again, and why")
    for action in (add, end):
        action.add_argument("--sender", metavar="SENDER", default="", help="only about messages from it")
        action.add_argument("--said-by", metavar="WHO", default="", help="who said it")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    add.add_argument("--evidence", metavar="WORDS", default="", help="the words in which it was said")
    end.add_argument("number", metavar="NUMBER")
    end.add_argument("--reason", metavar="WORDS", required=True)
    shown = _add(actions, "list", "list the entries that hold, or everything about one number")
    shown.add_argument("number", nargs="?", metavar="NUMBER", default="")
    taken = _add(actions, "import", "enter the numbers of a list (CSV, TSV, XLSX)")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--number-column", metavar="C", default="", help="by name, or by position from 1")
    taken.add_argument("--dry-run", action="store_true", help="only judge the rows and tell the books")
    for action in (add, end, shown, taken):
        action.add_argument("--country", metavar="CC", default="", help="whose national numbers are given")
        action.add_argument("--json", action="store_true", help="one JSON object a line")
    given = _add(actions, "export", "write the entries that hold to a CSV file")
    given.add_argument("--out", type=Path, metavar="F", required=True)


def _refusals(commands: _Commands[argparse.ArgumentParser]) -> None:
    tray = _add(commands, "refusals", "messages that may be refusals: list them, decide, undo")
    actions = tray.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = _add(actions, "list", "list what waits for a decision, oldest first")
    shown.add_argument("--all", action="store_true", help="with what was decided")
    decide = _add(actions, "decide", "decide about messages, by their ids")
    decide.add_argument("ids", nargs="+", metavar="ID", type=int)
    decision = decide.add_mutually_exclusive_group(required=True)
    decision.add_argument(
        "--opt-out", action="store_true", help="it is one: the number gets no more messages"
    )
    decision.add_argument("--not-a-refusal", action="store_true", help="it is none")
    decide.add_argument("--number", metavar="NUMBER", default="", help="whose it is, where that is not known")
    decide.add_argument("--country", metavar="CC", default="", help="whose national number is given")
    undo = _add(actions, "undo", "take decisions back, with what they entered")
    undo.add_argument("ids", nargs="+", metavar="ID", type=int)
    undo.add_argument("--reason", metavar="WORDS", required=True)
    for action in (shown, decide, undo):
        action.add_argument("--json", action="store_true", help="one JSON object a line")


def _contacts(commands: _Commands[argparse.ArgumentParser]) -> None:
    book = _add(commands, "contacts", "who stands behind a number: list, add, remove, import, export")
    actions = book.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = _add(actions, "list", "list the contacts by name")
    shown.add_argument("search", nargs="?", metavar="WORDS", default="", help="of a name, note or number")
    add = _add(actions, "add", "add a contact with its numbers, short codes or senders' names")
    add.add_argument("name", metavar="NAME")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    add.add_argument("--note", metavar="WORDS", default="")
    gone = _add(actions, "remove", "forget the contact that a number belongs to")
    gone.add_argument("number", metavar="NUMBER")
    taken = _add(actions, "import", "add the contacts of a list (CSV, TSV, XLSX) or a vCard file")
    taken.add_argument("file", type=Path, metavar="FILE")
    for action in (shown, add, gone, taken):
        action.add_argument("--country", metavar="CC", default="", help="whose national numbers are given")
        action.add_argument("--json", action="store_true", help="one JSON object a line")
    given = _add(actions, "export", "write the contacts to a CSV file, or to vCards where F ends in .vcf")
    given.add_argument("--out", type=Path, metavar="F", required=True)


def _auto_reply(commands: _Commands[argparse.ArgumentParser]) -> None:
    trips = _add(commands, "auto-reply", "numbers that asked for too many automatic answers")
    actions = trips.add_subparsers(dest="action", metavar="ACTION", required=True)
    shown = _add(actions, "held", "list the numbers that get none any more")
    reset = _add(actions, "reset", "answer a number again")
    reset.add_argument("number", metavar="NUMBER")
    reset.add_argument("--country", metavar="CC", default="", help="whose national number is given")
    for action in (shown, reset):
        action.add_argument("--json", action="store_true", help="one JSON object a line")


def _history(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "history", "list the messages, newest first")
    command.add_argument(
        "--find",
        metavar="WORDS",
        help="only those with these words, a number in any spelling, an id of the provider's, or #NUMBER",
    )
    command.add_argument("--limit", metavar="N", type=number, help="no more than this many")
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="what was sent in practice instead"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a message")


def rate(typed: str) -> float:
    """Read parts per second; named as :func:`seconds` is."""
    value = float(typed)
    if not 0 < value <= 100_000:
        raise argparse.ArgumentTypeError("give more than 0 and at most 100000")
    return value


def optional_number(typed: str) -> str:
    """Read the number of a job, "" for the newest; named as :func:`seconds` is."""
    if typed and not typed.isdecimal():
        raise argparse.ArgumentTypeError("give the number of a job")
    return typed


def job_number(typed: str) -> str:
    """Read the number of a job; named as :func:`seconds` is."""
    if not typed.isdecimal() or not int(typed):
        raise argparse.ArgumentTypeError("give the number of a job")
    return typed


def port(typed: str) -> int:
    """Read a port number; named as :func:`seconds` is."""
    value = int(typed)
    if not 0 <= value <= 65_535:
        raise argparse.ArgumentTypeError("give 0 to 65535")
    return value


def seconds(typed: str) -> float:
    """Read a waiting time; its name is what argparse calls a wrong one."""
    value = float(typed)
    if not 0 <= value <= LONGEST_WAIT_S:
        raise argparse.ArgumentTypeError("give 0 seconds to 7 days")
    return value


def number(typed: str) -> int:
    """Read a number of things; named as :func:`seconds` is."""
    value = int(typed)
    if value < 0:
        raise argparse.ArgumentTypeError("give 0 or more")
    return value
