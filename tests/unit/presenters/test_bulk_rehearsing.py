"""A rehearsal from the bulk pane: how far it is, what came of it, and that nobody got anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from vox_console.domain.errors import LinkError
from vox_console.presenters.bulk_rehearsing import NO_FORECAST, TITLE, ListRehearsing
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_rehearsal import Rehearsal, Rehearsed
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import JobRow

FOUND = Rehearsed(40, {"delivered": 38, "refused": 2}, predicted=44, taken=42, noun="part", whole=True)


class Scripted(Rehearsal):
    """A rehearsal without a provider: tells that it is halfway, waits to be let go, and gives what is set."""

    made: Sequence[JobRow] = ()
    found: Rehearsed | LinkError = FOUND
    go = asyncio.Event()

    def __init__(self, order: BulkOrder, profile: Profile, rows: Sequence[JobRow]) -> None:
        super().__init__(order, profile, rows)
        Scripted.made = self.rows
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True

    async def run(self, *, told: Callable[[int], None]) -> Rehearsed:
        told(20)
        await Scripted.go.wait()
        told(40)
        if isinstance(Scripted.found, LinkError):
            raise Scripted.found
        return Scripted.found


async def checked(bench: Bench, folder: Path, found: Rehearsed | LinkError = FOUND) -> None:
    Scripted.found, Scripted.go = found, asyncio.Event()
    presenter = bench.presenter
    presenter._rehearsing = ListRehearsing(bench.run, presenter._meanwhile, make=Scripted)
    await bench.open(customers(folder))
    assert not bench.state.can_rehearse
    await bench.press()
    assert bench.state.can_rehearse


async def at_work(bench: Bench) -> None:
    bench.presenter.rehearse_pressed()
    await bench.desk.until(lambda: "20 of 47" in bench.state.busy)


def test_the_accepted_rows_are_rehearsed_and_the_outcome_told(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, tmp_path)
        await at_work(bench)
        assert bench.state.busy == "Rehearsing with the practice provider… 20 of 47 rows"
        assert (bench.state.can_cancel, bench.state.can_rehearse) == (True, False)
        Scripted.go.set()
        await bench.run.rest()
        shown = bench.state.rehearsal
        assert shown is not None
        assert (shown.title, shown.words) == (TITLE, NO_FORECAST)
        assert {fact.label: fact.value for fact in shown.facts} == {
            "Rows": "the first 40 of 47 accepted rows",
            "Outcome": "38 delivered, 2 refused",
            "Parts": "42 taken, 44 predicted; the 2 missing are of these rows: 2 refused",
        }
        assert len(Scripted.made) == 47
        assert all(row.accepted for row in Scripted.made)
        assert bench.stored == []
        assert bench.desk.transport.submitted == []
        assert bench.state.check is not None, "the list is as it was checked"

    play(story)


def test_any_change_takes_its_outcome_away(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, tmp_path)
        Scripted.go.set()
        bench.presenter.rehearse_pressed()
        await bench.run.rest()
        bench.presenter.text_edited("Hi {Name}")
        assert bench.state.rehearsal is None

    play(story)


def test_it_can_be_broken_off(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, tmp_path)
        await at_work(bench)
        bench.presenter.cancel_pressed()
        assert bench.state.busy == ""
        Scripted.go.set()
        await bench.run.rest()
        assert bench.state.rehearsal is None

    play(story)


def test_one_that_did_not_come_to_its_end_says_so(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, tmp_path, Rehearsed(47, {}, predicted=47, taken=0, noun="message", whole=False))
        Scripted.go.set()
        bench.presenter.rehearse_pressed()
        await bench.run.rest()
        assert bench.state.rehearsal is not None
        assert [(fact.label, fact.value) for fact in bench.state.rehearsal.facts] == [
            ("Rows", "47 rows"),
            ("Outcome", "none"),
            ("Messages", "0 taken, 47 predicted; the 47 missing are of these rows: 47 without an outcome"),
            ("Ended", "before every row was decided"),
        ]

    play(story)


def test_a_provider_that_does_not_start_is_told(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await checked(bench, tmp_path, LinkError("The practice provider did not start"))
        Scripted.go.set()
        bench.presenter.rehearse_pressed()
        await bench.run.rest()
        assert bench.state.rehearsal is None
        assert bench.state.check_problem is not None
        assert bench.state.check_problem.text == "The practice provider did not start."

    play(story)
