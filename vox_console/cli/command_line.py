"""Parses the command line, runs the command, and turns faults into words and an exit code.

Exit codes: 0 done; 1 the world said no (in words on standard error); 2 wrong usage, which the name of an
account that is not there also is; `send` has more,
see :mod:`vox_console.cli.send`; 130 interrupted; 141 nobody reads our output any more.
"""

# ruff: noqa: PLC0415 - each command is loaded when it is asked for, see the package docstring

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, TextIO

from vox_console.cli.arguments import build_parser
from vox_console.cli.exit_codes import FAILED, WRONG_USAGE

INTERRUPTED = 128 + signal.SIGINT
NOBODY_READS = 128 + 13  # SIGPIPE, which Windows does not name


# The window, and what works on the data that was made in practice. Anything else would be done for real.
_LISTS = ("opt-out", "refusals", "contacts", "quick-text", "auto-reply")
_IN_PRACTICE = frozenset({None, "practice", "history", "inbox", "export", *_LISTS})


class OpenWindow(Protocol):
    """Lent from above, because this layer knows no Qt: opens the window and gives its exit code."""

    def __call__(self, data_dir: Path | None, *, practice: bool) -> int:
        """Run until the window is closed."""


RunPractice = Callable[[Sequence[str]], int]


def main(argv: Sequence[str] | None, *, open_window: OpenWindow, run_practice: RunPractice) -> int:
    """Run the program and give its exit code; ends with SystemExit on --help, --version and wrong usage."""
    parser = build_parser()
    arguments, rest = parser.parse_known_args(argv)
    if rest and arguments.command != "practice":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if arguments.practice and arguments.command not in _IN_PRACTICE:
        parser.error(
            f"--practice makes no practice of {arguments.command}: it opens the window, or reads its data"
        )
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    try:
        if arguments.command is None:
            return _window(arguments, open_window)
        if arguments.command == "practice":
            return run_practice(rest)
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes standard output once more at exit, and must not fail there again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS


def _run(arguments: Namespace) -> int:
    from vox_console.cli.output import complain_of
    from vox_console.domain.errors import UnknownProfile, VoxError

    try:
        return _command(arguments.command)(arguments)
    except UnknownProfile as fault:
        complain_of(fault)
        return WRONG_USAGE
    except VoxError as fault:
        complain_of(fault)
        return FAILED


def _command(name: str) -> Callable[[Namespace], int]:
    """Give the command of a name that the parser knows: each has a module of its own."""
    run: Callable[[Namespace], int] = import_module(f"vox_console.cli.{name.replace('-', '_')}").run
    return run


def _window(arguments: Namespace, open_window: OpenWindow) -> int:
    from vox_console.cli.display import missing_display

    words = missing_display(os.environ, sys.platform)
    if words:
        print(f"vox-console: {words}", file=sys.stderr)
        return FAILED
    return open_window(arguments.data_dir, practice=arguments.practice)


def _never_fail_on_a_character(stream: TextIO) -> None:
    """Show what the terminal's encoding lacks as an escape rather than end with an error."""
    reconfigure = getattr(stream, "reconfigure", None)  # a stand-in of a test or an embedder has none
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
