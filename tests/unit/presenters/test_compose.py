"""The compose presenter over a real controller: each input, and what becomes of what was composed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import apsw
import pytest

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import START_US, run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import Severity, StoreError
from vox_console.domain.message import MessageState
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DATA_CODINGS
from vox_console.presenters.compose import CODINGS, METHODS, ComposePresenter
from vox_console.presenters.states import ComposeState, Held
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.events import MessagesChanged
from vox_console.settings.profiles import Profile, ProfileKind

MOBILE = "+381 64 1234567"
OTHER = "+381 60 1111111"
HOLDING = PROFILE.model_copy(update={"hold_s": 5.0})


class Composing:
    """A presenter, its states, and the controller behind it."""

    def __init__(self, desk: Desk, presenter: ComposePresenter, run: ActionRunner) -> None:
        self.desk = desk
        self.presenter = presenter
        self.run = run
        self.states: list[ComposeState] = []
        self.sent = 0
        presenter.on_state = self.states.append
        presenter.on_sent = self._count

    def _count(self) -> None:
        self.sent += 1

    @property
    def state(self) -> ComposeState:
        return self.presenter.state

    async def compose(self, text: str = "Hello", *recipients: str) -> None:
        """Type a whole message."""
        for recipient in recipients or (MOBILE,):
            self.presenter.recipients_added(recipient)
        self.presenter.text_edited(text)

    async def send(self) -> None:
        """Press Send and wait until it is stored."""
        self.presenter.send_pressed()
        await self.run.rest()

    async def message_states(self) -> list[MessageState]:
        ids = list(await self.desk.controller.message_ids())
        return await self.desk.states(ids)


@asynccontextmanager
async def composing(
    path: Path, *, profile: Profile | None = PROFILE, transport: FakeTransport | None = None
) -> AsyncIterator[Composing]:
    async with open_desk(path, transport, profile=profile) as desk, asyncio.TaskGroup() as tasks:
        run = ActionRunner(tasks)
        presenter = ComposePresenter(desk.controller, run, now_us=desk.clocks.now_us)
        scene = Composing(desk, presenter, run)
        if profile is not None:
            presenter.profile_opened(profile)
            await run.rest()
        yield scene
        await run.rest()
        assert run.failures == []


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
            scene.presenter.recipient_removed(0)

        state = offline(inputs)
        assert [chip.label for chip in state.chips] == [OTHER]
        assert state.duplicates_merged == 1

    def test_the_count_of_duplicates_goes_with_the_last_chip(self, offline: Offline) -> None:
        def inputs(scene: Composing) -> None:
            scene.presenter.recipients_added(f"{MOBILE}, {MOBILE}")
            scene.presenter.recipient_removed(0)

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
        assert state.blocked == "11 parts; this account sends at most 10."
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
            for coding, label in scene.presenter.codings:
                scene.presenter.coding_chosen(coding)
                assert scene.state.counter.parts == 1, label
            for method, label in scene.presenter.methods:
                scene.presenter.method_chosen(method)
                assert scene.state.method == method, label

        offline(inputs)
        assert {coding for coding, _ in CODINGS} <= {None, *DATA_CODINGS}
        assert {method for method, _ in METHODS} == set(LongMethod)

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


class TestSending:
    def test_what_is_composed_is_stored_and_the_editor_is_empty(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, transport=FakeTransport(binds=False)) as scene:
                presenter = scene.presenter
                presenter.sender_edited("Acme")
                await scene.compose("Hello there", MOBILE, OTHER)
                presenter.coding_chosen(8)
                presenter.receipt_chosen(False)  # noqa: FBT003 - as a check box does
                presenter.validity_edited("2")
                await scene.send()
                first, second = await scene.desk.controller.newest(2)
                assert {first.recipient, second.recipient} == {"381641234567", "381601111111"}
                assert (first.sender, first.text, first.data_coding) == ("Acme", "Hello there", 8)
                assert scene.sent == 1
                state = scene.state
                assert (state.text, state.chips, state.blocked) == ("", (), "Add a recipient")
                assert (state.sender, state.coding, state.receipt, state.validity_h) == ("Acme", 8, False, 2)
                assert state.senders == ("Acme",)
                assert state.held == ()

        run_story(story())

    def test_a_second_press_while_it_is_stored_sends_nothing_more(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                await scene.compose()
                scene.presenter.send_pressed()
                assert scene.state.blocked == "Storing…"
                await scene.send()
                assert len(await scene.message_states()) == 1

        run_story(story())

    def test_what_is_typed_while_the_send_is_stored_stays(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.send_pressed()
                scene.presenter.text_edited("Hello, and")
                scene.presenter.draft_due()  # storing it now would bring a sent text back
                await scene.run.rest()
                assert scene.state.text == "Hello, and"
                assert scene.sent == 0
                assert "Hello, and" in await scene.desk.controller.load_draft()

        run_story(story())

    def test_a_send_that_cannot_be_stored_keeps_what_was_composed(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
                run = ActionRunner(tasks)
                presenter = ComposePresenter(desk.controller, run, now_us=desk.clocks.now_us)
                scene = Composing(desk, presenter, run)
                presenter.profile_opened(PROFILE)
                await scene.compose("Hello")
                await run.rest()
                await desk.database.run(lambda db: db.pragma("query_only", 1))
                await scene.send()
                ((name, fault),) = run.failures
                assert name == "send"
                assert isinstance(fault, StoreError)
                assert (scene.state.text, scene.state.blocked, scene.sent) == ("Hello", "", 0)

        run_story(story())

    def test_a_blocked_send_does_nothing(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path) as scene:
                scene.presenter.recipients_added(MOBILE)
                await scene.send()
                assert await scene.message_states() == []

        run_story(story())

    def test_the_senders_used_last_are_offered(self, tmp_path: Path) -> None:
        async def story() -> tuple[str, ...]:
            async with composing(tmp_path) as scene:
                for sender in ("Acme", "Vox", "Acme"):
                    scene.presenter.sender_edited(sender)
                    await scene.compose()
                    await scene.send()
            async with composing(tmp_path) as scene:
                return scene.state.senders

        assert run_story(story()) == ("Acme", "Vox")


class TestUndo:
    def test_a_held_send_says_what_and_until_when(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                assert scene.state.held == (Held((1, 2), "2 messages", START_US + 5_000_000),)
                assert scene.desk.transport.submitted == []

        run_story(story())

    def test_undo_brings_the_text_back_and_nothing_leaves(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Hello", "064 1234567")
                await scene.send()
                scene.presenter.sender_edited("Vox")
                scene.presenter.undo_pressed(scene.state.held[0])
                await scene.run.rest()
                state = scene.state
                assert (state.sender, state.text, state.held) == ("Acme", "Hello", ())
                assert [chip.raw for chip in state.chips] == ["064 1234567"]
                assert await scene.message_states() == [MessageState.DRAFT]
                assert "Hello" in await scene.desk.controller.load_draft()  # a crash would not lose it
                scene.desk.clocks.advance(60.0)
                await scene.desk.settled()
                assert scene.desk.transport.submitted == []

        run_story(story())

    def test_undo_does_not_overwrite_what_is_composed_since(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("First")
                await scene.send()
                await scene.compose("Second")
                scene.presenter.undo_pressed(scene.state.held[0])
                await scene.run.rest()
                assert (scene.state.text, scene.state.held) == ("Second", ())
                assert await scene.message_states() == [MessageState.DRAFT]

        run_story(story())

    def test_undo_of_a_half_sent_list_brings_back_only_those_that_did_not_leave(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                (held,) = scene.state.held
                await scene.desk.controller.release(held.message_ids[:1])
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)
                scene.presenter.undo_pressed(held)
                await scene.run.rest()
                assert [chip.label for chip in scene.state.chips] == [OTHER]
                assert scene.state.text == "Hello"

        run_story(story())

    def test_undo_that_comes_too_late_brings_nothing_back(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello")
                await scene.send()
                (held,) = scene.state.held
                await scene.desk.controller.release(held.message_ids)
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)
                scene.presenter.undo_pressed(held)
                await scene.run.rest()
                assert (scene.state.text, scene.state.held) == ("", ())

        run_story(story())

    def test_send_now_ends_the_hold(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose()
                await scene.send()
                scene.presenter.send_now_pressed(scene.state.held[0])
                await scene.run.rest()
                assert scene.state.held == ()
                await scene.desk.until(lambda: len(scene.desk.transport.submitted) == 1)

        run_story(story())

    def test_a_hold_goes_when_its_time_is_over(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose()
                await scene.send()
                scene.desk.clocks.advance(4.9)
                scene.presenter.tick()
                assert len(scene.state.held) == 1
                scene.desk.clocks.advance(0.1)
                scene.presenter.tick()
                assert not scene.state.held

        run_story(story())

    def test_a_hold_goes_when_any_of_its_messages_begins_to_leave(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                await scene.compose("Hello", MOBILE, OTHER)
                await scene.send()
                scene.presenter.heard(MessagesChanged((99,)))
                assert len(scene.state.held) == 1
                scene.presenter.heard(MessagesChanged((2,)))
                assert not scene.state.held

        run_story(story())


class TestDraft:
    def test_a_draft_survives_the_end_of_the_program(self, tmp_path: Path) -> None:
        async def story() -> ComposeState:
            async with composing(tmp_path) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Not finis", MOBILE, "nobody")
                scene.presenter.coding_chosen(8)
                scene.presenter.draft_due()
                await scene.run.rest()
            async with composing(tmp_path) as scene:
                return scene.state

        state = run_story(story())
        assert (state.sender, state.text, state.coding) == ("Acme", "Not finis", 8)
        assert [chip.raw for chip in state.chips] == [MOBILE, "nobody"]

    def test_a_sent_text_does_not_come_back(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.draft_due()
                await scene.run.rest()
                await scene.send()
            async with composing(tmp_path) as scene:
                return scene.state.text

        assert run_story(story()) == ""

    def test_the_draft_is_gone_from_the_disk_with_the_send_and_not_after_it(self, tmp_path: Path) -> None:
        kept: list[int] = []

        def look() -> None:
            journal = apsw.Connection(str(tmp_path / "data" / DATABASE_NAME), flags=apsw.SQLITE_OPEN_READONLY)
            kept.append(len(journal.execute("SELECT body FROM drafts").fetchall()))
            journal.close()

        async def story() -> None:
            async with composing(tmp_path) as scene:
                scene.presenter.on_sent = look
                await scene.compose("Hello")
                scene.presenter.draft_due()
                await scene.run.rest()
                look()
                scene.presenter.send_pressed()
                scene.presenter.draft_due()  # the pane's timer does not know that Send was pressed
                await scene.run.rest()

        run_story(story())
        assert kept == [1, 0]

    def test_an_emptied_editor_forgets_the_draft(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Hello")
                scene.presenter.draft_due()
                scene.presenter.text_edited("")
                scene.presenter.recipient_removed(0)
                scene.presenter.draft_due()
                await scene.run.rest()
                return await scene.desk.controller.load_draft()

        assert run_story(story()) == ""

    def test_what_is_typed_before_the_draft_is_read_wins(self, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path) as scene:
                await scene.compose("Old")
                scene.presenter.draft_due()
                await scene.run.rest()
            async with composing(tmp_path, profile=None) as scene:
                scene.presenter.profile_opened(PROFILE)
                scene.presenter.text_edited("New")
                await scene.run.rest()
                return scene.state.text

        assert run_story(story()) == "New"

    @pytest.mark.parametrize(
        "body", ["not json", "[]", "{}", '{"text": "x"}', '{"text": "x", "recipients": [], "unheard_of": 1}']
    )
    def test_a_draft_that_cannot_be_understood_is_left_alone(self, body: str, tmp_path: Path) -> None:
        async def story() -> str:
            async with composing(tmp_path, profile=None) as scene:
                await scene.desk.controller.save_draft(body)
                scene.presenter.profile_opened(PROFILE)
                await scene.run.rest()
                return scene.state.text

        assert run_story(story()) == ""

    def test_a_withdrawn_message_is_edited_again_when_the_editor_is_empty(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with composing(tmp_path, profile=HOLDING) as scene:
                scene.presenter.sender_edited("Acme")
                await scene.compose("Hello")
                await scene.send()
                (message,) = await scene.desk.controller.newest(1)
                scene.presenter.sender_edited("Vox")
                scene.presenter.load_message(message)
                state = scene.state
                assert (state.sender, state.text) == ("Acme", "Hello")
                assert [chip.digits for chip in state.chips] == [message.recipient]
                scene.presenter.text_edited("Hello again")
                scene.presenter.load_message(message)
                assert scene.state.text == "Hello again"

        run_story(story())
