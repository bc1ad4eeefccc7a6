"""Says whether a window could be shown at all, before Qt is asked and aborts the process."""

from __future__ import annotations

from collections.abc import Mapping


def missing_display(environment: Mapping[str, str], platform: str) -> str:
    """Give one line of words when there is no display, "" when there is one.

    platform: as in sys.platform. QT_QPA_PLATFORM is the user's own word and is believed.
    """
    if platform in {"darwin", "win32", "cygwin"}:
        return ""
    if any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return ""
    return (
        "there is no display to open a window on: start it from a desktop session, or on a server with "
        "xvfb-run -a (apt-get install xvfb), or use the command line, for example: "
        'vox-console segment "Hello"'
    )
