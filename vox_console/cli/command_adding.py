"""How a command is added to the parser. See :mod:`.arguments`."""

from __future__ import annotations

import argparse
from pathlib import Path

PASSWORDS = "read the password from standard input (a second line: REST's, where it is another)"

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives the type no public name


def add_practice(command: argparse.ArgumentParser) -> None:
    """Add --practice, which is also kept from before the command's name."""
    command.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="in the data of practice instead"
    )


def add_command(
    commands: Commands[argparse.ArgumentParser], name: str, summary: str, *, add_help: bool = True
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
