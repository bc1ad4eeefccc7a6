from __future__ import annotations

import errno

import apsw
import pytest

from vox_console.domain.errors import StoreError, StoreFull
from vox_console.storage.faults import file_fault, require_sound, world_fault


@pytest.mark.parametrize(
    "fault",
    [
        apsw.BusyError,
        apsw.CantOpenError,
        apsw.CorruptError,
        apsw.FullError,
        apsw.IOError,
        apsw.NoMemError,
        apsw.NotADBError,
        apsw.PermissionsError,
        apsw.ReadOnlyError,
    ],
)
def test_the_machines_faults_are_told_in_words_with_a_way_out_and_their_cause(
    fault: type[apsw.Error],
) -> None:
    cause = fault("sqlite's own text")
    told = world_fault(cause)
    assert told is not None
    assert told.title
    assert told.hint
    assert "sqlite's own text" not in str(told)
    assert told.__cause__ is cause


@pytest.mark.parametrize("fault", [apsw.ConstraintError, apsw.SQLError, apsw.BindingsError, KeyError])
def test_our_own_bugs_stay_what_they_are(fault: type[Exception]) -> None:
    assert world_fault(fault("x")) is None


def test_a_full_disk_is_told_apart_from_a_broken_one() -> None:
    assert isinstance(world_fault(apsw.FullError()), StoreFull)
    assert not isinstance(world_fault(apsw.IOError()), StoreFull)
    assert isinstance(file_fault(OSError(errno.ENOSPC, "No space left on device")), StoreFull)
    assert not isinstance(file_fault(OSError(errno.EACCES, "Permission denied")), StoreFull)


def test_a_sound_file_passes() -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE a(x)")
    require_sound(connection)
    assert connection.pragma("quick_check") == "ok"


def test_a_fault_that_is_told_already_is_told_as_it_is() -> None:
    told = StoreError("The database is closed")
    assert world_fault(told) is told
