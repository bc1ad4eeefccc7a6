"""Every row is checked before anything is stored, and only what was seen is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from vox_console.domain.errors import SettingsError
from vox_console.domain.opt_out import OptOut
from vox_console.presenters.bulk_words import CHANGED_SINCE
from vox_console.storage import opt_outs
from vox_console.storage.jobs import JobState


class TestTheCheck:
    def test_the_sum_is_shown_and_then_the_button_sends(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            assert (bench.state.primary, bench.state.blocked) == ("Check the list", "")
            await bench.press()
            assert bench.state.check is not None
            assert bench.state.check.words == "50 rows = 47 accepted + 3 excluded"
            assert bench.state.primary == "Send 47 messages"
            assert bench.stored == []
            assert bench.desk.transport.submitted == []

        play(story)

    def test_a_change_during_the_check_breaks_it_off(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 5_000))
            bench.presenter.primary_pressed()
            assert bench.state.blocked == "Checking…"
            bench.presenter.text_edited("Hi {Name}")
            assert bench.state.busy == ""
            await bench.run.rest()
            assert bench.state.check is None

        play(story)

    def test_it_tells_how_far_it_is_and_can_be_cancelled(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 2_500))
            await bench.press()
            assert "Checking… 2,000 rows" in [state.busy for state in bench.states]
            bench.presenter.text_edited("Hi")
            bench.presenter.primary_pressed()
            assert bench.state.can_cancel
            bench.presenter.cancel_pressed()
            await bench.run.rest()
            assert (bench.state.check, bench.state.busy) == (None, "")

        play(story)

    def test_of_many_the_count_has_to_be_typed(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 1_203))
            await bench.press()
            assert bench.state.blocked == "Type 1,200 to confirm"
            await bench.press()
            assert bench.stored == []
            bench.presenter.count_typed("1201")
            assert bench.state.blocked
            bench.presenter.count_typed("1,200")
            assert bench.state.blocked == ""

        play(story)

    def test_the_excluded_rows_can_be_saved(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            bench.presenter.excluded_saved(tmp_path / "out.csv")
            await bench.run.rest()
            assert bench.state.check is not None
            assert bench.state.check.saved == "3 rows saved to out.csv."
            bench.presenter.excluded_saved(tmp_path / "nowhere" / "out.csv")
            await bench.run.rest()
            assert bench.state.check.saved == "Not saved: No such file or directory."

        play(story)

    def test_a_file_that_was_changed_meanwhile_is_told(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            path = customers(tmp_path)
            await bench.open(path)
            path.write_text("Name,Mobile,Town\n", encoding="utf-8")
            await bench.press()
            assert bench.state.check is None
            assert bench.state.check_problem is not None
            assert bench.state.check_problem.text.startswith("The file was changed meanwhile.")

        play(story)


class TestTheEndOfTheSession:
    def test_a_check_is_broken_off(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path, 5_000))
            bench.presenter.primary_pressed()
            bench.presenter.leave()
            await bench.run.rest()
            assert bench.state.check is None

        play(story)

    def test_a_job_that_is_not_stored_whole_is_not_stored_at_all(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            bench.presenter.primary_pressed()
            bench.presenter.leave()
            await bench.run.rest()
            assert bench.stored == []
            with pytest.raises(SettingsError):
                await bench.desk.controller.bulk.job()

        play(story)


class TestTheStart:
    def test_every_row_is_stored_and_the_next_list_can_come(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            await bench.press()
            (job_id,) = bench.stored
            desk = bench.desk.controller.bulk
            assert (await desk.books(job_id)).accepted == 47
            assert (await desk.job(job_id)).header == ("Name", "Mobile", "Town")
            assert bench.state.opened is None
            assert bench.desk.transport.submitted == [], "who runs it is somebody else"

        play(story)

    def test_when_the_sum_has_changed_nothing_is_started(self, play: Play, tmp_path: Path) -> None:
        async def story(bench: Bench) -> None:
            await bench.open(customers(tmp_path))
            await bench.press()
            out = OptOut("381640000200", at_us=1, said_by="test", evidence="STOP")
            await bench.desk.database.run(lambda db: opt_outs.add(db, [out], now_us=1))
            await bench.press()
            assert bench.stored == []
            assert (await bench.desk.controller.bulk.job(1)).state is JobState.STOPPED
            assert bench.state.check is None
            assert bench.state.aside == CHANGED_SINCE
            await bench.press()
            assert bench.state.check is not None
            assert (bench.state.check.accepted.count, bench.state.check.unwanted) == (46, 1)

        play(story)
