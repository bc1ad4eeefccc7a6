from __future__ import annotations

import pytest

from vox_console.http1.messages import Refused, Request
from vox_console.practice.control import screen


def test_local_programs_are_let_in() -> None:
    screen(Request("GET", "/status", headers={"host": "127.0.0.1:8080"}))


@pytest.mark.parametrize(
    "headers", [{}, {"host": "127.evil.com"}, {"host": "127.0.0.1", "origin": "http://127.0.0.1"}]
)
def test_others_and_web_pages_are_not(headers: dict[str, str]) -> None:
    with pytest.raises(Refused):
        screen(Request("GET", "/status", headers=headers))
