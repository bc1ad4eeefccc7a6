"""The dialog of the contacts: saving, finding, removing with undo, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import RECIPIENT, ActionRunner, Desk
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.contact import Contact
from vox_console.domain.contact_books import ContactBooks, ContactClass
from vox_console.presenters.contact_names import in_sentence
from vox_console.presenters.contacts import ContactsPresenter, books_words
from vox_console.presenters.contacts_state import ContactForm, ContactsState
from vox_console.presenters.errands import Errand

ANA = Contact("Ana", (f"+{RECIPIENT}",), "VIP")


class Bench(PresenterBench[ContactsState]):
    """A presenter with its dialog open, over real contacts."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = ContactsPresenter(desk.controller, run)
        desk.controller.subscribe(self.presenter.heard)

    async def save(self, **fields: str) -> ContactsState:
        for name, text in fields.items():
            self.presenter.edited(name, text)
        return await self.do(self.presenter.save_pressed)

    async def choose(self, index: int) -> ContactsState:
        return await self.do(lambda: self.presenter.chosen(self.presenter.rows.id_at(index)))

    async def rows(self) -> list[str]:
        count = len(self.presenter.rows)
        for at in range(count):
            self.presenter.rows.row_at(at)
        await self.run.rest()
        shown = [self.presenter.rows.row_at(at) for at in range(count)]
        return [row.sentence for row in shown if row is not None]


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open."""

    async def opened(bench: Bench) -> None:
        await bench.do(lambda: bench.presenter.opened(region="RS"))

    return lambda story: play_at_bench(tmp_path, Bench, opened, story)


def test_a_contact_is_saved_and_listed_by_name(play: Play) -> None:
    async def story(bench: Bench) -> None:
        assert bench.state.found == "No contacts yet"
        bench.presenter.edited("numbers", "064/1234567, Vox")
        assert bench.state.form.note_below == "+381 64 1234567, vox"
        state = await bench.save(name="Zoe", note="first\nsecond")
        assert (state.errand.note, state.found, state.form) == (
            f"{in_sentence('Zoe')} is saved.",
            "1 contact",
            ContactForm(),
        )
        await bench.save(name="Ana", numbers="+447400123456")
        assert await bench.rows() == [
            "Ana. +44 7400 123456",
            "Zoe. +381 64 1234567, vox · first⏎second",
        ]

    play(story)


def test_what_is_wrong_is_told_beside_its_field_and_stays(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.save()
        assert state.form.name_problem is not None
        assert state.form.numbers_problem is not None
        state = await bench.save(name="Ivo", numbers="064 1234567, 12")
        assert state.form.name_problem is None
        assert state.form.numbers_problem is not None
        assert state.form.numbers_problem.code == "too_short"
        await bench.desk.controller.contacts.save(ANA)
        state = await bench.save(numbers="064 1234567")
        assert state.form.numbers_problem is not None
        assert state.form.numbers_problem.text == f"+381 64 1234567 belongs to {in_sentence('Ana')}."
        assert (state.form.name, state.form.numbers) == ("Ivo", "064 1234567")

    play(story)


def test_a_contact_is_changed_and_what_was_typed_stays_until_it_is_saved(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.contacts.save(ANA)
        await bench.run.rest()
        state = await bench.choose(0)
        assert (state.form.name, state.form.numbers, state.form.note) == ("Ana", "+381 64 1234567", "VIP")
        bench.presenter.edited("name", "Ana B")
        bench.presenter.new_pressed()
        bench.presenter.edited("name", "Ivo")
        assert (await bench.choose(0)).form.name == "Ana B"
        bench.presenter.closed()
        await bench.do(lambda: bench.presenter.opened(region="RS"))
        assert bench.state.form.name == "Ivo"
        await bench.choose(0)
        await bench.save()
        assert await bench.rows() == ["Ana B. +381 64 1234567 · VIP"]

    play(story)


def test_removing_can_be_undone(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.contacts.save(ANA)
        await bench.run.rest()
        await bench.choose(0)
        state = await bench.do(bench.presenter.remove_pressed)
        assert state.errand == Errand(note=f"{in_sentence('Ana')} is removed.", can_undo=True)
        assert state.found == "No contacts yet"
        state = await bench.do(bench.presenter.undo_pressed)
        assert (state.errand, state.found) == (Errand(note=f"{in_sentence('Ana')} is back."), "1 contact")
        await bench.choose(0)
        await bench.do(bench.presenter.remove_pressed)
        await bench.desk.controller.contacts.save(Contact("Ivo", ANA.parties))
        state = await bench.do(bench.presenter.undo_pressed)
        assert (state.errand.note, state.errand.failed) == (
            f"A number of it belongs to {in_sentence('Ivo')} now.",
            True,
        )

    play(story)


def test_contacts_are_looked_for(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.contacts.save(ANA)
        for typed, found in [
            ("an", "1 contact found"),
            ("064 12345", "1 contact found"),
            ("x", "No contact fits"),
        ]:
            bench.presenter.search_edited(typed)
            await bench.run.rest()
            assert bench.state.found == found

    play(story)


def test_files_come_in_and_go_out(play: Play, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,number\nAna,064 1234567\nIvo,12\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("town\nNiš\n", encoding="utf-8")

    async def story(bench: Bench) -> None:
        state = await bench.do(lambda: bench.presenter.list_chosen(tmp_path / "a.csv"))
        assert state.errand.note.startswith("a.csv: 2 rows = 1 new + 1 bad number\nRow 3: 12: Too short")
        assert (state.found, state.errand.busy) == ("1 contact", "")
        state = await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "b.vcf"))
        assert state.errand.note == "1 contact written to b.vcf."
        state = await bench.do(lambda: bench.presenter.list_chosen(tmp_path / "bad.csv"))
        assert (state.errand.failed, "No column seems to hold" in state.errand.note) == (True, True)
        state = await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "no" / "b.csv"))
        assert state.errand.failed

    play(story)


def test_a_reading_that_was_broken_off_says_so() -> None:
    books = ContactBooks()
    books.enter(2, ContactClass.NEW)
    assert books_words("a.csv", books, stopped=True) == "a.csv: 1 row = 1 new (broken off)"


OTHER, OTHER_WORDS = "+381601111111", "+381 60 1111111"


def test_opened_for_a_number_it_shows_its_contact_or_begins_one(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.save(name="Ana", numbers=f"+{RECIPIENT}", note="VIP")
        await bench.do(lambda: bench.presenter.opened(region="RS", about=f"+{RECIPIENT}"))
        assert (bench.state.form.name, bench.state.form.note) == ("Ana", "VIP")
        assert bench.state.form.id
        await bench.do(lambda: bench.presenter.opened(region="RS", about=OTHER))
        form = bench.state.form
        assert (form.id, form.name, form.numbers, form.note_below) == (0, "", OTHER_WORDS, OTHER_WORDS)
        await bench.save(name="Ivo")
        assert bench.state.form == ContactForm()
        assert len(await bench.rows()) == 2

    play(story)


def test_what_is_typed_for_a_number_and_what_is_typed_for_anybody_stay_apart(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.edited("name", "Somebody")
        await bench.do(lambda: bench.presenter.opened(region="RS", about=OTHER))
        assert bench.state.form.name == ""
        bench.presenter.edited("name", "Ivo")
        await bench.do(bench.presenter.new_pressed)
        assert bench.state.form.name == "Somebody"
        await bench.do(lambda: bench.presenter.opened(region="RS", about=OTHER))
        assert (bench.state.form.name, bench.state.form.numbers) == ("Ivo", OTHER_WORDS)
        await bench.do(lambda: bench.presenter.opened(region="RS"))
        assert bench.state.form.name == "Somebody"

    play(story)


@pytest.mark.parametrize("party", ["vox bank", "12345"])
def test_a_contact_can_be_begun_for_what_is_no_telephone_number(play: Play, party: str) -> None:
    async def story(bench: Bench) -> None:
        await bench.do(lambda: bench.presenter.opened(region="RS", about=party))
        await bench.save(name="The bank")
        held = await bench.desk.controller.contacts.holders([party])
        assert held[party].what.name == "The bank"

    play(story)
