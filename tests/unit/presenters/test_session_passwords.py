"""What was typed in this run, by account and by way."""

from __future__ import annotations

from tests.support.fake_rest import BOTH, REST_ONLY
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.session_passwords import SessionPasswords, own_access


def test_rest_has_a_password_of_its_own_only_beside_smpp() -> None:
    assert own_access(BOTH, TransportName.REST) is TransportName.REST
    assert own_access(BOTH, TransportName.SMPP) is None
    assert own_access(REST_ONLY, TransportName.REST) is None


def test_each_way_of_two_keeps_its_own() -> None:
    typed = SessionPasswords()
    typed.keep(BOTH, Secret("one"), TransportName.SMPP)
    assert (typed.usual(BOTH), typed.rest(BOTH)) == (Secret("one"), None)
    typed.keep(BOTH, Secret("two"), TransportName.REST)
    assert typed.of(BOTH, TransportName.SMPP) == Secret("one")
    assert typed.of(BOTH, TransportName.REST) == Secret("two")


def test_the_only_ways_password_is_the_usual_one() -> None:
    typed = SessionPasswords()
    typed.keep(REST_ONLY, Secret("one"), TransportName.REST)
    assert typed.usual(REST_ONLY) == typed.of(REST_ONLY, TransportName.REST) == Secret("one")


def test_they_are_forgotten_together_or_rests_alone() -> None:
    typed = SessionPasswords()
    for access in TransportName:
        typed.keep(BOTH, Secret(access.value), access)
    typed.forget(BOTH.name, TransportName.REST)
    assert (typed.usual(BOTH), typed.rest(BOTH)) == (Secret("smpp"), None)
    typed.forget(BOTH.name)
    assert typed.usual(BOTH) is None
