from __future__ import annotations

import pytest

from vox_console.resource_files import resource


def test_a_shipped_file_is_found() -> None:
    assert resource("README.md").read_text().startswith("# Resources")


def test_what_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resource("icons/none.svg")


def test_a_name_cannot_leave_the_folder() -> None:
    with pytest.raises(ValueError, match="not inside"):
        resource("../pyproject.toml")
