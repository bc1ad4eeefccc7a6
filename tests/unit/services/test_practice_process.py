"""The practice provider as a child of the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox_console.domain.errors import LinkError
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName
from vox_console.services.practice_process import PracticePorts, PracticeProcess, practice_profile
from vox_console.settings.profiles import ProfileKind


def stand_in(folder: Path, program: str) -> None:
    """Put a program in the place where the child looks first for the module it is told to run."""
    package = folder / "vox_console"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(program, encoding="utf-8")


def test_it_says_where_it_listens_and_ends_with_its_block() -> None:
    with PracticeProcess() as practice:
        ports = {practice.ports.smpp, practice.ports.control, practice.ports.rest}
        assert len(ports) == 3
        assert min(ports) > 1_023
        assert practice._process.poll() is None
    assert practice._process.poll() == 0


@pytest.mark.parametrize(
    "program", ["raise SystemExit(3)", "print('no port for you'); raise SystemExit(3)", "print('{}')"]
)
def test_a_provider_that_does_not_start_is_told_in_words(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, program)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LinkError) as caught:
        PracticeProcess()
    assert caught.value.title == "The practice provider did not start"
    assert caught.value.detail in {"exit code 3", "exit code 0"}
    assert "vox-console practice" in caught.value.hint


def test_its_account_has_both_ways_is_marked_as_practice_and_needs_no_consent() -> None:
    profile, password = practice_profile(PracticePorts(smpp=2_999, control=3_000, rest=3_001))
    assert profile.kind is ProfileKind.PRACTICE
    assert (profile.host, profile.port) == ("127.0.0.1", 2_999)
    assert profile.rest_url == "http://127.0.0.1:3001/api"
    assert profile.transports == (TransportName.SMPP, TransportName.REST)
    assert not profile.needs_plain_text_consent
    assert not profile.needs_rest_consent
    assert password == Secret(profile.system_id) == Secret(profile.rest_username)
