"""What goes together on the command line of `bulk`: nothing that was given is passed over in silence."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from vox_console.cli.bulk_when import when_of
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.jobs import Job


def contradiction(arguments: Namespace) -> str:
    """Say what does not go together or is missing, "" when nothing is; what is only tried sends no job."""
    earlier = sum(each is not None for each in (arguments.resume, arguments.failures_of, arguments.unsent_of))
    if earlier > 1:
        return "give one of --resume, --failures-of and --unsent-of; nothing was sent"
    settled = _settled_before(arguments)
    if settled:
        return f"the rows have their own {settled}: leave that out; nothing was sent"
    tried = arguments.rehearse + (arguments.test_to is not None)
    if earlier and tried:
        return "--rehearse and --test-to go with FILE alone; nothing was sent"
    if arguments.dry_run + tried > 1:
        return "give one of --dry-run, --rehearse and --test-to; nothing was sent"
    if not earlier and None in (arguments.file, arguments.profile, arguments.sender, arguments.text):
        return "give FILE, --profile, --from and --text, or --resume, --failures-of or --unsent-of"
    return ""


def _settled_before(arguments: Namespace) -> str:
    """Name what was given for rows of an earlier job that they have already, "" for nothing."""
    if arguments.failures_of is None and arguments.unsent_of is None:
        return ""
    return _named(
        {
            "FILE": arguments.file is not None,
            "--number-column": arguments.number_column is not None,
            "--country": arguments.country is not None,
            "--transport": arguments.transport != "auto",
            "--duplicates": arguments.duplicates != "first",
        }
    )


def differing(arguments: Namespace, job: Job, order: BulkOrder) -> str:
    """Name what was given with ``--resume`` and is otherwise in the job, "" for nothing: it has its own."""
    window = when_of(arguments).window
    return _named(
        {
            "FILE": arguments.file is not None and Path(arguments.file).name != job.file_name,
            "--profile": arguments.profile not in {None, job.profile},
            "--from": arguments.sender not in {None, order.sender},
            "--text": arguments.text not in {None, order.text},
            "--number-column": arguments.number_column is not None,
            "--country": arguments.country is not None and arguments.country.upper() != order.default_region,
            "--rate": arguments.rate not in {None, order.parts_per_s},
            "--transport": arguments.transport not in {"auto", order.transport.value},
            "--recent": arguments.recent is not None and (arguments.recent == "skip") != order.skip_recent,
            "--duplicates": arguments.duplicates == "all" and order.first_wins,
            "--between": window not in {None, order.window},
        }
    )


def _named(given: Mapping[str, bool]) -> str:
    return ", ".join(name for name, is_given in given.items() if is_given)
