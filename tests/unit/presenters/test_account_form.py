"""The account dialog's texts as a profile, and back."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import FieldProblem
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.presenters.account_form import (
    CALLBACK_FIELD,
    callback_url,
    completed_url,
    goes_in_clear,
    new_values,
    read_form,
    values_of,
    with_edit,
)
from vox_console.settings.profiles import BindMode, Profile
from vox_console.settings.rest_access import RestQuery

SMPP = {**new_values("work"), "host": "provider.example", "system_id": "acme", "password": "pa55word"}
REST = {"use_rest": "yes", "rest_url": "provider.example", "rest_username": "acme-http"}
TOKEN = "t" * 32
WHOLE = Profile(
    name="work",
    host="provider.example",
    system_id="acme",
    tls=True,
    bind=BindMode.TX_RX,
    rest_url="https://provider.example:8002/api",
    rest_username="acme-http",
    rest_query=RestQuery.POST,
    rest_own_ids=True,
    rest_inject=True,
    rest_memory_h=48,
    parts_per_s=2.5,
    window=20,
    hold_s=8.0,
    part_limit=3,
    transport=TransportRule.REST,
    callback_port=8_012,
    callback_token=TOKEN,
    callback_hosts=("tunnel.example", "other.example"),
    callback_fields={"status": "state", "rate": "cost"},
)


def read(
    values: dict[str, str], *, edited: Profile | None = None, token: str = "", taken: tuple[str, ...] = ()
) -> Profile | dict[str, str]:
    result = read_form(values, token=token, edited=edited, taken=frozenset(taken))
    return result if isinstance(result, Profile) else {each.field: each.text for each in result}


def test_a_saved_account_shown_and_read_again_is_the_same() -> None:
    values = values_of(WHOLE)
    assert (values["callback_hosts"], values["rest_post"]) == ("tunnel.example, other.example", "yes")
    assert values[CALLBACK_FIELD + "status"] == "state"
    assert read(values, edited=WHOLE, token=TOKEN) == WHOLE


def test_numbers_begin_as_usual_and_are_shown_as_one_would_type_them() -> None:
    assert read(SMPP) == read({**SMPP, "parts_per_s": "", "window": "", "hold_s": "", "part_limit": ""})
    numbers = ("parts_per_s", "window", "hold_s", "part_limit", "rest_memory_h")
    assert [new_values("work")[field] for field in numbers] == ["10", "10", "5", "10", "24"]
    assert [values_of(WHOLE)[field] for field in numbers] == ["2.5", "20", "8", "3", "48"]


def test_a_number_that_is_out_of_bounds_is_a_fault_of_its_field() -> None:
    wrong = {"parts_per_s": "0", "window": "many", "hold_s": "31", "part_limit": "256"}
    problems = read({**SMPP, **REST, **wrong, "rest_memory_h": "73"})
    assert isinstance(problems, dict)
    assert problems.keys() == {*wrong, "rest_memory_h"}


def test_one_way_is_enough_and_none_is_too_few() -> None:
    smpp = read(SMPP)
    assert isinstance(smpp, Profile)
    assert smpp.transports == (TransportName.SMPP,)
    rest = read({**REST, "name": "work", "rest_password": "secret"})
    assert isinstance(rest, Profile)
    assert rest.transports == (TransportName.REST,)
    assert read({**SMPP, "use_smpp": ""}) == {"use_smpp": "Choose SMPP, REST or both."}


def test_what_stands_in_a_way_that_is_left_out_is_left_out() -> None:
    only = read({**SMPP, **REST, "use_rest": "", "callback_port": "many", "transport": "rest"})
    assert isinstance(only, Profile)
    assert (only.rest_url, only.callback_port, only.transport) == ("", 0, TransportRule.AUTO)
    other = read({**SMPP, **REST, "use_smpp": "", "port": "many", "rest_password": "secret"})
    assert isinstance(other, Profile)
    assert (other.host, other.system_id) == ("", "")


def test_every_way_has_its_faults_beside_its_fields() -> None:
    problems = read({**new_values(""), "use_rest": "yes", "rest_url": "ftp://x", "callback_port": "x"})
    assert isinstance(problems, dict)
    assert {"name", "host", "system_id", "password", "rest_url", "callback_port"} <= set(problems)


def test_a_way_that_is_wanted_needs_its_address_also_beside_the_other() -> None:
    assert read({**SMPP, **REST, "rest_url": " "}) == {
        "rest_url": "Give the provider's address, as in https://sms.example.com:8002/api."
    }
    missing = read({**SMPP, **REST, "host": ""})
    assert isinstance(missing, dict)
    assert missing["host"].startswith("Give the provider's host name")
    alone = read({**new_values("work"), "use_smpp": "", "use_rest": "yes"})
    assert isinstance(alone, dict)
    assert {"rest_url", "rest_password"} <= set(alone)
    assert "host" not in alone


def test_another_address_than_loopback_has_to_be_allowed_first() -> None:
    values = {**SMPP, **REST, "callback_port": "8012", "callback_address": "0.0.0.0"}  # noqa: S104 - refused
    problems = read(values, token=TOKEN)
    assert isinstance(problems, dict)
    assert "callbacks are not signed" in problems["callback_address"]
    assert isinstance(read({**values, "callback_open": "yes"}, token=TOKEN), Profile)


@pytest.mark.parametrize("name", ["a,b", "a=b"])
def test_a_parameters_name_that_no_parameter_has_is_a_fault_of_its_row(name: str) -> None:
    field = CALLBACK_FIELD + "status"
    assert read({**SMPP, **REST, field: name}) == {
        field: "A parameter's name has no comma and no equals sign."
    }


def test_consent_to_go_in_the_clear_is_for_one_address() -> None:
    clear = {**SMPP, **REST, "rest_url": "http://provider.example", "rest_plain_text_accepted": "yes"}
    agreed = read(clear)
    assert isinstance(agreed, Profile)
    assert agreed.rest_plain_text_accepted
    completed = with_edit(clear, "rest_url", "http://provider.example:8001/api")  # the same one
    assert completed["rest_plain_text_accepted"] == "yes"
    assert with_edit(clear, "rest_url", "http://other.example")["rest_plain_text_accepted"] == ""
    assert with_edit(clear, "host", "other.example")["rest_plain_text_accepted"] == "yes"


def test_a_token_that_was_given_out_outlives_the_listener() -> None:
    off = read({**values_of(WHOLE), "callback_port": ""}, edited=WHOLE, token=TOKEN)
    assert isinstance(off, Profile)
    assert (off.callback_port, off.callback_token) == (0, TOKEN)


def test_a_name_is_taken_only_for_a_new_account() -> None:
    assert read(SMPP, taken=("work",)) == {"name": "There is already an account of that name."}
    edited = Profile(name="work", host="provider.example", system_id="acme")
    assert isinstance(read(values_of(edited), edited=edited, taken=("work",)), Profile)


def test_an_address_is_completed_or_its_fault_is_told() -> None:
    assert completed_url("provider.example") == "https://provider.example:8002/api"
    fault = completed_url("ftp://x")
    assert isinstance(fault, FieldProblem)
    assert fault.field == "rest_url"


@pytest.mark.parametrize(
    ("url", "clear"),
    [
        ("http://provider.example", True),
        ("http://127.0.0.1:8001", False),
        ("provider.example", False),
        ("http://", False),
        ("", False),
    ],
)
def test_only_http_to_another_computer_goes_in_the_clear(url: str, *, clear: bool) -> None:
    assert goes_in_clear({"use_rest": "yes", "rest_url": url}) is clear
    assert not goes_in_clear({"rest_url": url})


def test_the_address_for_the_provider_needs_a_port_and_a_secret() -> None:
    values = {"use_rest": "yes", "callback_port": "8012", "callback_address": "::1"}
    assert callback_url(values, TOKEN) == f"http://[::1]:8012/callback/{TOKEN}"
    assert callback_url({**values, "callback_port": "0"}, TOKEN) == ""
    assert callback_url({**values, "callback_port": "x"}, TOKEN) == ""
    assert callback_url({**values, "use_rest": ""}, TOKEN) == ""
    assert callback_url(values, "") == ""
