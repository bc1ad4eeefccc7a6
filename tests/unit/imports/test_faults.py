from __future__ import annotations

from vox_console.domain.errors import VoxError
from vox_console.imports.faults import ImportFault


def test_a_fault_carries_words_like_every_error_of_the_world() -> None:
    fault = ImportFault("The file is empty", detail="0 octets", hint="Choose another.")
    assert isinstance(fault, VoxError)
    assert (fault.title, fault.detail, fault.hint) == ("The file is empty", "0 octets", "Choose another.")
