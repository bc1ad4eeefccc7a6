"""The benchmark's runner gives a well-formed document; what the figures are is nobody's test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.measure import Sheet
from tests.bench.run import main


def test_a_quick_run_writes_cases_with_medians_and_ratios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bench.json"
    assert main(["codec", "--quick", "--rounds", "1", "--out", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["machine"]["python"]
    assert list(report["groups"]) == ["codec"]
    codec = report["groups"]["codec"]
    assert all(case["median"] > 0 and len(case["rounds"]) == 1 for case in codec["cases"].values())
    ours = next(ratio for ratio in codec["ratios"] if ratio["peer"] == "encode submit_sm, smpplib")
    assert ours["met"] is (ours["ratio"] >= ours["at_least"])
    assert "encode submit_sm, smpplib" in capsys.readouterr().out


def test_a_ratio_is_the_median_of_the_ratios_of_each_round() -> None:
    sheet = Sheet("example")
    for ours, theirs in ((10, 1), (20, 10), (30, 10)):
        sheet.add("ours", ours, "1/s")
        sheet.add("theirs", theirs, "1/s")
    sheet.compare("ours", "theirs", at_least=3)
    sheet.compare("ours", "theirs", at_most=2)
    sheet.compare("ours", "nobody")
    told = json.loads(json.dumps(sheet.to_json()))
    assert [(ratio["ratio"], ratio["met"]) for ratio in told["ratios"]] == [(3, True), (3, False)]
    assert told["cases"]["theirs"] == {"unit": "1/s", "median": 10, "rounds": [1, 10, 10]}
