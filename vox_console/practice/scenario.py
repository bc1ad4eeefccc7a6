"""Scenario files: control commands on a timeline, for demonstrations and repeatable trouble.

A file is TOML or JSON (by its suffix). Every step names a control path and gives its body::

    [[step]]
    at_s = 0
    post = "/speed"
    body = { speed = 10 }

    [[step]]
    at_s = 5
    post = "/mo"
    body = { from = "381641234567", text = "Is my parcel on its way?" }

`at_s` counts from the provider's start (or from the moment the scenario was posted) and is not
scaled by the speed. Steps run in the order of their times; equal times keep the file's order. POST
/reset ends them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STEPS_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """One command: POST `body` to `path` when `at_s` seconds have passed."""

    at_s: float
    path: str
    body: Mapping[str, object]


class ScenarioFault(Exception):
    """A scenario that cannot be understood; the text says which step and why."""


def read_scenario(path: Path) -> list[Step]:
    """Read a scenario file.

    Raises ScenarioFault when it is neither TOML nor JSON or a step makes no sense, OSError when it
    cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as fault:
        raise ScenarioFault(f"{path.name}: {fault}") from fault
    return parse_scenario(content)


def parse_scenario(content: object) -> list[Step]:
    """Turn parsed TOML or JSON into steps, earliest first. Raises ScenarioFault."""
    steps = content.get("step") if isinstance(content, dict) else None
    if not isinstance(steps, list):
        raise ScenarioFault('a scenario is an object with a list "step"')
    if len(steps) > STEPS_LIMIT:
        raise ScenarioFault(f"at most {STEPS_LIMIT} steps")
    return sorted(
        (_step(number, step) for number, step in enumerate(steps, start=1)), key=lambda step: step.at_s
    )


def _step(number: int, step: object) -> Step:
    if not isinstance(step, dict):
        raise ScenarioFault(f"step {number}: not an object")
    unknown = set(step) - {"at_s", "post", "body"}
    if unknown:
        raise ScenarioFault(f"step {number}: unknown key {min(unknown)!r}")
    at_s = step.get("at_s", 0)
    path = step.get("post")
    body = step.get("body", {})
    if isinstance(at_s, bool) or not isinstance(at_s, int | float) or not 0 <= at_s <= 86_400:
        raise ScenarioFault(f"step {number}: at_s is a number of seconds from 0 to 86400")
    if not isinstance(path, str) or not path.startswith("/"):
        raise ScenarioFault(f'step {number}: post is a control path such as "/faults"')
    if not isinstance(body, dict):
        raise ScenarioFault(f"step {number}: body is an object")
    return Step(float(at_s), path, body)
