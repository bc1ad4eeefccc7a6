"""Customers who write by themselves, seen on the wire of a provider in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.rest_spine import play_rest
from tests.support.spine import PATIENCE_S, happened, play
from vox_console.domain.customer_scene import Scene
from vox_console.practice.customer import SAMPLES
from vox_console.practice.fields import OrderFault
from vox_console.practice.server import PracticeService
from vox_console.services.controller import Controller
from vox_console.services.inbox import TheirLine
from vox_console.services.orders import SendOrder

OURS = "38164000"


async def arrived(controller: Controller, service: PracticeService, pushes: int) -> Sequence[TheirLine]:
    """Wait until so many pushes were acknowledged, and give the inbox."""
    assert await service.wait(mo_acknowledged=pushes, timeout_s=PATIENCE_S)
    return await controller.inbox.newest(limit=100)


@pytest.mark.parametrize(
    ("suffix", "scene", "pushes"),
    [
        ("0044", Scene.PLAIN, 1),
        ("0045", Scene.STOP, 1),
        ("0046", Scene.SHUFFLED, 4),
        ("0047", Scene.RIGHT_TO_LEFT, 1),
    ],
)
def test_a_magic_number_answers_the_number_that_wrote(
    tmp_path: Path, suffix: str, scene: Scene, pushes: int
) -> None:
    async def tell(controller: Controller, service: PracticeService) -> None:
        await controller.send(SendOrder("381600000001", (f"38164000{suffix}",), "Hello"))
        (line,) = await arrived(controller, service, pushes)
        assert (line.message.source, line.message.destination) == (f"38164000{suffix}", "381600000001")
        assert line.text.text == SAMPLES[scene]

    play(tmp_path, tell)


def test_a_name_is_not_answered(tmp_path: Path) -> None:
    async def tell(controller: Controller, service: PracticeService) -> None:
        await controller.send(SendOrder("Practice", ("381640000044",), "Hello"))
        assert await service.wait(receipts_acknowledged=1, timeout_s=PATIENCE_S)
        assert service.ledger.counts.mo == 0

    play(tmp_path, tell)


def test_a_storm_is_many_people(tmp_path: Path) -> None:
    async def tell(controller: Controller, service: PracticeService) -> None:
        assert service.post("/customer", {"scene": "storm", "to": OURS, "count": 25}) == {"pushes": 25}
        lines = await arrived(controller, service, 25)
        assert len({line.message.source for line in lines}) == 25

    play(tmp_path, tell)


def test_where_no_session_receives_the_listener_is_called_back(tmp_path: Path) -> None:
    async def tell(controller: Controller, service: PracticeService) -> None:
        service.post("/customer", {"scene": "shuffled"})
        await happened(controller, lambda: service.ledger.counts.callbacks_acknowledged == 1)
        (line,) = await controller.inbox.newest(limit=10)
        assert line.text.text == SAMPLES[Scene.SHUFFLED]

    play_rest(tmp_path, tell, callbacks="form")


@pytest.mark.parametrize("body", [{"scene": "gap", "text": "short"}, {"scene": "dance"}, {"count": 0}])
def test_what_cannot_be_played_is_told_and_changes_nothing(tmp_path: Path, body: dict[str, object]) -> None:
    async def tell(_controller: Controller, service: PracticeService) -> None:
        with pytest.raises(OrderFault):
            service.post("/customer", body)
        assert service.ledger.counts.mo == 0

    play(tmp_path, tell)
