from __future__ import annotations

import pytest

from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_request import Request


@pytest.mark.parametrize("sheet", [None, "", 'Čačak "2"'])
def test_a_request_survives_the_command_line(sheet: str | None) -> None:
    request = Request("/a b/č.xlsx", sheet, SheetLimits(columns=7))
    assert Request.of_json(request.as_json()) == request
    assert request.as_json().isascii()
