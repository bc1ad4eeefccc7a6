"""Makes the virtual environment that everything else runs in, on a bare machine, and only once.

It runs under the system's own Python, before anything is installed, so it uses the standard library
alone. It finds a Python that is new enough, installs the Debian packages that Qt needs (or prints
the command when it may not), fills ``.venv`` from the lock, and leaves a stamp there. As long as
the stamp fits the lock, the Python and the place of the checkout, a later call has nothing to do.

    bootstrap.py run           what the program needs
    bootstrap.py dev           the same, and what tests and checks need
    bootstrap.py find-python 3.12    print the path of a Python at least this new
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ROOT / "packaging" / "requirements.lock",
    "dev": ROOT / "packaging" / "requirements-dev.lock",
}
OLDEST = (3, 11)
NEWEST_NAMED = 14  # python3.14 is tried by name; anything newer is found as python3

# What Qt's libraries and its xcb plugin are linked against and the wheels do not bring
# (readelf -d on PySide6/Qt/lib and PySide6/Qt/plugins), with the Debian package that has it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
TEST_COMMANDS = {"xvfb-run": "xvfb", "xauth": "xauth"}


class CannotContinue(Exception):
    """Told to the person in one or two lines, without a traceback."""


def say(text: str) -> None:
    """Tell the person what takes time, apart from the output of what runs afterwards."""
    print(text, file=sys.stderr, flush=True)


def output_of(command: list[str]) -> str | None:
    """Give what a command prints, or None when it does not run or fails (such as a pyenv shim)."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - our own lists
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def version_of(python: str | Path) -> tuple[int, int, int] | None:
    """Give the version of a Python by running it; None when it does not run."""
    told = output_of([str(python), "-I", "-c", "import sys; print(*sys.version_info[:3])"])
    if not told:
        return None
    major, minor, micro = (int(word) for word in told.split()[:3])
    return major, minor, micro


def find_python(oldest: tuple[int, ...]) -> str:
    """Give the path of a Python at least this new: PYTHON, else python3, python3.x, or one of pyenv's.

    Raises CannotContinue when there is none.
    """
    chosen = os.environ.get("PYTHON")
    names = [chosen] if chosen else ["python3"]
    if not chosen:
        names += [f"python3.{minor}" for minor in range(NEWEST_NAMED, oldest[1] - 1, -1)]
        pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
        names += [str(path) for path in sorted(pyenv.glob("versions/3.*/bin/python3"), reverse=True)]
    for name in names:
        path = shutil.which(name)
        version = version_of(path) if path else None
        if path and version and version >= oldest:
            return path
    wanted = ".".join(map(str, oldest))
    if chosen:
        raise CannotContinue(f"PYTHON={chosen} is not a working Python {wanted} or newer.")
    raise CannotContinue(
        f"Python {wanted} or newer is needed and was not found. Install one (on Debian 12 or newer: "
        "sudo apt-get install python3 python3-venv), or name yours: make PYTHON=/path/to/python3"
    )


def missing_packages(kind: str, python: str) -> list[str]:
    """Give the Debian packages whose libraries or commands are not there, sorted."""
    if not sys.platform.startswith("linux"):
        return []
    missing = {package for library, package in QT_LIBRARIES.items() if not loads(library)}
    if output_of([python, "-I", "-c", "import ensurepip, venv; print('ok')"]) is None:
        version = version_of(python) or OLDEST
        missing.add(f"python{version[0]}.{version[1]}-venv")
    if kind == "dev":
        missing |= {package for command, package in TEST_COMMANDS.items() if not shutil.which(command)}
        if not any(Path("/usr/share/fonts").rglob("*.[to]tf")):
            missing.add("fonts-dejavu-core")
    return sorted(missing)


