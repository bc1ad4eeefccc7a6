from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from vox_console.services.export_seal import Seal, read_seal, seal_of, sha256_of, write_seal

NAMES = ("log.csv", "a b č.csv", "back\\slash", "two\nlines", "carriage\rreturn")


@pytest.mark.parametrize("name", NAMES)
def test_a_seal_comes_back_and_is_that_of_sha256sum(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"content")
    with path.open("rb") as file:
        seal = Seal(sha256_of(file), 3)
    assert seal.sha256 == hashlib.sha256(b"content").hexdigest()
    write_seal(path, seal)
    assert read_seal(path) == seal
    program = shutil.which("sha256sum")
    if program is not None:
        checked = subprocess.run(
            [program, "--check", "--strict", seal_of(path).name],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr


def test_a_seal_of_another_program_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    seal_of(path).write_text(f"{'0' * 64} *log.csv\n")
    assert read_seal(path) == Seal("0" * 64, None)


def test_what_is_no_seal_is_none(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    seal_of(path).write_text("nothing of the kind\n")
    assert read_seal(path) is None
