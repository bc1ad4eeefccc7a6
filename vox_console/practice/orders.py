"""Carries out control commands: faults, customers' messages, speed, accounts, reset.

The commands of the control port and of scenario files are the same; both end here. Every command is
synchronous and answers with a JSON object; a command that makes no sense raises OrderFault and
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from vox_console.domain.customer_scene import MOST_AT_ONCE, Scene
from vox_console.domain.segmentation import LongMethod
from vox_console.practice.accounts import DEFAULT_SYSTEM_ID, Account
from vox_console.practice.behaviours import ReceiptForm, Stat
from vox_console.practice.callback_requests import receipt_values
from vox_console.practice.fault_orders import Answer, FaultOrders
from vox_console.practice.fields import Fields, OrderFault
from vox_console.practice.inbound import CustomerMessage
from vox_console.practice.ledger import PushKind, PushWay
from vox_console.practice.provider import Provider
from vox_console.practice.receipts import ReceiptFacts, receipt
from vox_console.practice.rest_orders import RestOrders
from vox_console.smpp.fast_codec import encode_deliver_sm
from vox_console.smpp.faults import UnencodableField

CUSTOMER = "381641234567"


class Orders:
    """The commands of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._state = provider.state
        rest = RestOrders(provider)
        self._posts: dict[str, Callable[[Fields, float], Answer]] = {
            "/faults": FaultOrders(provider).order,
            "/mo": self._mo,
            "/customer": self._customer,
            "/receipt": self._receipt,
            "/speed": self._speed,
            "/accounts": self._account_order,
            "/rest": rest.rest,
            "/callbacks": rest.callbacks,
            "/reset": self._reset,
        }

    def post(self, path: str, body: object, now: float) -> Answer | None:
        """Carry out one command; None when there is no such path. Raises OrderFault."""
        order = self._posts.get(path)
        return None if order is None else order(Fields(body), now)

    def _mo(self, fields: Fields, now: float) -> Answer:
        account = self._account(fields)
        message = CustomerMessage(
            source=fields.text("from"),
            destination=fields.text("to", "38164000"),
            text=fields.text("text", ""),
            data_coding=fields.optional_integer("data_coding", high=255),
            method=fields.word("method", LongMethod, LongMethod.UDH8),
            reference=fields.integer("reference", 1, high=0xFFFF),
            order=fields.integers("order"),
            octets=fields.octets("hex"),
            esm_class=fields.integer("esm_class", 0, high=255),
            data_sm=fields.switch("data_sm", default=False),
        )
        via = fields.word("via", PushWay, PushWay.SMPP)
        fields.finish()
        try:
            if via is PushWay.CALLBACK:
                return self._mo_by_callback(account, message, now)
            parts = self._provider.reporter.push_customer_message(account, message, now)
        except (ValueError, UnencodableField) as fault:
            raise OrderFault(str(fault)) from fault
        return {"parts": parts}

    def _customer(self, fields: Fields, now: float) -> Answer:
        account = self._account(fields)
        scene = fields.word("scene", Scene, Scene.PLAIN)
        source, destination = fields.text("from", CUSTOMER), fields.text("to", "38164000")
        text, count = fields.text("text", ""), fields.integer("count", 1, low=1, high=MOST_AT_ONCE)
        fields.finish()
        try:
            pushes = self._provider.customers.play(
                account, scene, now, source=source, destination=destination, text=text, count=count
            )
        except (ValueError, UnencodableField) as fault:
            raise OrderFault(str(fault)) from fault
        return {"pushes": pushes}

    def _mo_by_callback(self, account: Account, message: CustomerMessage, now: float) -> Answer:
        _require_listener(account)
        message_id = self._provider.new_id()
        self._provider.reporter.call_back_customer_message(account, message, message_id, now)
        return {"parts": 1, "message_id": message_id}

    def _receipt(self, fields: Fields, now: float) -> Answer:
        account = self._account(fields)
        facts = ReceiptFacts(
            message_id=fields.text("message_id"),
            stat=fields.word("stat", Stat, Stat.DELIVRD),
            source=fields.text("from", "Practice"),
            destination=fields.text("to", "381640000010"),
            submitted_at=int(now + self._state.epoch_offset_s),
            done_at=int(now + self._state.epoch_offset_s),
        )
        form = fields.word("form", ReceiptForm, ReceiptForm.STANDARD)
        via = fields.word("via", PushWay, PushWay.SMPP)
        fields.finish()
        if via is PushWay.CALLBACK:
            _require_listener(account)
            self._provider.callbacks.push(account, receipt_values(facts), now, kind=PushKind.RECEIPT)
            return {}
        try:
            encode_deliver_sm(1, receipt(facts, form))  # what no PDU can carry is refused, not queued
        except (UnencodableField, UnicodeEncodeError) as fault:
            raise OrderFault("a receipt's id and addresses are ASCII and fit their fields") from fault
        self._provider.reporter.push_receipt(account, facts, now, form=form)
        return {}

    def _speed(self, fields: Fields, _now: float) -> Answer:
        tuning = self._state.tuning
        speed = fields.number("speed", tuning.speed, high=1_000_000)
        resend_s = fields.number("resend_s", tuning.resend_s, low=0.01)
        late_answer_s = fields.number("late_answer_s", tuning.late_answer_s)
        enquire_link_s = fields.number("enquire_link_s", tuning.enquire_link_s)
        push_window = fields.integer("push_window", tuning.push_window, low=1, high=100_000)
        fields.finish()
        tuning.speed, tuning.resend_s, tuning.late_answer_s = speed, resend_s, late_answer_s
        tuning.enquire_link_s, tuning.push_window = enquire_link_s, push_window
        return asdict(tuning)

    def _account_order(self, fields: Fields, _now: float) -> Answer:
        system_id, password = fields.text("system_id"), fields.text("password")
        max_sessions = fields.integer("max_sessions", 10, low=1)
        fields.finish()
        try:
            self._state.accounts.add(system_id, password, max_sessions=max_sessions)
        except ValueError as fault:
            raise OrderFault(str(fault)) from fault
        return {"system_id": system_id}

    def _reset(self, fields: Fields, _now: float) -> Answer:
        fields.finish()
        self._provider.reset()
        return {}

    def _account(self, fields: Fields) -> Account:
        account = self._state.accounts.get(fields.text("account", DEFAULT_SYSTEM_ID))
        if account is None:
            raise OrderFault("account: there is no such account")
        return account


def _require_listener(account: Account) -> None:
    if account.callback_address is None:
        raise OrderFault("via: the account has no callback address, see /callbacks")
