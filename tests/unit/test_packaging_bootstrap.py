from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(path: Path, line: str) -> Path:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH, and no pyenv."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "no-pyenv"))
    monkeypatch.delenv("PYTHON", raising=False)
    return folder


def test_a_python_that_does_not_run_is_passed_over(bootstrap: ModuleType, bin_dir: Path) -> None:
    program(bin_dir / "python3", "echo 'command not found' >&2; exit 127")
    program(bin_dir / "python3.14", "exit 1")
    works = program(bin_dir / "python3.11", f'exec "{sys.executable}" "$@"')
    assert bootstrap.find_python((3, 11)) == str(works)


def test_a_python_that_is_too_old_is_passed_over(bootstrap: ModuleType, bin_dir: Path) -> None:
    program(bin_dir / "python3", "echo 3 9 2")
    with pytest.raises(bootstrap.CannotContinue, match=r"Python 3\.11 or newer is needed"):
        bootstrap.find_python((3, 11))


def test_pyenv_is_asked_when_the_path_has_none(
    bootstrap: ModuleType, bin_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyenv = bin_dir.parent / "pyenv"
    folder = pyenv / "versions" / "3.13.0" / "bin"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PYENV_ROOT", str(pyenv))
    newer = program(folder / "python3", "echo 3 13 0")
    assert bootstrap.find_python((3, 12)) == str(newer)


def test_a_chosen_python_that_does_not_run_is_named(
    bootstrap: ModuleType, bin_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bin_dir / "python3", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PYTHON", "python3.99")
    with pytest.raises(bootstrap.CannotContinue, match=r"PYTHON=python3\.99"):
        bootstrap.find_python((3, 11))


def test_without_rights_the_exact_command_is_told(bootstrap: ModuleType, bin_dir: Path) -> None:
    program(bin_dir / "apt-get", "exit 1")
    with pytest.raises(bootstrap.CannotContinue) as told:
        bootstrap.install_packages(["libegl1", "xvfb"], as_root=False)
    assert "sudo apt-get install -y --no-install-recommends libegl1 xvfb" in str(told.value)


def test_away_from_debian_the_packages_are_named(bootstrap: ModuleType, bin_dir: Path) -> None:
    assert list(bin_dir.iterdir()) == []
    with pytest.raises(bootstrap.CannotContinue, match="libegl1"):
        bootstrap.install_packages(["libegl1"], as_root=True)


def test_package_lists_are_fetched_when_the_first_try_fails(
    bootstrap: ModuleType, bin_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fresh image has no lists: install fails, update works, install works."""
    calls = bin_dir.parent / "calls"
    program(
        bin_dir / "apt-get",
        f'echo "$1" >> "{calls}"; read first < "{calls}"; [ "$1" = update ] && : > "{calls}.updated"\n'
        f'[ -e "{calls}.updated" ]',
    )
    bootstrap.install_packages(["libegl1"], as_root=True)
    assert calls.read_text().split() == ["install", "update", "install"]
    assert "Installing system packages: libegl1" in capsys.readouterr().err


def test_the_dynamic_loader_is_what_counts(bootstrap: ModuleType) -> None:
    assert bootstrap.loads("libc.so.6")
    assert not bootstrap.loads("libthere-is-no-such.so.9")


@pytest.mark.parametrize(
    ("stamped", "asked", "ready"),
    [
        (None, "run", False),
        (("dev", (3, 11, 7)), "dev", True),
        (("dev", (3, 11, 7)), "run", True),  # what serves the tests serves the program
        (("run", (3, 11, 7)), "run", True),
        (("run", (3, 11, 7)), "dev", False),
        (("dev", (3, 11, 6)), "run", False),  # another Python in it
    ],
)
def test_only_a_fitting_stamp_makes_an_environment_ready(
    bootstrap: ModuleType,
    tmp_path: Path,
    stamped: tuple[str, tuple[int, int, int]] | None,
    asked: str,
    ready: bool,
) -> None:
    venv = bootstrap.Venv(tmp_path)
    (tmp_path / "bin").mkdir()
    program(venv.python, "echo 3 11 7")
    if stamped:
        venv.stamp.write_text(venv.mark(*stamped))
    assert venv.is_ready(asked) is ready


def test_an_environment_whose_python_is_gone_is_not_ready(bootstrap: ModuleType, tmp_path: Path) -> None:
    venv = bootstrap.Venv(tmp_path)
    venv.stamp.write_text(venv.mark("dev", (3, 11, 7)))
    assert not venv.is_ready("run")
