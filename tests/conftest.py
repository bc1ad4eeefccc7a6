"""What holds for every test: no display unless asked for, no touching of the user's own folders."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]  # for tests of our own test guards

# Before Qt is loaded by anyone. `make test` sets xcb for the tests that need a real X server.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every machine and no deadline, because a shared machine stalls at will;
# HYPOTHESIS_PROFILE=search looks for new ones, for a person who has the time.
settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a test (or a program it starts) believes to be home, it is not this user's."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nor is the keyring


# As in the program (see vox_console.ui.collector): a worker thread of one test must not be the one to
# destroy the Qt objects that another test left in a cycle.
gc.disable()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Collect on the main thread between tests; everything, when the module ends."""
    module_ends = nextitem is None or nextitem.path != item.path
    gc.collect(2 if module_ends else 1)
