"""What may be typed of accounts. See :mod:`.arguments`."""

from __future__ import annotations

import argparse

from vox_console.cli.argument_types import ALPHABETS, METHODS, TRANSPORTS
from vox_console.cli.command_adding import PASSWORDS, Commands, add_command


def add_profile(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `profile`: accounts."""
    profile = add_command(commands, "profile", "add, list, test or remove accounts")
    actions = profile.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = add_command(actions, "add", "add an account")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--smpp-host", metavar="HOST", default="", help="SMPP: where to bind")
    add.add_argument("--smpp-port", metavar="PORT", default="")
    add.add_argument("--system-id", metavar="ID", default="", help="SMPP: the user name")
    add.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
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
    add_command(actions, "list", "list the accounts").add_argument(
        "--json", action="store_true", help="one JSON object a line"
    )
    test = add_command(actions, "test", "bind once, and tell the provider's answer")
    test.add_argument("name", metavar="NAME")
    test.add_argument("--password-stdin", action="store_true", help=PASSWORDS)
    add_command(actions, "remove", "remove an account and its password").add_argument("name", metavar="NAME")


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
