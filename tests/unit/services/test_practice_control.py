"""What is asked of a running practice provider, and what is told when nobody answers."""

from __future__ import annotations

import pytest

from vox_console.domain.customer_scene import Scene
from vox_console.domain.errors import LinkError
from vox_console.services.practice_control import PracticeControl
from vox_console.services.practice_process import PracticeProcess


def test_a_running_provider_hurries_and_counts() -> None:
    with PracticeProcess() as provider:
        control = PracticeControl(provider.ports.control)
        control.hurry()
        assert control.taken() == 0
    with pytest.raises(LinkError, match="does not answer"):
        control.taken()


def test_customers_write_and_what_cannot_be_written_is_told_in_the_providers_words() -> None:
    with PracticeProcess() as provider:
        control = PracticeControl(provider.ports.control)
        assert control.write(Scene.STORM, sender="381640000010", number="38164000", text="", count=7) == 7
        with pytest.raises(LinkError, match="one piece"):
            control.write(Scene.GAP, sender="381640000010", number="38164000", text="short", count=1)
