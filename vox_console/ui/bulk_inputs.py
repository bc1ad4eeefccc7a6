"""What the bulk pane asks of its presenters (presenters.bulk and presenters.bulk_job have it all)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from vox_console.presenters.bulk_jobs import JobsShown
from vox_console.presenters.bulk_state import BulkState, Choices, JobShown


class MendingInputs(Protocol):
    """What is done in the grid of excluded rows. Synchronous; what it shows is told through on_state."""

    def cell_mended(self, number: int, column: int, text: str) -> None:
        """Give a cell another text."""

    def fix_taken(self, number: int) -> None:
        """Take the text that would cure a row."""

    def undone(self) -> None:
        """Take the last edit back."""

    def redone(self) -> None:
        """Do it again."""

    def given_up(self) -> None:
        """Go on although what was mended is lost."""

    def kept(self) -> None:
        """Keep what was mended."""


class BulkInputs(Protocol):
    """What comes before a job. Synchronous; what takes time is told through on_state."""

    state: BulkState
    on_state: Callable[[BulkState], None]
    ways: Choices
    starts: Choices

    @property
    def mending(self) -> MendingInputs:
        """What mends the excluded rows."""

    def file_chosen(self, path: Path) -> None:
        """Open a file."""

    def pasted(self, text: str) -> None:
        """Open pasted cells."""

    def reading_chosen(self, field: str, value: str) -> None:
        """Read the list another way."""

    def mapping_set_back(self) -> None:
        """Read the list as it is detected."""

    def list_dropped(self) -> None:
        """Forget the list."""

    def text_edited(self, text: str) -> None:
        """Take the text."""

    def sender_edited(self, text: str) -> None:
        """Take the sender."""

    def number_chosen(self, place: int, column: str) -> None:
        """Take the column that is tried in a place of their order."""

    def number_added(self) -> None:
        """Try one more column."""

    def number_removed(self, place: int) -> None:
        """Try the column in this place no more."""

    def duplicates_chosen(self, which: str) -> None:
        """Take what becomes of later rows with the same number."""

    def region_edited(self, text: str) -> None:
        """Take the country."""

    def rate_edited(self, text: str) -> None:
        """Take the rate."""

    def way_chosen(self, rule: str) -> None:
        """Take the way."""

    def start_chosen(self, start: str) -> None:
        """Take whether it starts now or at a time."""

    def start_edited(self, text: str) -> None:
        """Take the time at which it starts."""

    def hours_edited(self, text: str) -> None:
        """Take the hours in which messages may leave."""

    def sample_moved(self, step: int) -> None:
        """Look at another row."""

    def primary_pressed(self) -> None:
        """Check, or send."""

    def recent_chosen(self, choice: str) -> None:
        """Send to rows that are recent, or leave them out."""

    def own_number_edited(self, typed: str) -> None:
        """Take the number that rows are tried with."""

    def trial_pressed(self) -> None:
        """Send the row that is looked at to oneself."""

    def trial_undone(self) -> None:
        """Take that back."""

    def rehearse_pressed(self) -> None:
        """Send the list to the practice provider."""

    def cancel_pressed(self) -> None:
        """Break off what goes on."""

    def count_typed(self, text: str) -> None:
        """Take the count that confirms."""

    def excluded_saved(self, path: Path) -> None:
        """Write the excluded rows to a file."""


class BulkJobInputs(Protocol):
    """What there is to do with a job. Synchronous; how it stands is told through on_job."""

    shown: JobShown | None
    on_job: Callable[[JobShown | None], None]

    def resume_pressed(self) -> None:
        """Go on."""

    def start_pressed(self) -> None:
        """Start what waits for its time."""

    def start_edited(self, text: str) -> None:
        """Take another time to start at."""

    def start_changed(self) -> None:
        """Let it wait for the time that was typed."""

    def pause_pressed(self) -> None:
        """Let nothing more leave."""

    def again_pressed(self, origin: str) -> None:
        """Make a list of rows that may be sent again."""

    def stop_pressed(self) -> None:
        """Ask whether it is to end for good."""

    def stop_kept(self) -> None:
        """Leave it."""

    def stop_confirmed(self) -> None:
        """End it for good."""

    def left(self) -> None:
        """Put it away."""

    def result_saved(self, path: Path) -> None:
        """Write the result to a file."""

    def tick(self) -> None:
        """Look again when something may have changed."""


class BulkJobsInputs(Protocol):
    """What there is to do with the list of jobs. Synchronous; what it holds is told through on_jobs."""

    shown: JobsShown
    on_jobs: Callable[[JobsShown], None]

    def searched(self, name: str) -> None:
        """Show the jobs of files that are called like this."""

    def more_wanted(self) -> None:
        """Read older jobs."""

    def chosen(self, job_id: int) -> None:
        """Show one job."""

    def tick(self) -> None:
        """Look again when something may have changed."""
