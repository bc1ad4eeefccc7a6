"""What presenters ask of whatever starts their actions; the bridge of the window keeps it."""

from __future__ import annotations

import inspect

from tests.support.desk import ActionRunner
from vox_console.presenters.runner import Run


def parameters(call: object) -> list[tuple[str, object]]:
    signature = inspect.signature(call)  # type: ignore[arg-type]  # a callable
    return [(each.name, each.kind) for each in signature.parameters.values()]


def test_an_action_is_started_with_words_for_what_is_tried() -> None:
    assert parameters(Run.__call__)[1:] == [
        ("action", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        ("name", inspect.Parameter.KEYWORD_ONLY),
    ]


def test_the_runner_of_these_tests_is_called_like_the_real_one() -> None:
    assert parameters(ActionRunner.__call__) == parameters(Run.__call__)
