"""A canary: secrets in every form they could leak in, and a cage that everything told is put into."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus


def forms_of(secret: str) -> dict[str, bytes]:
    """Give a secret as it would look in logs, files and dumps, in lower case where that does not matter."""
    octets = secret.encode()
    forms = {
        "plain": octets,
        "URL-encoded": quote(secret, safe="").encode(),
        "form-encoded": quote_plus(secret).encode(),
        "hex": octets.hex().encode(),
        "HEX": octets.hex().upper().encode(),
        "spaced hex": octets.hex(" ").encode(),
        "UTF-16LE": secret.encode("utf-16-le"),
        "UTF-16BE": secret.encode("utf-16-be"),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "JSON in JSON": json.dumps(json.dumps(secret))[3:-3].encode(),
        "list of octets": str(list(octets))[1:-1].encode(),
    }
    for before in range(3):  # it may begin anywhere in a group of three octets
        encoded = base64.b64encode(b"\0" * before + octets)
        certain = encoded[(0, 2, 3)[before] : len(encoded) - (0, 3, 2)[(before + len(octets)) % 3]]
        forms[f"base64 at {before}"] = certain.rstrip(b"=")
    return forms


class Cage:
    """Keeps what was told, by where it came from, and finds secrets in it."""

    def __init__(self, **secrets: str) -> None:
        self._forms = {name: forms_of(secret) for name, secret in secrets.items()}
        self._kept: list[tuple[str, bytes]] = []

    def keep(self, origin: str, *told: object) -> None:
        """Keep texts and octets as they are, of anything else what it shows of itself."""
        for each in told:
            if isinstance(each, bytes):
                self._kept.append((origin, each))
            elif isinstance(each, str):
                self._kept.append((origin, each.encode("utf-8", "backslashreplace")))
            else:
                self.keep(origin, repr(each), str(each))

    def keep_fault(self, origin: str, fault: BaseException) -> None:
        """Keep an exception with its traceback, and all that is chained to it or hangs on it."""
        self.keep(origin, "".join(traceback.format_exception(fault)))
        seen: list[BaseException] = []
        todo = [fault]
        while todo:
            each = todo.pop()
            if each in seen:
                continue
            seen.append(each)
            self.keep(f"{origin}, {type(each).__name__}", repr(each), str(each), repr(vars(each)))
            todo += [chained for chained in (each.__cause__, each.__context__) if chained is not None]

    def keep_files(self, origin: str, folder: Path) -> list[str]:
        """Keep the content of every file below a folder, and their names; give these."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in paths:
            self.keep(f"{origin} {path.name}", path.read_bytes(), str(path))
        return [path.name for path in paths]

    def hits(self, *, allowed: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
        """Say which secret was found where, and in which form. allowed: (origin, secret)."""
        return sorted(
            {
                f"{secret} as {form} in {origin}"
                for origin, octets in self._kept
                for secret, forms in self._forms.items()
                if (origin, secret) not in allowed
                for form, look in forms.items()
                if look in octets
            }
        )

    @property
    def size(self) -> int:
        """How many octets are kept."""
        return sum(len(octets) for _, octets in self._kept)


class CagedLog(logging.Handler):
    """Puts every log record into a cage, whole."""

    def __init__(self, cage: Cage) -> None:
        super().__init__(logging.DEBUG)
        self._cage = cage
        self.records = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it as it would be written, and the arguments it came with."""
        self.records += 1
        self._cage.keep("the log", self.format(record), repr(record.msg), repr(record.args))


def everything_logged(cage: Cage) -> Iterator[CagedLog]:
    """Log into a cage from DEBUG on; the loggers that were quietened by the program stay quiet."""
    root = logging.getLogger()
    level, handler = root.level, CagedLog(cage)
    others = [(each, each.level) for each in root.handlers]
    for each, _ in others:
        each.setLevel(logging.CRITICAL)  # nobody wants to read all this when a test fails
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        for each, before in others:
            each.setLevel(before)
