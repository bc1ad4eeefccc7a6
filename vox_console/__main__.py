"""The entry point: hands the command line to :mod:`vox_console.cli` and lends it the two things above it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from vox_console.cli import command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code."""
    return command_line.main(argv, open_window=_open_window, run_practice=_run_practice)


def _open_window(data_dir: Path | None, *, practice: bool) -> int:
    # Qt costs 0.1 s, so commands that need no window do not load it; the rest costs 0.4 s, so the window
    # is on the screen before that is loaded.
    from vox_console.ui.opening import OpeningWindow, set_stage  # noqa: PLC0415 - see above

    stage = set_stage(data_dir)
    opening = OpeningWindow(stage)
    app = opening.read_meanwhile(_load_app)
    code: int = app.run_window(stage, opening, practice=practice)
    return code


def _load_app() -> ModuleType:
    from vox_console import app  # noqa: PLC0415 - see _open_window

    return app


def _run_practice(arguments: Sequence[str]) -> int:
    from vox_console.practice import command  # noqa: PLC0415 - one command of many

    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