def loads(library: str) -> bool:
    """Say whether the dynamic loader finds it, which is what Qt will depend on, whoever packaged it."""
    try:
        import ctypes  # noqa: PLC0415 - a Python built without libffi has none
    except ImportError:
        return True  # cannot tell; Qt will
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str], *, as_root: bool) -> None:
    """Install Debian packages where this user may: as root, or through a sudo that asks nothing.

    Raises CannotContinue with the exact command where not.
    """
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise CannotContinue(
            f"Please install what your system calls these Debian packages, then try again: {names}"
        )
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not as_root:
        if output_of(["sudo", "-n", "true"]) is None:
            raise CannotContinue(
                f"Some system packages are missing. Type this, then try again:\n  sudo {' '.join(command)}"
            )
        command = ["sudo", "-n", *command]
    say(f"Installing system packages: {names}")
    update = [*command[: command.index("apt-get") + 1], "update"]
    if not (apt(command) or (apt(update) and apt(command))):
        raise CannotContinue(f"The packages could not be installed. To see why: {' '.join(command)}")


def apt(command: list[str]) -> bool:
    """Run apt-get without questions and without chatter; say whether it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = [*command, "-qq", "-o", "DPkg::Lock::Timeout=120"]
    return subprocess.run(quiet, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - our own lists


class Venv:
    """One virtual environment and the stamp that says what it was filled from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.python = path / "bin" / "python"
        self.stamp = path / "vox-console.stamp"

    def is_ready(self, kind: str) -> bool:
        """Say whether it was filled for this kind (or more) from the present lock, and still runs."""
        version = version_of(self.python)
        if version is None or not self.stamp.is_file():
            return False
        stamped = self.stamp.read_text().split()
        return any(self.mark(each, version) in stamped for each in {kind, "dev"})

    def mark(self, kind: str, version: tuple[int, ...]) -> str:
        """Give the stamp for what would be installed now."""
        seen = hashlib.sha256()
        for part in (
            LOCKS[kind].read_bytes(),
            (ROOT / "pyproject.toml").read_bytes(),
            repr((version, str(ROOT), str(self.path))).encode(),
        ):
            seen.update(part)
        return f"{kind}:{seen.hexdigest()}"

    def fill(self, kind: str, python: str) -> None:
        """Install the lock and then the project; a half-made environment is repaired, or else made anew."""
        wanted = version_of(python)
        if version_of(self.python) != wanted or not self.install(kind):
            shutil.rmtree(self.path, ignore_errors=True)
            version = ".".join(map(str, wanted or ()))
            say(f"Making {self.path.name} with Python {version}; the first time takes a minute or two.")
            if output_of([python, "-m", "venv", str(self.path)]) is None:
                raise CannotContinue(f"{python} could not make a virtual environment in {self.path}.")
            if not self.install(kind, quiet=False):
                raise CannotContinue(
                    "The requirements could not be installed; pip says why above. Then try again."
                )
        self.stamp.write_text(self.mark(kind, version_of(self.python) or OLDEST) + "\n")

    def install(self, kind: str, *, quiet: bool = True) -> bool:
        """Run pip for the lock (hashes required) and for the project itself; say whether both worked."""
        self.stamp.unlink(missing_ok=True)
        pip = [str(self.python), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
        for arguments in (
            ["--require-hashes", "-r", str(LOCKS[kind])],
            ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        ):
            errors = subprocess.DEVNULL if quiet else None
            if subprocess.run([*pip, *arguments], stderr=errors, check=False).returncode != 0:  # noqa: S603 - our own lists
                return False
        return True


def prepare(kind: str, venv: Venv) -> None:
    """Bring the machine and the environment to where the program (or its tests) can run."""
    ready = venv.is_ready(kind)
    python = str(venv.python) if ready else find_python(OLDEST)
    missing = missing_packages(kind, python)
    if missing:
        install_packages(missing, as_root=os.geteuid() == 0)
    if not ready:
        venv.fill(kind, python)


def main() -> int:
    """Do what the command line asks for; faults are told in words."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["run", "dev", "find-python"])
    parser.add_argument("version", nargs="?", default="3.11")
    parser.add_argument("--venv", default=".venv", help="where the environment is made, from the checkout")
    asked = parser.parse_args()
    try:
        if asked.what == "find-python":
            print(find_python(tuple(int(word) for word in asked.version.split("."))))
        else:
            prepare(asked.what, Venv(ROOT / asked.venv))
    except CannotContinue as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next start goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
