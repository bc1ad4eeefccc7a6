from __future__ import annotations

from vox_console.domain.transport_name import TransportName, TransportRule


def test_every_way_can_be_asked_for() -> None:
    assert {name.value for name in TransportName} < {rule.value for rule in TransportRule}
