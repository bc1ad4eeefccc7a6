"""What is raised when a file cannot be read as a table."""

from __future__ import annotations

from vox_console.domain.errors import VoxError


class ImportFault(VoxError):
    """The file is no table we can read, or more than we are willing to read. Words for a person."""
