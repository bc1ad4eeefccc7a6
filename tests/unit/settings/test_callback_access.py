"""The fields of the callback listener: where it may listen, what is typed, and what is never told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from vox_console.settings.callback_access import VOX_FIELDS, CallbackAccess

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests


def problem(field: str, **fields: object) -> str:
    """Give what is said about the one field that is wrong."""
    with pytest.raises(ValidationError) as caught:
        CallbackAccess.model_validate(fields)
    (error,) = caught.value.errors()
    assert error["loc"] == (field,)
    return str(error["msg"])


def test_by_itself_nobody_listens() -> None:
    access = CallbackAccess()
    assert (access.has_callbacks, access.callback_address, access.callback_open) == (
        False,
        "127.0.0.1",
        False,
    )


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_needs_no_permission(address: str) -> None:
    access = CallbackAccess(callback_port=8_443, callback_address=address, callback_token=TOKEN)
    assert access.has_callbacks
    assert access.callback_address == address


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.10", "2001:db8::7"])  # noqa: S104 - to be refused
def test_any_other_address_only_when_a_person_has_read_what_that_means(address: str) -> None:
    assert "callbacks are not signed" in problem("callback_address", callback_address=address)
    assert "not signed" in problem("callback_address", callback_address=address, callback_open=False)
    access = CallbackAccess(callback_address=address, callback_open=True)
    assert access.callback_address == address


@pytest.mark.parametrize(
    "address", ["", "here", "sms.example.com", "127.0.0.1:80", "localhost.", "999.0.0.1"]
)
@pytest.mark.parametrize("allowed", [True, False])
def test_it_is_an_address_of_this_computer_and_no_name(address: str, allowed: bool) -> None:
    said = problem("callback_address", callback_address=address, callback_open=allowed)
    assert said == "Give an address of this computer, as in 127.0.0.1."


@pytest.mark.parametrize(
    ("port", "wrong"), [(0, False), (1, False), (65_535, False), (65_536, True), (-1, True)]
)
def test_the_port_is_one_of_those_there_are(port: int, wrong: bool) -> None:
    if wrong:
        problem("callback_port", callback_port=port)
    else:
        assert CallbackAccess(callback_port=port).has_callbacks is (port > 0)


@pytest.mark.parametrize("token", ["", "a" * 16, "a" * 128, "Aa0_-" * 5])
def test_a_token_is_long_and_fits_a_path_as_it_is(token: str) -> None:
    assert CallbackAccess(callback_token=token).callback_token == token


@pytest.mark.parametrize("token", ["short", "a" * 15, "a" * 129, "a" * 16 + "/", "a" * 16 + "\n", "ž" * 16])
def test_any_other_token_is_refused(token: str) -> None:
    problem("callback_token", callback_token=token)


def test_the_token_is_in_no_representation() -> None:
    assert TOKEN not in repr(CallbackAccess(callback_token=TOKEN))


@pytest.mark.parametrize("field", ["callback_hosts", "callback_sources"])
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ()),
        (" , ,", ()),
        ("a.example", ("a.example",)),
        (" a.example , b.example,", ("a.example", "b.example")),
        (["a.example", "b.example"], ("a.example", "b.example")),
        ((), ()),
    ],
)
def test_a_list_may_be_typed_with_commas(field: str, typed: object, read: tuple[str, ...]) -> None:
    assert getattr(CallbackAccess.model_validate({field: typed}), field) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", {}),
        ("status=stat", {"status": "stat"}),
        (" status = stat , message_id=id,", {"status": "stat", "message_id": "id"}),
        ({"status": "stat"}, {"status": "stat"}),
        ("status=a=b", {"status": "a=b"}),
    ],
)
def test_what_the_provider_calls_a_fact_may_be_typed_as_pairs(typed: object, read: dict[str, str]) -> None:
    assert CallbackAccess.model_validate({"callback_fields": typed}).callback_fields == read


def test_a_fact_that_is_not_known_is_named_with_those_that_are() -> None:
    said = problem("callback_fields", callback_fields="stat=status,colour=red")
    assert "'colour'" in said
    assert all(each in said for each in VOX_FIELDS)


def test_the_facts_are_those_of_vox() -> None:
    """provider_interface §5.1, where `ani` is the receiver of the message that is reported on."""
    reported = {
        name: VOX_FIELDS[name]
        for name in (
            "message_id",
            "done_date",
            "status",
            "recipient",
            "mcc",
            "mnc",
            "rate",
            "error_code",
            "country",
        )
    }
    assert reported == {
        "message_id": "message_id",
        "done_date": "delivery_time",
        "status": "delivery_status",
        "recipient": "ani",
        "mcc": "mcc",
        "mnc": "mnc",
        "rate": "rate",
        "error_code": "result_code",
        "country": "country_name",
    }
    assert (VOX_FIELDS["mo_from"], VOX_FIELDS["mo_to"], VOX_FIELDS["mo_text"]) == ("ani", "dnis", "message")
