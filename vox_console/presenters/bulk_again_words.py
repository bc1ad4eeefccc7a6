"""What of a job may be sent again, and the jobs that do so, in words."""

from __future__ import annotations

from vox_console.presenters.bulk_state import Choices
from vox_console.presenters.delivery_state import Fact
from vox_console.storage.job_family import Again, Child, Origin

_ROWS = {
    Origin.FAILED: "Failures",
    Origin.NEVER_LEFT: "Rows that never left",
    Origin.LEFT_OUT: "Rows that were left out",
}


def again_choices(offered: dict[Origin, int]) -> Choices:
    """Give what may be done with rows of a job that has ended: (a value of Origin, what the button says)."""
    words = {
        Origin.FAILED: "Send the {:,} that failed again…",
        Origin.NEVER_LEFT: "Send the {:,} that never left…",
        Origin.LEFT_OUT: "Mend the {:,} that were left out…",
    }
    return tuple((each.value, words[each].format(offered[each])) for each in Origin if offered.get(each))


def made_of_words(again: Again) -> str:
    """Say whose rows a job sends again: "Failures of job 1"."""
    return f"{_ROWS[again.origin]} of job {again.parent_id}"


def family_facts(job_id: int, parent: Again | None, children: list[Child]) -> tuple[Fact, ...]:
    """Tell which job's rows this one sends again, and which jobs send its rows again; each leads there."""
    found = []
    if parent is not None:
        found.append(Fact("Made of", made_of_words(parent), job_id=parent.parent_id))
    for child in children:
        words = f"{_ROWS[child.origin]} of job {job_id} were taken up as job {child.job_id}"
        found.append(Fact("Again", words, job_id=child.job_id))
    return tuple(found)
