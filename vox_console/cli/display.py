"""Says whether a window could be shown at all, before Qt is asked and aborts the process."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping

_INSTEAD = (
    "start it from a desktop session, or on a server with xvfb-run -a (apt-get install xvfb), or use the "
    'command line, for example: vox-console segment "Hello"'
)
_X_DISPLAY = re.compile(r"(?P<host>[^:/]*):(?P<number>\d+)(?:\.\d+)?")
X_TCP_PORT = 6000  # plus the display's number; ssh -X forwards this way
X_TIMEOUT_S = 3.0


def x_answers(display: str) -> bool:
    """Say whether an X server listens where DISPLAY says (X(7), "Display names")."""
    named = _X_DISPLAY.fullmatch(display)
    if named is None:
        return True  # launchd and others have names of their own: let Qt try
    number = int(named["number"])
    if named["host"] in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X listens
        # Linux servers also listen on the abstract name, which needs no file in this container.
        return any(_connects(socket.AF_UNIX, address) for address in (path, "\0" + path))
    return _connects(socket.AF_INET, (named["host"], X_TCP_PORT + number))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe:
        probe.settimeout(X_TIMEOUT_S)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True


def missing_display(
    environment: Mapping[str, str], platform: str, *, answers: Callable[[str], bool] = x_answers
) -> str:
    """Give one line of words when there is no display, "" when there is one.

    platform: as in sys.platform. QT_QPA_PLATFORM is the user's own word and is believed, except that xcb
    needs an X server. answers: says whether the X server of a DISPLAY is there.
    """
    if platform in {"darwin", "win32", "cygwin"}:
        return ""
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if wanted not in {"", "xcb"} or (environment.get("WAYLAND_DISPLAY") and not wanted):
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return f"there is no display to open a window on: {_INSTEAD}"
    if not answers(display):
        return f"the display {display} does not answer: {_INSTEAD}"
    return ""
