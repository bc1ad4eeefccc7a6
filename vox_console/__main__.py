"""The entry point: hands the command line to :mod:`vox_console.cli` and lends it the two things above it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from vox_console.cli import command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    return command_line.main(argv, open_window=_open_window, run_practice=_run_practice)


def _open_window(data_dir: Path | None, *, practice: bool) -> int:
    from vox_console import app  # noqa: PLC0415 - the only way to Qt, and it costs 0.1 s

    return app.run_window(data_dir, practice)


def _run_practice(arguments: Sequence[str]) -> int:
    from vox_console.practice import command  # noqa: PLC0415 - one command of many

    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
