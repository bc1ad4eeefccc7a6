"""The headless front door: the same controller, rules and lock as the window, and no Qt.

What it prints on standard output with ``--json`` is a promise to other programs: one object a line,
ASCII only, keys only ever added. Everything meant for a person's attention goes to standard error.
:mod:`~vox_console.cli.command_line` parses and dispatches; each command has a module of its own, loaded
when it is asked for, because ``--version`` must answer before a heavy import could have finished.
"""
