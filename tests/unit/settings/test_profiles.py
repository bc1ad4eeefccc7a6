from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vox_console.domain.errors import FieldProblem, SettingsError
from vox_console.domain.secret import Secret
from vox_console.settings.profiles import (
    BindMode,
    Profile,
    ProfileStore,
    password_problem,
    validate_profile,
)

FORM = {"name": "work", "host": "smpp.example.com", "system_id": "alice"}
SAVE_WITHOUT_SPACE = """
import resource, signal, sys
from pathlib import Path
from vox_console.domain.errors import SettingsError
from vox_console.settings.profiles import ProfileStore
store = ProfileStore(Path(sys.argv[1]))
work = store.get("work")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # every write fails from here on
try:
    store.save(work.model_copy(update={"window": 99}))
except SettingsError as fault:
    print(fault)
"""
WORK = Profile(name="work", host="smpp.example.com", system_id="alice")


def problems_of(**changes: str) -> list[FieldProblem]:
    found = validate_profile({**FORM, **changes})
    assert isinstance(found, list), "accepted"
    return found


class TestForm:
    def test_three_fields_make_a_profile_with_the_providers_defaults(self) -> None:
        profile = validate_profile(FORM)
        assert isinstance(profile, Profile)
        assert (profile.port, profile.window, profile.parts_per_s, profile.part_limit) == (2876, 10, 10, 10)
        assert (profile.bind, profile.tls, profile.hold_s) == (BindMode.TRX, False, 5)

    def test_typed_text_becomes_values(self) -> None:
        profile = validate_profile(
            {**FORM, "port": " 2775 ", "tls": "true", "bind": "tx+rx", "default_region": "rs", "hold_s": "0"}
        )
        assert isinstance(profile, Profile)
        assert (profile.port, profile.tls, profile.bind) == (2775, True, BindMode.TX_RX)
        assert (profile.default_region, profile.hold_s) == ("RS", 0)

    def test_empty_fields_take_their_defaults(self) -> None:
        assert validate_profile({**FORM, "port": "", "window": " "}) == WORK

    @pytest.mark.parametrize("field", ["name", "host", "system_id"])
    def test_what_must_be_given_is_asked_for_beside_its_field(self, field: str) -> None:
        (problem,) = problems_of(**{field: " "})
        assert problem.field == field
        assert problem.text.startswith("Give ")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("name", "x" * 41),
            ("name", "a\nb"),
            ("host", "two words"),
            ("host", "smpp://example.com"),
            ("port", "0"),
            ("port", "65536"),
            ("port", "abc"),
            ("bind", "tx"),
            ("tls", "perhaps"),
            ("system_type", "x" * 13),
            ("default_region", "Serbia"),
            ("default_sender", "x" * 21),
            ("default_alphabet", "ebcdic"),
            ("long_method", "udh"),
            ("part_limit", "0"),
            ("part_limit", "256"),
            ("window", "0"),
            ("window", "1001"),
            ("parts_per_s", "0"),
            ("parts_per_s", "nan"),
            ("enquire_link_s", "0"),
            ("response_timeout_s", "601"),
            ("hold_s", "31"),
            ("hold_s", "-1"),
            ("utc_offset_min", "841"),
        ],
    )
    def test_a_value_outside_its_limits_is_told_in_words(self, field: str, typed: str) -> None:
        (problem,) = problems_of(**{field: typed})
        assert problem.field == field
        assert problem.text.endswith(".")
        assert "Input should" not in problem.text

    def test_all_wrong_fields_are_told_at_once(self) -> None:
        found = problems_of(port="x", system_id="a" * 16, hold_s="99", host="two words")
        assert {problem.field for problem in found} == {"port", "system_id", "hold_s", "host"}

    def test_a_port_typed_into_the_host_is_told_with_its_cure(self) -> None:
        (problem,) = problems_of(host="smpp.example.com:2775")
        assert "its own field" in problem.text
        assert problem.fix == "smpp.example.com"

    @pytest.mark.parametrize("typed", ["::1", "[::1]"])
    def test_an_ipv6_address_is_no_host_with_a_port(self, typed: str) -> None:
        profile = validate_profile({**FORM, "host": typed})
        assert isinstance(profile, Profile)
        assert profile.host == "::1"

    def test_a_password_in_the_form_does_not_enter_the_profile(self) -> None:
        profile = validate_profile({**FORM, "password": "c4n4ry"})
        assert "c4n4ry" not in repr(profile)


class TestCredentials:
    def test_fifteen_octets_of_system_id_fit(self) -> None:
        assert isinstance(validate_profile({**FORM, "system_id": "a" * 15}), Profile)

    def test_sixteen_do_not_and_the_reason_is_the_protocols_field(self) -> None:
        (problem,) = problems_of(system_id="a" * 16)
        assert problem.field == "system_id"
        assert "16 octets" in problem.text
        assert "SMPP 3.4" in problem.text

    def test_the_switch_allows_them(self) -> None:
        form = {**FORM, "system_id": "a" * 16, "allow_long_credentials": "true"}
        assert isinstance(validate_profile(form), Profile)

    @pytest.mark.parametrize("typed", ["älice", "al\x00ice", "ali\tce"])
    def test_only_plain_ascii_fits_a_c_octet_string(self, typed: str) -> None:
        (problem,) = problems_of(system_id=typed, allow_long_credentials="true")
        assert problem.field == "system_id"

    def test_eight_octets_of_password_fit(self) -> None:
        assert password_problem(Secret("12345678"), allow_long=False) is None

    def test_nine_do_not_and_the_password_is_not_quoted(self) -> None:
        problem = password_problem(Secret("c4n4ry-99"), allow_long=False)
        assert problem is not None
        assert problem.field == "password"
        assert "9 octets" in problem.text
        assert "c4n4ry" not in repr(problem)

    def test_the_switch_allows_nine(self) -> None:
        assert password_problem(Secret("123456789"), allow_long=True) is None

    def test_a_password_beyond_ascii_is_told(self) -> None:
        assert password_problem(Secret("pässword"), allow_long=True) is not None


