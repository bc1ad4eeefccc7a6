"""A recipient's chip is faulty where it cannot be sent to."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.composing_state import Chip


@pytest.mark.parametrize(
    ("severity", "faulty"), [(None, False), (Severity.WARNING, False), (Severity.ERROR, True)]
)
def test_only_an_error_makes_a_chip_faulty(severity: Severity | None, *, faulty: bool) -> None:
    problem = None if severity is None else FieldProblem("to", "code", "Words.", severity=severity)
    assert Chip("raw", "381641234567", "label", "RS", problem).faulty is faulty
