"""Judges a zip archive by its directory, before anything in it is unpacked."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import SheetLimits

_AS_WORKBOOK = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."
UNPROTECT = "Open it in your spreadsheet program, save a copy without a password, and choose that."
_OTHERS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("word/document.xml", "a text document of Word"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
    ("Index/Document.iwa", "a document of Numbers or Pages"),
)


def open_archive(file: BinaryIO, limits: SheetLimits) -> zipfile.ZipFile:
    """Open a workbook's archive. Raises ImportFault when it is broken, locked, too much or no workbook."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise broken(str(fault)) from fault
    members = archive.infolist()
    if len(members) > limits.members:
        raise _too_much(f"It has {len(members):,} parts.")
    if any(member.flag_bits & 1 for member in members):
        raise ImportFault(
            "The workbook is protected with a password",
            hint=UNPROTECT,
        )
    expanded = sum(member.file_size for member in members)
    if expanded > limits.expanded_octets:
        raise _too_much(f"Unpacked it has {expanded:,} octets.")
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size >= limits.large_octets and ratio > limits.packed_ratio:
            raise _too_much(f"A part of it is {ratio:,.0f} times as large unpacked, which no real sheet is.")
    _recognise(archive)
    return archive


def _recognise(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names and any(name.lower().startswith("xl/") for name in names):
        for name, what in _OTHERS[:1]:
            if name in names:
                raise ImportFault(f"This is {what}", hint=_AS_WORKBOOK)
        return
    for name, what in _OTHERS:
        if name in names:
            raise ImportFault(f"This is {what}, not an Excel workbook", hint=_AS_WORKBOOK)
    raise ImportFault("This is an archive, not a workbook", hint="Unpack it, and choose the file in it.")


def broken(why: str) -> ImportFault:
    """Give the fault of an archive or workbook that cannot be read. why: one sentence or less."""
    return ImportFault(
        "The workbook is broken",
        detail=why,
        hint="Copy or download it again; or open it in your spreadsheet program and save it anew.",
    )


def _too_much(why: str) -> ImportFault:
    return ImportFault(
        "The workbook unpacks to more than we are willing to read",
        detail=why,
        hint="Save the sheet you need as CSV and choose that.",
    )
