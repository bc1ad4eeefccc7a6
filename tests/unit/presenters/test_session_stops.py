"""The notice of a way that has stopped."""

from __future__ import annotations

from vox_console.domain.link import Stopped, Wanted
from vox_console.presenters.session_stops import stopped_key, stopped_notice

REFUSED = Stopped("provider.example", "Refused", "The password is wrong.", "Type it again.", Wanted.PASSWORD)


def test_a_stop_is_told_whole_with_what_can_be_done() -> None:
    notice = stopped_notice(REFUSED)
    assert (notice.title, notice.detail) == ("Wrong password", "The password is wrong. Type it again.")
    assert notice.action == "Enter password…"
    assert stopped_notice(Stopped("a", "Refused", "", "")).action == "Bind again"


def test_of_two_ways_the_stopped_one_is_named_and_does_not_hide_the_other() -> None:
    smpp, rest = stopped_notice(REFUSED, "smpp", both=True), stopped_notice(REFUSED, "rest", both=True)
    assert (smpp.title, rest.title) == ("SMPP: Wrong password", "REST: Login refused")
    assert (smpp.key, rest.key) == (stopped_key("smpp"), stopped_key("rest"))
    assert smpp.key != rest.key