class TestPlainText:
    @pytest.mark.parametrize(
        ("host", "changes", "asks"),
        [
            ("smpp.example.com", {}, True),
            ("smpp.example.com", {"tls": True}, False),
            ("smpp.example.com", {"plain_text_accepted": True}, False),
            ("127.0.0.1", {}, False),
            ("::1", {}, False),
            ("127.0.0.1.example.com", {}, True),
        ],
    )
    def test_consent_is_asked_for_where_the_password_crosses_a_network_in_the_clear(
        self, host: str, changes: dict[str, bool], *, asks: bool
    ) -> None:
        profile = WORK.model_copy(update={"host": host, **changes})
        assert profile.needs_plain_text_consent is asks


class TestStore:
    def test_no_file_means_no_profiles(self, tmp_path: Path) -> None:
        assert ProfileStore(tmp_path).list() == ()

    def test_what_was_saved_is_found_by_another_store(self, tmp_path: Path) -> None:
        profile = WORK.model_copy(update={"tls": True, "bind": BindMode.TX_RX, "default_sender": "Vox"})
        ProfileStore(tmp_path).save(profile)
        assert ProfileStore(tmp_path).get("work") == profile

    def test_profiles_keep_their_order_and_saving_again_replaces(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path)
        for name in ("b", "a", "c"):
            store.save(WORK.model_copy(update={"name": name}))
        store.save(WORK.model_copy(update={"name": "a", "window": 7}))
        assert [(profile.name, profile.window) for profile in store.list()] == [
            ("b", 10),
            ("a", 7),
            ("c", 10),
        ]

    @pytest.mark.parametrize("name", ["Nalog čćžšđ", 'quo"te', "dots.and [brackets]", "#1"])
    def test_any_name_survives_the_file(self, tmp_path: Path, name: str) -> None:
        store = ProfileStore(tmp_path)
        store.save(WORK.model_copy(update={"name": name}))
        assert store.get(name).name == name

    def test_a_removed_profile_is_gone_and_the_others_stay(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path)
        store.save(WORK)
        store.save(WORK.model_copy(update={"name": "home"}))
        store.remove("work")
        assert [profile.name for profile in store.list()] == ["home"]

    def test_a_missing_profile_is_told_with_those_there_are(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path)
        store.save(WORK)
        for act in (store.get, store.remove):
            with pytest.raises(SettingsError, match="no such profile") as caught:
                act("wrok")
            assert "work" in caught.value.hint

    def test_the_file_is_for_this_user_alone(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path / "config")
        store.save(WORK)
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700

    def test_keys_of_a_newer_version_are_carried_over(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path)
        store.path.write_text(
            'theme = "dark"\n'
            '[profile.work]\nhost = "h"\nsystem_id = "alice"\nrest_host = "r"\n'
            "[profile.work.routes]\ncost = 2\n"
        )
        store.save(store.get("work").model_copy(update={"window": 20}))
        text = store.path.read_text()
        assert 'theme = "dark"' in text
        assert 'rest_host = "r"' in text
        assert "cost = 2" in text
        assert "window = 20" in text

    @pytest.mark.parametrize(
        "content",
        [
            b"[profile.work\n",
            b"\xff\xfe",
            b"profile = 3\n",
            b"profile.work = 3\n",
        ],
    )
    def test_a_broken_file_is_told_in_words_and_never_overwritten(
        self, tmp_path: Path, content: bytes
    ) -> None:
        store = ProfileStore(tmp_path)
        store.path.write_bytes(content)
        for act in (store.list, lambda: store.save(WORK), lambda: store.remove("work")):
            with pytest.raises(SettingsError, match="cannot be read") as caught:
                act()
            assert str(store.path) in caught.value.hint
        assert store.path.read_bytes() == content

    def test_a_wrong_value_in_the_file_is_told_with_profile_and_field(self, tmp_path: Path) -> None:
        store = ProfileStore(tmp_path)
        store.path.write_text('[profile.work]\nhost = "h"\nsystem_id = "alice"\nwindow = 0\n')
        with pytest.raises(SettingsError, match=r'profile "work": window: The window is'):
            store.list()

    def test_a_folder_that_cannot_be_made_is_told_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "config").write_text("in the way")
        with pytest.raises(SettingsError):
            ProfileStore(tmp_path / "config").save(WORK)

    def test_a_save_that_fails_leaves_the_old_file_and_no_rubbish(self, tmp_path: Path) -> None:
        ProfileStore(tmp_path).save(WORK)
        before = (tmp_path / "profiles.toml").read_bytes()
        done = subprocess.run(
            [sys.executable, "-c", SAVE_WITHOUT_SPACE, str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout == "The profiles cannot be saved: File too large\n"
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("profiles.toml", before)]
