"""The stage of the dispatcher's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.desk import PROFILE
from tests.support.dispatch_bench import JOURNAL, Story, dispatch_bench
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.settings.profiles import Profile


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., FakeTransport]:
    """Run a story about a dispatcher on a fake link made with the given words; give that link."""

    def run(
        story: Story,
        *,
        profile: Profile = PROFILE,
        kind: type[FakeTransport] = FakeTransport,
        **link: bool | int,
    ) -> FakeTransport:
        transport = kind(journal=tmp_path / JOURNAL, **link)  # type: ignore[arg-type]  # as named there

        async def whole() -> None:
            async with dispatch_bench(tmp_path / JOURNAL, transport, profile) as stage:
                await story(stage)

        run_story(whole())
        assert transport.too_early == []
        return transport

    return run
