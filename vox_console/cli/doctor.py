"""`vox-console doctor`: what this machine offers the program, and what is missing, one finding a line.

Qt is tried in a process of its own, because this one must stay without it and because a Qt that cannot
find its libraries ends the process it is in. The exit code is 1 when something is broken; what a server
simply does not have (a display, a keyring) is only noted.
"""

from __future__ import annotations

import asyncio
import os
import platform
import ssl
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from vox_console import __version__
from vox_console.cli.display import missing_display
from vox_console.cli.output import print_json, print_text
from vox_console.domain.errors import SettingsError, StoreError, StoreHeld
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import ProfileStore
from vox_console.settings.vault import open_vault
from vox_console.storage.folder_lock import FolderLock

QT_TIMEOUT_S = 20.0
_PACKAGES = (
    "PySide6-Essentials",
    "qasync",
    "apsw",
    "smpplib",
    "httpx",
    "keyring",
    "phonenumbers",
    "gsm0338",
    "pydantic",
    "truststore",
)
_TRY_QT = (
    "from PySide6.QtGui import QGuiApplication as A; a = A([]); "
    "print(a.platformName(), a.primaryScreen().size().toTuple() if a.primaryScreen() else 'no screen')"
)


class Verdict(StrEnum):
    """What a finding means: all is well, good to know, or to be repaired."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. words: a line for a person."""

    topic: str
    verdict: Verdict
    words: str


def run(arguments: Namespace) -> int:
    """Look at everything; print; give 0 or 1."""
    folders = Folders.choose(arguments.data_dir)
    findings: list[Finding] = []
    for finding in _findings(folders):
        findings.append(finding)
        if not arguments.json:
            print_text(f"{finding.verdict:<5}  {finding.topic:<8}  {finding.words}")
            sys.stdout.flush()
    if arguments.json:
        fields: dict[str, object] = {
            each.topic: {"verdict": each.verdict, "words": each.words} for each in findings
        }
        print_json([fields])
    return int(any(finding.verdict is Verdict.FAULT for finding in findings))


def _findings(folders: Folders) -> Iterator[Finding]:
    yield Finding("version", Verdict.OK, f"Vox Console {__version__}")
    yield Finding("python", Verdict.OK, f"{platform.python_version()} on {platform.platform()}")
    yield _packages()
    yield _qt()
    yield _tls()
    yield asyncio.run(_keyring())
    yield _folder(folders.data)
    yield _database(folders.data)
    yield _profiles(folders.config)


def _packages() -> Finding:
    missing = []
    words = []
    for name in _PACKAGES:
        try:
            words.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", Verdict.FAULT, f"missing: {', '.join(missing)}; run make run once more")
    return Finding("packages", Verdict.OK, ", ".join(words))


def _qt() -> Finding:
    no_display = missing_display(os.environ, sys.platform)
    environment = dict(os.environ)
    if no_display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-c", _TRY_QT]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and words
            command, env=environment, capture_output=True, text=True, timeout=QT_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding("qt", Verdict.FAULT, "Qt did not start in time")
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        return Finding("qt", Verdict.FAULT, f"Qt does not start: {reason}")
    words = f"works on platform {done.stdout.strip()}"
    if no_display:
        return Finding("qt", Verdict.NOTE, f"{words}; {no_display}")
    return Finding("qt", Verdict.OK, words)


def _tls() -> Finding:
    import truststore  # noqa: PLC0415 - loads the platform's trust store

    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # fails where the platform's verification is missing
    paths = ssl.get_default_verify_paths()
    where = paths.cafile or paths.capath
    if sys.platform.startswith("linux") and not where:
        return Finding("tls", Verdict.FAULT, "no certificates to trust; install the package ca-certificates")
    where = where or "the system's own store"
    return Finding("tls", Verdict.OK, f"{ssl.OPENSSL_VERSION}, certificates from {where}")


async def _keyring() -> Finding:
    vault = await open_vault()
    verdict = Verdict.OK if vault.lasting else Verdict.NOTE
    return Finding("keyring", verdict, await vault.describe())


def _folder(folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding("folder", Verdict.OK, f"{folder} (made at the first start)")
    try:
        with FolderLock(folder).acquire(program="command line"):
            pass
    except StoreHeld as held:
        return Finding("folder", Verdict.NOTE, f"{folder}, {held.detail}")
    except StoreError as fault:
        return Finding("folder", Verdict.FAULT, f"{folder}: {fault}")
    return Finding("folder", Verdict.OK, f"{folder}, free")


def _database(folder: Path) -> Finding:
    import apsw  # noqa: PLC0415 - with its own SQLite, 3 ms

    from vox_console.services.controller import DATABASE_NAME  # noqa: PLC0415 - brings the whole engine

    engine = f"SQLite {apsw.sqlite_lib_version()}"
    path = folder / DATABASE_NAME
    if not path.exists():
        return Finding("database", Verdict.OK, f"{engine}, none yet")
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            verdict = connection.pragma("quick_check")
            count = connection.execute("SELECT count(*) FROM messages").get
        finally:
            connection.close()
    except apsw.Error as fault:
        return Finding(
            "database", Verdict.FAULT, f"{engine}, {path.name} cannot be read: {type(fault).__name__}"
        )
    size_mb = path.stat().st_size / 1_000_000
    messages = "1 message" if count == 1 else f"{count} messages"
    words = f"{engine}, {messages}, {size_mb:.1f} MB, check: {verdict}"
    return Finding("database", Verdict.OK if verdict == "ok" else Verdict.FAULT, words)


def _profiles(folder: Path) -> Finding:
    try:
        profiles = ProfileStore(folder).list()
    except SettingsError as fault:
        return Finding("accounts", Verdict.FAULT, f"{fault}. {fault.hint}")
    return Finding("accounts", Verdict.OK, ", ".join(profile.name for profile in profiles) or "none yet")
