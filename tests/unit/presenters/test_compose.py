"""The compose presenter: each input, and the state it leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.compose_scene import MOBILE, OTHER, Composing, composing
from tests.support.desk import PROFILE
from tests.support.fake_clocks import run_story
from vox_console.domain.contact import Contact
from vox_console.domain.errors import Severity
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DATA_CODINGS
from vox_console.presenters.compose_choices import CODINGS, METHODS
from vox_console.presenters.composing_state import ComposeState
from vox_console.settings.profiles import ProfileKind


@pytest.fixture
def offline(tmp_path: Path) -> Callable[[Callable[[Composing], None]], ComposeState]:
    """Run synchronous inputs against a presenter of the usual account; give the last state."""

    def play(inputs: Callable[[Composing], None]) -> ComposeState:
        async def story() -> ComposeState:
            async with composing(tmp_path) as scene:
                inputs(scene)
                assert scene.states == [] or scene.states[-1] == scene.state
                return scene.state

        return run_story(story())

    return play


Offline = Callable[[Callable[[Composing], None]], ComposeState]


class TestFields:
    def test_it_opens_with_the_accounts_sender_and_says_what_is_missing(self, offline: Offline) -> None:
        state = offline(lambda _scene: None)
        assert (state.sender, state.sender_note) == ("Vox", "Name · TON 5, NPI 0")
        assert (state.blocked, state.send_label) == ("Add a recipient", "Send message")
        assert (state.practice, state.receipt, state.coding) == (False, True, None)

    @pytest.mark.parametrize(
        ("typed", "note", "code"),
        [
            ("Vox", "Name · TON 5, NPI 0", ""),
            ("+381 64 1234567", "International number · TON 1, NPI 1", ""),
            ("1234", "Short code · TON 0, NPI 0", ""),
            ("TwelveLetter", "Name · TON 5, NPI 0", "long_for_handsets"),
            ("x" * 21, "Name · TON 5, NPI 0", "too_long"),
            ("", "", ""),
        ],
    )
    def test_a_sender_says_how_it_travels_and_what_is_wrong_with_it(
        self, typed: str, note: str, code: str, offline: Offline
    ) -> None:
        state = offline(lambda scene: scene.presenter.sender_edited(typed))
        assert state.sender == typed
        assert state.sender_note == note
        assert (state.sender_problem.code if state.sender_problem else "") == code

    def test_an_error_of_the_sender_comes_before_its_warnings(self, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.sender_edited("é" * 21))
        assert state.sender_problem is not None
        assert state.sender_problem.severity is Severity.ERROR

    def test_a_pasted_list_becomes_chips_and_duplicates_are_merged(self, offline: Offline) -> None:
        state = offline(
            lambda scene: scene.presenter.recipients_added("064 1234567, +381641234567; 060 1111111")
        )
        assert [chip.digits for chip in state.chips] == ["381641234567", "381601111111"]
        assert [chip.label for chip in state.chips] == [MOBILE, OTHER]
        assert state.duplicates_merged == 1
        assert state.send_label == "Send 2 messages"

    def test_what_is_no_number_stays_as_typed_with_its_fault(self, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.recipients_added("nobody, +38164"))
        assert [chip.label for chip in state.chips] == ["nobody", "+38164"]
        assert all(chip.faulty for chip in state.chips)
        assert state.blocked == "2 recipients to mend"

    def test_two_faulty_ones_are_no_duplicates_of_each_other(self, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.recipients_added("nobody, someone"))
        assert (len(state.chips), state.duplicates_merged) == (2, 0)

    def test_a_warned_number_does_not_forbid_sending(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added("+381 11 3000000")
            scene.presenter.text_edited("Hello")

        state = offline(inputs)
        assert state.chips[0].problem is not None
        assert not state.chips[0].faulty
        assert state.blocked == ""

    def test_a_chip_can_be_taken_away(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"{MOBILE}, {OTHER}, {MOBILE}")
            scene.presenter.recipients_removed([0])

        state = offline(inputs)
        assert [chip.label for chip in state.chips] == [OTHER]
        assert state.duplicates_merged == 0, "the note of a merged chip goes with the chip"

    def test_chips_taken_away_together_come_back_to_their_places(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"nobody, {MOBILE}, someone")
            scene.presenter.recipients_removed([0, 2])
            assert [chip.label for chip in scene.state.chips] == [MOBILE]
            scene.presenter.recipients_removed([0])
            scene.presenter.recipients_restored()
            scene.presenter.recipients_restored()
            scene.presenter.recipients_restored()

        assert [chip.label for chip in offline(inputs).chips] == ["nobody", MOBILE, "someone"]

    def test_a_chip_that_came_back_otherwise_is_not_doubled(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(MOBILE)
            scene.presenter.recipients_removed([0])
            scene.presenter.recipients_added("064 1234567")
            scene.presenter.recipients_restored()

        assert len(offline(inputs).chips) == 1

    def test_the_button_counts_only_those_it_can_send_to(self, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.recipients_added(f"{MOBILE}, {OTHER}, nobody, who"))
        assert (state.send_label, state.blocked) == ("Send 2 messages", "2 recipients to mend")

    def test_the_count_of_duplicates_goes_with_the_last_chip(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"{MOBILE}, {MOBILE}")
            scene.presenter.recipients_removed([0])

        assert offline(inputs).duplicates_merged == 0

    @pytest.mark.parametrize(
        ("new", "left", "merged"),
        [(OTHER, [OTHER, "nobody"], 0), ("nobody", ["nobody"] * 2, 0), ("", ["nobody"], 0)],
    )
    def test_a_chip_can_be_changed(self, new: str, left: list[str], merged: int, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"{MOBILE}, nobody")
            scene.presenter.recipient_replaced(0, new)

        state = offline(inputs)
        assert [chip.label for chip in state.chips] == left
        assert state.duplicates_merged == merged

    def test_a_chip_changed_into_one_that_is_there_is_merged(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"{MOBILE}, nobody")
            scene.presenter.recipient_replaced(1, "064 123 45 67")

        state = offline(inputs)
        assert [chip.label for chip in state.chips] == [MOBILE]
        assert state.duplicates_merged == 1

    def test_national_numbers_are_read_again_when_the_account_is_known(self, tmp_path: Path) -> None:
        async def story() -> tuple[bool, str]:
            async with composing(tmp_path, profile=None) as scene:
                scene.presenter.recipients_added("064 1234567")
                before = scene.state.chips[0].faulty
                scene.presenter.profile_opened(PROFILE)
                await scene.run.rest()
                return before, scene.state.chips[0].digits

        assert run_story(story()) == (True, "381641234567")

    def test_the_counter_and_the_cuts_follow_the_text(self, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.text_edited("a" * 320))
        assert state.counter.line == "GSM-7 · 320 / 459 · 3 parts"
        assert state.cuts == (153, 306)
        assert state.message_problem is None

    def test_characters_that_force_unicode_are_named_and_can_be_replaced(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.text_edited("“Hi” … ж")
            assert scene.presenter.replaced_text([0, 3]) == '"Hi" … ж'

        state = offline(inputs)
        assert [found.character for found in state.forcing] == ["“", "”", "…", "ж"]
        assert [(each.index, each.suggestion) for each in state.replacements] == [
            (0, '"'),
            (3, '"'),
            (5, "..."),
        ]

    def test_the_coding_is_the_operators_choice(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.text_edited("Hello")
            scene.presenter.coding_chosen(8)

        state = offline(inputs)
        assert (state.coding, state.counter.line) == (8, "UCS-2 · 5 / 70 · 1 part")

    def test_a_coding_that_cannot_carry_the_text_forbids_sending(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(MOBILE)
            scene.presenter.text_edited("Hello ж")
            scene.presenter.coding_chosen(3)

        state = offline(inputs)
        assert state.message_problem is not None
        assert state.message_problem.code == "cannot_encode"
        assert state.blocked == state.message_problem.text
        assert [found.character for found in state.forcing] == ["ж"]

    def test_too_many_parts_forbid_sending(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(MOBILE)
            scene.presenter.text_edited("a" * 1_531)

        state = offline(inputs)
        assert state.blocked.startswith("This text needs 11 parts; this account sends at most 10.")
        assert state.send_label == "Send 1 message (11 parts)"

    def test_the_method_is_the_accounts_until_one_is_chosen(self, tmp_path: Path) -> None:
        profile = PROFILE.model_copy(update={"long_method": LongMethod.SAR})

        async def story() -> tuple[str, str, str]:
            async with composing(tmp_path, profile=profile) as scene:
                before = scene.state.method
                scene.presenter.text_edited("a" * 200)
                scene.presenter.method_chosen("payload")
                return before, scene.state.method, scene.state.counter.line

        assert run_story(story()) == ("sar", "payload", "GSM-7 · 200 / 65535 · 1 part")

    def test_the_receipt_can_be_waived(self, offline: Offline) -> None:
        assert offline(lambda scene: scene.presenter.receipt_chosen(False)).receipt is False  # noqa: FBT003 - as a check box does

    @pytest.mark.parametrize(("typed", "hours"), [("", 0), ("1", 1), ("720", 720)])
    def test_a_validity_in_hours_is_taken(self, typed: str, hours: int, offline: Offline) -> None:
        state = offline(lambda scene: scene.presenter.validity_edited(typed))
        assert (state.validity_h, state.validity_problem) == (hours, None)

    @pytest.mark.parametrize("typed", ["0", "721", "soon", "-1", "1.5", "²", "9" * 5_000])
    def test_what_is_no_validity_forbids_sending_and_nothing_more(self, typed: str, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(MOBILE)
            scene.presenter.text_edited("Hello")
            scene.presenter.validity_edited(typed)

        state = offline(inputs)
        assert state.validity_problem is not None
        assert state.blocked == state.validity_problem.text

    def test_every_offered_coding_and_method_can_be_chosen(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.text_edited("Hello")
            for coding, label in scene.state.codings:
                scene.presenter.coding_chosen(coding)
                assert scene.state.counter.parts == 1, label
            for method, label in scene.presenter.methods:
                scene.presenter.method_chosen(method)
                assert scene.state.method == method, label

        offline(inputs)
        assert {coding for coding, _ in CODINGS} <= {None, *DATA_CODINGS}
        assert {method for method, _ in METHODS} == set(LongMethod)

    def test_replacing_is_said_to_help_only_when_it_does(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.text_edited("“" + "a" * 80)
            assert scene.state.replacing_helps
            assert scene.presenter.replacing_outcome([0]) == "UCS-2 · 2 parts → GSM-7 · 1 part"
            scene.presenter.text_edited("“Hi” 🎉")

        state = offline(inputs)
        assert (state.replacing_helps, len(state.replacements)) == (False, 2)
        assert state.counter.hint == "🎉 forces UCS-2: 70 instead of 160 per message"

    def test_practice_has_no_country_to_set(self, tmp_path: Path) -> None:
        practice = PROFILE.model_copy(update={"kind": ProfileKind.PRACTICE, "default_region": ""})

        async def story() -> str:
            async with composing(tmp_path, profile=practice) as scene:
                scene.presenter.recipients_added("064 1234567")
                problem = scene.state.chips[0].problem
                return problem.text if problem else ""

        assert run_story(story()) == "Start with + and the country code."

    def test_practice_says_so_on_the_button(self, tmp_path: Path) -> None:
        profile = PROFILE.model_copy(update={"kind": ProfileKind.PRACTICE})

        async def story() -> ComposeState:
            async with composing(tmp_path, profile=profile) as scene:
                await scene.compose()
                return scene.state

        state = run_story(story())
        assert (state.practice, state.send_label) == (True, "Send message in practice")

    def test_without_an_account_nothing_can_be_sent(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=None) as scene:
                await scene.compose()
                assert scene.state.blocked == "Choose an account first"
                await scene.send()
                assert await scene.message_states() == []

        run_story(story())


def test_a_quick_text_knows_the_name_of_the_one_contact_that_is_written_to(tmp_path: Path) -> None:
    async def story() -> None:
        async with composing(tmp_path) as scene:
            contacts = scene.desk.controller.contacts
            await contacts.load_names()
            await contacts.save(Contact("Ana", ("+381641234567",)))
            assert scene.presenter.known_fields() == {}
            scene.presenter.recipients_added(MOBILE)
            assert scene.presenter.known_fields() == {"name": "Ana"}
            scene.presenter.recipients_added(OTHER)
            assert scene.presenter.known_fields() == {}
            scene.presenter.recipients_removed([0])
            assert scene.presenter.known_fields() == {}

    run_story(story())
