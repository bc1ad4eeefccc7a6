"""Where the program keeps its files: the platform's own places, or one portable tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import platformdirs

_NAME = "vox-console"


@dataclass(frozen=True, slots=True)
class Folders:
    """config: profiles. data: the database, its backups and lock. state: logs and window layout.

    Some platforms give one place for all three, so file names are distinct across the kinds.
    """

    config: Path
    data: Path
    state: Path

    @classmethod
    def choose(cls, data_dir: Path | None) -> Self:
        """Give the folders under ``--data-dir``, or the platform's own when there is none."""
        if data_dir is not None:
            root = data_dir.expanduser().absolute()
            return cls(config=root / "config", data=root / "data", state=root / "state")
        own = platformdirs.PlatformDirs(appname=_NAME, appauthor=False)
        return cls(config=own.user_config_path, data=own.user_data_path, state=own.user_state_path)

    def practice(self) -> Self:
        """Give the folders of practice: what was never real never stands among what was."""
        return replace(self, data=self.data / "practice")

    def make(self) -> None:
        """Create what is missing, open to this user alone (0700). Raises OSError."""
        for folder in (self.config, self.data, self.state):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
