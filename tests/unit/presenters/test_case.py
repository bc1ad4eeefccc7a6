"""What the opened message says of its case, and what its buttons do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.fake_clocks import run_story
from tests.support.message_samples import message, part
from tests.unit.presenters.test_delivery import Pane, pane
from vox_console.domain.message import DeliveryState, Message, SubmitState
from vox_console.presenters.case_words import case_shown, verdict_lines
from vox_console.presenters.delivery_state import CaseShown, EvidenceState
from vox_console.services.cases import Case
from vox_console.storage.verdicts import Verdict, VerdictKind

NOON_US = 1_795_348_800_000_000  # 2026-11-22 12:00:00 UTC
UNKNOWN = message([part(submit=SubmitState.UNKNOWN)])
ACCEPTED = message([part()])
REFUSED = message([part(submit=SubmitState.REFUSED)])
DELIVERED = message([part(delivery=DeliveryState.DELIVERED)])


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def verdict(kind: VerdictKind, *, undone_at_us: int = 0) -> Verdict:
    return Verdict(1, 7, kind, 12 if kind is VerdictKind.AGAIN else 0, NOON_US, undone_at_us)


def shown(of: Message, case: Case, *, is_open: bool = True, asking: bool = False) -> CaseShown | None:
    return case_shown(of, case, utc, is_open=is_open, asking=asking)


def words(of: Message, kind: VerdictKind) -> str:
    found = shown(of, Case(verdict(kind)))
    assert found is not None
    return found.words


def test_what_is_known_has_no_case() -> None:
    assert [shown(each, Case()) for each in (ACCEPTED, REFUSED, DELIVERED)] == [None] * 3


def test_what_nobody_told_can_be_decided() -> None:
    found = shown(UNKNOWN, Case())
    assert found is not None
    assert (found.can_count, found.can_send_again, found.can_take_back, found.question) == (
        True,
        True,
        False,
        "",
    )
    other_account = shown(UNKNOWN, Case(), is_open=False)
    assert other_account is not None
    assert (other_account.can_count, other_account.can_send_again) == (True, False)
    asked = shown(UNKNOWN, Case(), asking=True)
    assert asked is not None
    assert "gets it twice" in asked.question


@pytest.mark.parametrize(
    ("of", "kind", "told"),
    [
        (
            UNKNOWN,
            VerdictKind.SENT,
            "Counted as sent on 2026-11-22 12:00:00. Whether it arrived is",
        ),
        (UNKNOWN, VerdictKind.AGAIN, "Sent again as message 12 on 2026-11-22 12:00:00. Whether it arrived"),
        (REFUSED, VerdictKind.SENT, "did not take this one"),
        (ACCEPTED, VerdictKind.SENT, "took this one."),
        (DELIVERED, VerdictKind.AGAIN, "took this one. So it took both."),
    ],
)
def test_a_decision_is_told_with_what_came_out_since(of: Message, kind: VerdictKind, told: str) -> None:
    assert told in words(of, kind)


def test_what_was_sent_instead_leads_to_the_other() -> None:
    found = shown(ACCEPTED, Case(instead_of=5))
    assert found == CaseShown("Sent instead of message 5, whose fate nobody had told.", other_id=5)


def test_decisions_stand_in_the_history_also_when_they_were_taken_back() -> None:
    case = Case(history=(verdict(VerdictKind.SENT, undone_at_us=NOON_US + 1), verdict(VerdictKind.AGAIN)))
    assert [(line.title, line.detail, line.said_by) for _, line in verdict_lines(case, utc)] == [
        ("Counted as sent", "", "The operator"),
        ("No longer: counted as sent", "", "The operator"),
        ("Sent again", "as message 12", "The operator"),
    ]


async def _opened_unknown(scene: Pane) -> Message:
    (sent,) = await scene.send()
    await scene.rest()
    scene.desk.transport.give_up(list(scene.desk.transport.open.values()))
    await scene.rest()
    scene.presenter.opened(sent.id)
    await scene.rest()
    return sent


def _case(scene: Pane) -> CaseShown:
    state = scene.opened[-1]
    assert isinstance(state, EvidenceState)
    assert state.case is not None
    return state.case


def test_counting_as_sent_is_shown_and_can_be_taken_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path, answers=False) as scene:
            await _opened_unknown(scene)
            assert _case(scene).can_count
            scene.presenter.case.count_pressed()
            await scene.rest()
            assert _case(scene).can_take_back
            scene.presenter.case.take_back_pressed()
            await scene.rest()
            assert _case(scene).can_count

    run_story(story())


def test_sending_again_asks_first(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path, answers=False) as scene:
            message = await _opened_unknown(scene)
            case = scene.presenter.case
            case.send_again_confirmed()  # nobody asked
            case.send_again_pressed()
            assert _case(scene).question
            case.kept()
            assert not _case(scene).question
            await scene.rest()
            assert len(await scene.desk.controller.message_ids()) == 1
            case.send_again_pressed()
            case.send_again_confirmed()
            case.send_again_confirmed()
            await scene.rest()
            assert len(await scene.desk.controller.message_ids()) == 2
            assert _case(scene).other_id == message.id + 1
            assert not _case(scene).can_send_again

    run_story(story())


def test_without_a_message_nothing_is_decided(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            scene.presenter.case.count_pressed()
            scene.presenter.case.take_back_pressed()
            scene.presenter.case.send_again_confirmed()
            await scene.rest()
            assert scene.run.failures == []

    run_story(story())
