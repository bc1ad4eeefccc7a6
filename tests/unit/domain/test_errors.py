"""The error tree: what it says, and where things belong in it."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import (
    BindRefused,
    FieldProblem,
    LinkError,
    SendRefused,
    SettingsError,
    Severity,
    StoreError,
    StoreFull,
    StoreHeld,
    StoreNewer,
    TlsFault,
    VaultError,
    VoxError,
)


def test_a_problem_forbids_sending_unless_it_is_said_to_be_a_warning() -> None:
    assert FieldProblem("to", "empty", "Enter a number.").severity is Severity.ERROR


def test_an_error_carries_title_detail_and_hint() -> None:
    error = VoxError("Disk full", detail="no space left", hint="Free some space.")
    assert (error.title, error.detail, error.hint) == ("Disk full", "no space left", "Free some space.")
    assert str(error) == "Disk full: no space left"
    assert str(VoxError("Disk full")) == "Disk full"


def test_a_refused_bind_carries_its_code_and_whether_trying_again_can_help() -> None:
    error = BindRefused("Refused", detail="d", hint="h", command_status=0x0E, fatal=True)
    assert (error.command_status, error.fatal, error.title) == (0x0E, True, "Refused")


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (LinkError, VoxError),
        (BindRefused, LinkError),
        (TlsFault, LinkError),
        (StoreError, VoxError),
        (StoreHeld, StoreError),
        (StoreNewer, StoreError),
        (StoreFull, StoreError),
        (VaultError, VoxError),
        (SettingsError, VoxError),
        (SendRefused, VoxError),
    ],
)
def test_the_tree_is_the_one_in_the_docstring(kind: type[VoxError], parent: type[VoxError]) -> None:
    assert kind.__base__ is parent
