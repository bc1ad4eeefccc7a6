"""``python -m vox_console.practice``: the provider without the console's command line."""

from __future__ import annotations

import sys

from vox_console.practice.command import main

sys.exit(main())
