"""A rehearsal: the real engine against the real practice provider, and nothing of it left behind."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import LinkError
from vox_console.domain.transport_name import TransportRule
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_rehearsal import MOST_ROWS, Rehearsal, Rehearsed
from vox_console.services.practice_process import PracticeProcess
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import JobRow

ORDER = BulkOrder("Vox", "Hello {name}", (0,), {"name": 1}, transport=TransportRule.SMPP)
REST_ALONE = PROFILE.model_copy(
    update={"host": "", "rest_url": "https://rest.example/api", "rest_username": "me"}
)
REFUSED, UNDELIVERABLE = "381641230023", "381641230011"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which temporary ones are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def rows(*numbers: str, parts: int = 1) -> list[JobRow]:
    return [
        JobRow(row, (number, "n" + "x" * (parts - 1) * 200), RowClass.ACCEPTED, number, parts)
        for row, number in enumerate(numbers, 2)
    ]


def ordinary(count: int) -> list[str]:
    return [f"38164{at:05}00" for at in range(1_000, count + 1_000)]


def rehearse(
    given: list[JobRow], order: BulkOrder = ORDER, profile: Profile = PROFILE
) -> tuple[Rehearsed, list[int]]:
    told: list[int] = []
    return asyncio.run(Rehearsal(order, profile, given).run(told=told.append)), told


def test_every_outcome_is_told_and_the_provider_counts_what_was_predicted(temporary: Path) -> None:
    found, told = rehearse(rows(*ordinary(30), REFUSED, UNDELIVERABLE, parts=2))
    assert found.outcomes == {"delivered": 30, "refused": 1, "undeliverable": 1}
    assert (found.rows, found.whole, found.noun) == (32, True, "part")
    assert (found.predicted, found.taken) == (64, 62), "two parts of one row were refused"
    assert told[-1] == 32
    assert list(temporary.iterdir()) == [], "nothing is left of it"


def test_an_account_with_rest_alone_rehearses_over_rest(temporary: Path) -> None:
    found, _ = rehearse(rows(*ordinary(5), REFUSED), replace(ORDER, transport=TransportRule.AUTO), REST_ALONE)
    assert (found.predicted, found.taken, found.noun) == (6, 5, "message")
    assert (found.outcomes["refused"], sum(found.outcomes.values())) == (1, 6)
    assert list(temporary.iterdir()) == []


def test_the_limits_are_the_account_s_own(temporary: Path) -> None:
    short = PROFILE.model_copy(update={"part_limit": 1})
    found, _ = rehearse(rows(*ordinary(3), parts=2), profile=short)
    assert (found.outcomes, found.taken) == ({}, 0)
    assert list(temporary.iterdir()) == []


def test_of_a_long_list_the_first_rows_are_rehearsed() -> None:
    rehearsal = Rehearsal(ORDER, PROFILE, rows(*ordinary(MOST_ROWS + 5)))
    assert len(rehearsal.rows) == MOST_ROWS


def test_it_can_be_broken_off(temporary: Path) -> None:
    rehearsal = Rehearsal(ORDER, PROFILE, rows(*ordinary(2_000)))
    rehearsal.cancel()
    found = asyncio.run(rehearsal.run(told=lambda _rows: None))
    assert not found.whole
    assert found.rows == 2_000
    assert list(temporary.iterdir()) == []


def test_a_provider_that_does_not_start_is_told(temporary: Path) -> None:
    def start() -> PracticeProcess:
        raise LinkError("The practice provider did not start")

    with pytest.raises(LinkError, match="did not start"):
        asyncio.run(Rehearsal(ORDER, PROFILE, rows(*ordinary(1)), start=start).run(told=lambda _rows: None))
    assert list(temporary.iterdir()) == []


def test_nothing_but_this_computer_is_dialled(temporary: Path) -> None:
    secret = PROFILE.model_copy(update={"host": "192.0.2.1", "system_id": "real", "ca_file": "real.pem"})
    found, _ = rehearse(rows(*ordinary(2)), profile=secret)
    assert found.outcomes == {"delivered": 2}
    assert list(temporary.iterdir()) == []
