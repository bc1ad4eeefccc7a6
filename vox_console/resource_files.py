"""Finds the files that ship with the program: icons, fonts, sample files.

In a wheel they live inside the package (``vox_console/_resources``, put there by the build); in a
checkout they stand beside it (``resources``). Nobody else needs to know which of the two it is.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(name: str) -> Path:
    """Give the path of a shipped file or folder, such as ``"icons/send.svg"``.

    Raises FileNotFoundError when it is not shipped, and ValueError when the name leaves the folder.
    """
    for root in _ROOTS:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            msg = f"not inside the resources: {name}"
            raise ValueError(msg)
        if path.exists():
            return path
    msg = f"not shipped: {name}"
    raise FileNotFoundError(msg)
