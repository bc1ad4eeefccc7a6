from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = target.glob("vox_console-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_resource_is_inside_the_wheel(wheel_names: set[str]) -> None:
    resources = ROOT / "resources"
    shipped = {
        f"vox_console/_resources/{path.relative_to(resources).as_posix()}"
        for path in resources.rglob("*")
        if path.is_file()
    }
    assert shipped
    assert shipped <= wheel_names


def test_the_licence_is_inside_the_wheel(wheel_names: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel_names)


def test_every_module_is_inside_the_wheel_and_no_test(wheel_names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vox_console").rglob("*.py")}
    assert modules <= wheel_names
    assert {name.partition("/")[0] for name in wheel_names if ".dist-info" not in name} == {"vox_console"}


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "packaging" / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "packaging" / lock).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index" not in text


def test_tests_run_with_what_the_program_runs_with() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_qt_that_loses_none_is_not_locked() -> None:
    assert not pins("requirements.lock")["pyside6-essentials"].startswith("6.12")
