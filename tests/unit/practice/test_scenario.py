from __future__ import annotations

import json
from pathlib import Path

import pytest

from vox_console.practice.scenario import ScenarioFault, Step, parse_scenario, read_scenario

STEPS = {
    "step": [
        {"at_s": 2, "post": "/mo", "body": {"from": "1", "text": "x"}},
        {"post": "/speed", "body": {"speed": 0}},
    ]
}


def test_steps_are_put_in_the_order_of_their_times() -> None:
    assert parse_scenario(STEPS) == [
        Step(0.0, "/speed", {"speed": 0}),
        Step(2.0, "/mo", {"from": "1", "text": "x"}),
    ]


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    as_json, as_toml = tmp_path / "a.json", tmp_path / "a.toml"
    as_json.write_text(json.dumps(STEPS), encoding="utf-8")
    as_toml.write_text(
        '[[step]]\nat_s = 2\npost = "/mo"\nbody = { from = "1", text = "x" }\n'
        '[[step]]\npost = "/speed"\nbody = { speed = 0 }\n',
        encoding="utf-8",
    )
    assert read_scenario(as_json) == read_scenario(as_toml) == parse_scenario(STEPS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "list"),
        ({}, "list"),
        ({"step": [1]}, "step 1"),
        ({"step": [{"post": "/mo", "at": 1}]}, "'at'"),
        ({"step": [{"post": "mo"}]}, "post"),
        ({"step": [{}]}, "post"),
        ({"step": [{"post": "/mo", "at_s": -1}]}, "at_s"),
        ({"step": [{"post": "/mo", "at_s": True}]}, "at_s"),
        ({"step": [{"post": "/mo", "body": []}]}, "body"),
        ({"step": [{"post": "/mo"}] * 1_001}, "1000"),
    ],
)
def test_a_scenario_that_makes_no_sense_is_explained(content: object, words: str) -> None:
    with pytest.raises(ScenarioFault, match=words):
        parse_scenario(content)


@pytest.mark.parametrize("name", ["a.json", "a.toml"])
def test_a_broken_file_is_explained_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ScenarioFault, match=name):
        read_scenario(path)
