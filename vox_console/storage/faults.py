"""What SQLite's troubles mean to a person: the border where apsw's exceptions become StoreErrors.

SQLite reports two kinds of trouble through one exception tree. A full disk, a damaged file or a lock
that is never released is *the machine's*: it becomes a StoreError with words. A broken constraint or
a typing error in SQL is *ours*: it passes through unchanged, as any bug does.
"""

from __future__ import annotations

import errno

import apsw

from vox_console.domain.errors import StoreError, StoreFull

_DAMAGED = "The database file is damaged"
# The log has to go too: SQLite plays it into any file of that name (sqlite.org/howtocorrupt.html §1.4).
_RESTORE = (
    "Quit, move the damaged file away together with its -wal and -shm files, and put the newest file"
    " from the backups folder in its place."
)

# Result codes: sqlite.org/rescode.html. What is not listed here is our bug.
_WORDS: dict[type[apsw.Error], tuple[str, str, str]] = {
    apsw.BusyError: (
        "The database is busy",
        "another program holds its lock",
        "Close other programs that have the file open.",
    ),
    apsw.CantOpenError: (
        "The database cannot be opened",
        "the file or its folder is missing or not accessible",
        "Check that the data folder exists and that you may write to it.",
    ),
    apsw.CorruptError: (_DAMAGED, "SQLite found a page it cannot understand", _RESTORE),
    apsw.IOError: (
        "The disk could not read or write the database",
        "the operating system reported an input/output error",
        "Check the disk; nothing is sent or acknowledged until it works again.",
    ),
    apsw.NoLFSError: (
        "The database is too large for this system",
        "the file system cannot hold a file of that size",
        "Move the data folder to another disk.",
    ),
    apsw.NoMemError: (
        "Out of memory",
        "the database could not get the memory it needs",
        "Close other programs.",
    ),
    apsw.NotADBError: (_DAMAGED, "the file is not an SQLite database", _RESTORE),
    apsw.PermissionsError: (
        "The database may not be used",
        "the operating system denied access",
        "Check the owner and the permissions of the data folder.",
    ),
    apsw.ProtocolError: (
        "The database is busy",
        "its lock could not be taken",
        "Close other programs that have the file open.",
    ),
    apsw.ReadOnlyError: (
        "The database cannot be written",
        "the file or its folder is read-only",
        "Check that you may write to the data folder.",
    ),
}


def world_fault(fault: Exception) -> StoreError | None:
    """Give the StoreError an exception means, with its cause chained, or None when it is a bug of ours."""
    if isinstance(fault, StoreError):
        return fault
    if isinstance(fault, apsw.FullError):
        told: StoreError = _full()
    else:
        kind = next((kind for kind in _WORDS if isinstance(fault, kind)), None)
        if kind is None:
            return None
        title, detail, hint = _WORDS[kind]
        told = StoreError(title, detail=detail, hint=hint)
    told.__cause__ = fault
    return told


def file_fault(fault: OSError) -> StoreError:
    """Give the StoreError for what the operating system refused while a file was made ready."""
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full()
    return StoreError(
        "The data folder cannot be used",
        detail=fault.strerror or type(fault).__name__,
        hint="Check that the folder exists and that you may write to it.",
    )


def _full() -> StoreFull:
    return StoreFull(
        "The disk is full",
        detail="the database cannot grow",
        hint="Free some space; nothing is sent or acknowledged until there is.",
    )


def require_sound(connection: apsw.Connection) -> None:
    """Raise a StoreError when SQLite's quick_check finds damage.

    Damage shows in two ways: as rows that are not "ok", or, when a page is garbage, as an exception
    out of the check itself.
    """
    try:
        findings = [" ".join(str(row[0]).split()) for row in connection.execute("PRAGMA quick_check(5)")]
    except apsw.Error as fault:
        told = world_fault(fault)
        if told is None:
            raise
        raise told from fault
    if findings != ["ok"]:
        raise StoreError(_DAMAGED, detail="; ".join(findings), hint=_RESTORE)
