"""Each module has a test file of its own name, so that a reader finds what it promises."""

from __future__ import annotations

from pathlib import Path

import vox_console

SOURCE = Path(vox_console.__file__).parent
TESTS = Path(__file__).parent.parent
# Panes are tested in tests/ui, the composition root and the start by whole programs.
ELSEWHERE = {"ui", "app.py"}
NOT_BY_NAME = {"__init__.py", "__main__.py"}
# What can only be tested through something else, and where that is done, below tests/.
THROUGH_OTHERS = {
    "settings/vault.py": "contract/test_vault.py",  # one suite for every vault
    "transports/base.py": "contract/test_transport.py",  # one suite for every transport
    "transports/smpp.py": "integration/test_smpp_transport.py",  # real sockets
    "practice/server.py": "integration/test_practice_process.py",  # real sockets, own process
    "practice/repeated.py": "unit/practice/test_accounts.py",  # a push and a callback are one
    "practice/state.py": "unit/practice/test_provider.py",  # values of the provider
    "smpp/pdus.py": "unit/smpp/test_codec.py",  # values of the codec
    "smpp/field_words.py": "unit/smpp/test_anatomy.py",  # words, seen beside their octets
    "smpp/faults.py": "unit/smpp/test_framing.py",  # raised by framing and codec
    "smpp/events.py": "unit/smpp/test_session.py",  # values of the session
    "storage/connection.py": "unit/storage/test_database.py",  # the pragmas, seen from outside
    "storage/opening.py": "unit/storage/test_database_lifetime.py",  # seen from outside
    "storage/checkpoints.py": "unit/storage/test_database.py",  # the size of the log, seen from outside
    "storage/answers.py": "unit/storage/test_database.py",  # what its callers are told
    "storage/holds.py": "unit/storage/test_reservation.py",  # what waits, seen from the queue
    "storage/orphan_bench.py": "unit/storage/test_adoptions.py",  # what may be adopted
    "storage/schema_bulk.py": "unit/storage/test_schema.py",  # steps of the one schema
    "storage/schema_inbox.py": "unit/storage/test_schema.py",  # the same
    "storage/schema_log.py": "unit/storage/test_schema.py",  # the same
    "storage/schema_messages.py": "unit/storage/test_schema.py",  # the same
    "storage/job_states.py": "unit/storage/test_jobs.py",  # the counts of a job's sum
    "storage/error_code_sql.py": "unit/storage/test_log_conditions.py",  # what it is told apart by
    "storage/receipt_rows.py": "unit/storage/test_receipts.py",  # columns, seen as evidence
    "domain/customer_scene.py": "unit/practice/test_customer.py",  # what is played
    "domain/http_answer.py": "unit/storage/test_settlement.py",  # a value, kept as evidence
    "services/contact_columns.py": "unit/services/test_contact_import.py",  # columns, seen as an import
    "services/contact_export.py": "unit/services/test_contact_import.py",  # there and back
    "presenters/accounts_state.py": "unit/presenters/test_frozen_states.py",  # values
    "presenters/delivery_state.py": "unit/presenters/test_frozen_states.py",  # the same
    "presenters/notice.py": "unit/presenters/test_frozen_states.py",  # the same
    "presenters/session_state.py": "unit/presenters/test_frozen_states.py",  # the same
    "presenters/case_words.py": "unit/presenters/test_case.py",  # words, seen as the case is decided
    "presenters/charts_state.py": "ui/test_chart_view.py",  # values of a chart
    "presenters/charts_words.py": "unit/presenters/test_charts.py",  # words, seen as the charts are made
    "services/stats.py": "unit/presenters/test_charts.py",  # asked by the charts, over a real journal
    "presenters/log_export_state.py": "unit/presenters/test_log_export.py",  # values of the dialog
    "presenters/orphans_state.py": "unit/presenters/test_orphans.py",  # values and words of the dialog
    "presenters/orphans_words.py": "unit/presenters/test_orphans.py",  # the same
    "services/orphans.py": "unit/presenters/test_orphans.py",  # asked by the dialog, over a real journal
    "presenters/contacts_state.py": "unit/presenters/test_contacts.py",  # values of the dialog
    "presenters/opt_outs_state.py": "unit/presenters/test_opt_outs.py",  # the same
    "presenters/quick_texts_state.py": "unit/presenters/test_quick_texts.py",  # the same
    "services/bulk_records.py": "unit/services/test_bulk.py",  # read as the desk runs them
    "services/bulk_runner.py": "unit/services/test_bulk.py",  # run by the desk, never alone
    "cli/exit_codes.py": "unit/cli/test_command_line.py",  # numbers, seen from the shell
    "cli/argument_types.py": "unit/cli/test_arguments.py",  # the words of a command
    "cli/arguments_account.py": "unit/cli/test_arguments.py",  # the same
    "cli/arguments_bulk.py": "unit/cli/test_arguments.py",  # the same
    "cli/arguments_log.py": "unit/cli/test_arguments.py",  # the same
    "cli/arguments_people.py": "unit/cli/test_arguments.py",  # the same
    "cli/command_adding.py": "unit/cli/test_arguments.py",  # the same
    "cli/bulk.py": "integration/test_cli_bulk.py",  # whole programs
    "transports/rest.py": "integration/test_rest_transport.py",  # real sockets
    "transports/rest_client.py": "integration/test_rest_transport.py",  # the same
    "transports/rest_settings.py": "integration/test_rest_transport.py",  # the same
    "transports/rest_link.py": "integration/test_rest_transport_trouble.py",  # the same
    "transports/rest_questions.py": "integration/test_rest_transport_queries.py",  # the same
}


def twins_missing_in(tests: Path, *, source: Path) -> list[str]:
    """Give the modules, relative to `source`, without a test_<module>.py at its place in `tests`/unit."""
    modules = (path.relative_to(source) for path in source.rglob("*.py"))
    return sorted(
        str(module)
        for module in modules
        if module.name not in NOT_BY_NAME
        and module.parts[0] not in ELSEWHERE
        and not (tests / "unit" / module.parent / f"test_{module.name}").is_file()
        and not (tests / THROUGH_OTHERS.get(module.as_posix(), "none")).is_file()
    )


def test_every_module_has_a_twin() -> None:
    missing = twins_missing_in(TESTS, source=SOURCE)
    assert not missing, "no test file of the same name for: " + ", ".join(missing)


def test_a_module_without_a_twin_is_named(tmp_path: Path) -> None:
    source, tests = tmp_path / "source", tmp_path / "tests"
    for name in (
        "domain/known.py",
        "domain/lonely.py",
        "domain/__init__.py",
        "ui/pane.py",
        "app.py",
        "__main__.py",
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).touch()
    (tests / "unit" / "domain").mkdir(parents=True)
    (tests / "unit" / "domain" / "test_known.py").touch()
    assert twins_missing_in(tests, source=source) == ["domain/lonely.py"]
