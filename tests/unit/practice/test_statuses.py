from __future__ import annotations

import pytest

from vox_console.practice.behaviours import Stat
from vox_console.practice.statuses import Statuses


def test_a_message_is_found_under_each_of_its_ids_by_its_own_account() -> None:
    statuses = Statuses()
    status = statuses.open("a", "381640000010", "39f99dd5", "0972660181")
    assert statuses.find("39f99dd5", account="a") is status
    assert statuses.find("0972660181", account="a") is status
    assert statuses.find("39f99dd5", account="b") is None
    assert statuses.find("never-was", account="a") is None


def test_an_id_that_comes_again_means_the_newer_message() -> None:
    statuses = Statuses()
    statuses.open("a", "1", "mine")
    newer = statuses.open("a", "2", "mine")
    assert statuses.find("mine", account="a") is newer


def test_the_last_word_stands_even_when_it_goes_back() -> None:
    status = Statuses().open("a", "1", "x")
    assert (status.stat, status.told_at) == (Stat.ENROUTE, 0)
    status.tell(Stat.DELIVRD, 5)
    status.tell(Stat.ENROUTE, 6)
    assert (status.stat, status.told_at) == (Stat.ENROUTE, 6)


@pytest.mark.parametrize("stat", Stat)
def test_enroute_and_accepted_are_not_final(stat: Stat) -> None:
    status = Statuses().open("a", "1", "x")
    status.tell(stat, 5)
    assert status.final == (stat not in {Stat.ENROUTE, Stat.ACCEPTD})


def test_everything_can_be_forgotten() -> None:
    statuses = Statuses()
    statuses.open("a", "1", "x", "y")
    assert len(statuses) == 2
    statuses.clear()
    assert statuses.find("x", account="a") is None
