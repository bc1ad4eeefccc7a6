"""What the operator is told when a session opens."""

from __future__ import annotations

from vox_console.domain.errors import Severity
from vox_console.presenters.start_words import (
    consent_notice,
    opening_words,
    other_account_notice,
    plain_text_notice,
    rest_plain_text_notice,
    unknown_notice,
)
from vox_console.storage.opening import OpeningStep


def test_what_takes_its_time_is_told_apart() -> None:
    assert opening_words(None) == "Opening the history…"
    assert opening_words(OpeningStep.CHECKING) == "Checking that the history is whole…"
    assert len({opening_words(step) for step in (None, *OpeningStep)}) == 1 + len(OpeningStep)


def test_lost_answers_are_told_without_an_offer_to_send_again() -> None:
    one, many = unknown_notice(1), unknown_notice(1_200)
    assert one.title == "1 message unknown"
    assert "its answer was stored" in one.detail
    assert many.title == "1,200 messages unknown"
    assert "their answers were stored" in many.detail
    assert one.action == many.action == ""


def test_what_was_left_behind_is_asked_about() -> None:
    one, many = consent_notice("k", 1), consent_notice("k", 2)
    assert (one.title, one.action) == ("1 message still here", "Send it now")
    assert (many.title, many.action) == ("2 messages still here", "Send them now")
    assert one.detail.endswith("before it could leave.")
    assert many.detail == (
        "Not sent yet: the program ended, or another account was opened, before they could leave."
    )


def test_what_another_account_left_behind_is_not_offered_to_be_sent() -> None:
    one, many = other_account_notice("k", "Vox", 1), other_account_notice("k", "Vox", 2)
    assert one.title == "1 message of account Vox still here: open that account to send it"
    assert many.title.endswith("open that account to send them")
    assert one.action == many.action == "Accounts…"


def test_a_link_in_the_clear_is_named_with_its_risk() -> None:
    notice = plain_text_notice("work")
    assert "work" in notice.detail
    assert "password" in notice.detail
    assert notice.action == "I understand"


def test_rest_in_the_clear_is_a_risk_of_its_own() -> None:
    notice = rest_plain_text_notice("work")
    assert notice.title == "REST is not encrypted"
    assert "work" in notice.detail
    assert notice.action == "I understand"


def test_they_stand_beside_each_other() -> None:
    plain = [plain_text_notice("work"), rest_plain_text_notice("work")]
    notices = [unknown_notice(1), consent_notice("k", 1), *plain]
    assert len({notice.key for notice in notices}) == 4
    assert {notice.severity for notice in notices} == {Severity.WARNING}
