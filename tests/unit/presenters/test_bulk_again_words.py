"""What may be sent again is offered with its count, and each side names the other."""

from __future__ import annotations

from vox_console.presenters.bulk_again_words import again_choices, family_facts
from vox_console.presenters.delivery_state import Fact
from vox_console.storage.job_family import Again, Child, Origin


def test_only_what_there_is_is_offered() -> None:
    assert again_choices({}) == ()
    assert again_choices({Origin.LEFT_OUT: 3, Origin.FAILED: 1_200}) == (
        ("failed", "Send the 1,200 that failed again…"),
        ("left_out", "Mend the 3 that were left out…"),
    )


def test_each_side_names_the_other() -> None:
    assert family_facts(12, None, [Child(15, Origin.FAILED)]) == (
        Fact("Again", "Failures of job 12 were taken up as job 15", job_id=15),
    )
    assert family_facts(15, Again(12, Origin.FAILED), []) == (
        Fact("Made of", "Failures of job 12", job_id=12),
    )
