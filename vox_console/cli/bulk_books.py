"""The books of a list and how a job stands, printed for people or for programs."""

from __future__ import annotations

from vox_console.cli.output import print_json, print_text
from vox_console.domain.bulk_books import Books
from vox_console.presenters.compose_words import plural
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState


def tell_books(
    books: Books,
    *,
    as_json: bool,
    job_id: int | None = None,
    state: JobState | None = None,
    progress: Progress | None = None,
) -> None:
    """Print the books of a list, and where it became a job, how that stands."""
    fields = books_fields(books)
    if job_id is not None and state is not None and progress is not None:
        fields |= {
            "job": job_id,
            "state": state.value,
            "outcomes": dict(progress.outcomes),
            "held": progress.held,
            "stopped": progress.stopped,
        }
    if as_json:
        print_json([fields])
        return
    rows, parts = plural(books.rows, "row"), plural(books.parts, "part")
    print_text(f"{rows} = {books.accepted:,} accepted ({parts})")
    for reason, count in books.excluded.items():
        print_text(f"  + {count} {reason.value.replace('_', ' ')}")
    for word, count in (progress.outcomes if progress else {}).items():
        print_text(f"{count} {word}")


def books_fields(books: Books) -> dict[str, object]:
    """Give the object of a job's books: a promise to other programs, keys only ever added."""
    return {
        "rows": books.rows,
        "accepted_rows": books.accepted,
        "excluded": {reason.value: count for reason, count in books.excluded.items()},
        "parts": books.parts,
    }
