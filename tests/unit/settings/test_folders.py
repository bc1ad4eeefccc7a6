from __future__ import annotations

import stat
from pathlib import Path

import pytest

from vox_console.settings.folders import Folders


def test_a_data_dir_holds_everything_in_one_tree(tmp_path: Path) -> None:
    folders = Folders.choose(tmp_path / "stick")
    assert {folders.config.parent, folders.data.parent, folders.state.parent} == {tmp_path / "stick"}
    assert len({folders.config, folders.data, folders.state}) == 3


def test_a_relative_data_dir_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Folders.choose(Path("stick")).data == tmp_path / "stick" / "data"


def test_without_one_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    assert Folders.choose(None) == Folders(
        config=tmp_path / "config" / "vox-console",
        data=tmp_path / "data" / "vox-console",
        state=tmp_path / "state" / "vox-console",
    )


def test_made_folders_are_for_this_user_alone_and_making_twice_is_fine(tmp_path: Path) -> None:
    folders = Folders.choose(tmp_path / "stick")
    folders.make()
    folders.make()
    for folder in (folders.config, folders.data, folders.state):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
