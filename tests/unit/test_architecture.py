from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_imports_point_downward() -> None:
    """The contracts of pyproject.toml hold."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "from vox_console.__main__ import main; main(['segment', 'Hello', '--json'])",
        "import vox_console.services.controller",
        "import vox_console.presenters.compose",
    ],
)
def test_no_qt_is_loaded_without_a_window(code: str) -> None:
    found = f"{code}\nimport sys; print([name for name in sys.modules if name.split('.')[0] in "
    found += "('PySide6', 'shiboken6', 'qasync')])"
    done = subprocess.run([sys.executable, "-c", found], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_asking_for_the_version_loads_next_to_nothing() -> None:
    code = (
        "import sys\nfrom vox_console.__main__ import main\n"
        "try: main(['--version'])\nexcept SystemExit: pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(
        {"PySide6", "asyncio", "pydantic", "phonenumbers", "smpplib", "apsw", "keyring", "ssl"}
    )


def test_sending_over_smpp_alone_loads_no_http_client() -> None:
    code = "import sys, vox_console.services.controller\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({"httpx", "h11"})


SOLE_IMPORTERS = {
    "httpx": {"transports/rest_client.py"},
    "smpplib": {"smpp/codec.py"},
    "keyring": {"settings/vault.py"},
    "qasync": {"ui/bridge.py"},
}


@pytest.mark.parametrize("library", SOLE_IMPORTERS)
def test_a_library_is_met_in_one_place(library: str) -> None:
    source = ROOT / "vox_console"
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if any(
            line.strip().startswith((f"import {library}", f"from {library}"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    }
    assert found == SOLE_IMPORTERS[library]
