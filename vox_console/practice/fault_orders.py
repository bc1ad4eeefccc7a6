"""Carries out the faults of POST /faults, standing and momentary (see :mod:`vox_console.practice.faults`)."""

from __future__ import annotations

from collections.abc import Callable

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress
from vox_console.practice.accounts import DEFAULT_SYSTEM_ID
from vox_console.practice.fields import Fields, OrderFault
from vox_console.practice.provider import SMSC_SYSTEM_ID, Provider
from vox_console.practice.rest_fault_orders import RestFaultOrders
from vox_console.practice.smsc_session import Ending, SmscSession, header
from vox_console.smpp import codec
from vox_console.smpp.pdus import (
    AlertNotification,
    CommandId,
    CommandStatus,
    DeliverSm,
    Outbind,
    Unbind,
    UnknownPdu,
)

Answer = dict[str, object]

UNASSIGNED_COMMAND = 0x00000777  # reserved by SMPP 3.4 §5.1.2.1
OVERSIZED_OCTETS = 0x7FFFFFFF
DEFAULT_GARBAGE = b"HTTP/1.1 400 Bad Request\r\n\r\n"


class FaultOrders:
    """The faults of one provider, by the words that order them."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._state = provider.state
        self._orders: dict[str, Callable[[Fields, float], Answer]] = {
            "refuse_binds": self._refuse_binds,
            "refuse_submits": self._refuse_submits,
            "refuse_connections": self._refuse_connections,
            "stop_enquire_link": self._stop_enquire_link,
            "stop_unbind": self._stop_unbind,
            "hold_answers": self._hold_answers,
            "release_answers": self._release_answers,
            "drop_answers": self._drop_answers,
            "hold_pushes": self._hold_pushes,
            "enquire_link": self._enquire_link,
            "unbind": self._unbind,
            "outbind": self._outbind,
            "alert_notification": self._alert_notification,
            "unknown_command": self._unknown_command,
            "garbage": self._garbage,
            "truncated_pdu": self._truncated_pdu,
            "oversized_pdu": self._oversized_pdu,
            "stall": self._stall,
            "resume": self._resume,
            "disconnect": self._disconnect,
            "reset": self._reset_connection,
            "clear": self._clear,
            **RestFaultOrders(provider).orders,
        }

    def order(self, fields: Fields, now: float) -> Answer:
        """Carry out the fault that the field ``fault`` names. Raises OrderFault."""
        order = self._orders.get(fields.text("fault"))
        if order is None:
            raise OrderFault(f"fault: one of {', '.join(self._orders)}")
        return order(fields, now)

    def _refuse_binds(self, fields: Fields, _now: float) -> Answer:
        status, count = fields.integer("status", CommandStatus.ESME_RALYBND), fields.integer("count", 1)
        fields.finish()
        self._state.faults.binds.order(status, count)
        return {"refusing": count}

    def _refuse_submits(self, fields: Fields, _now: float) -> Answer:
        status, count = fields.integer("status", CommandStatus.ESME_RTHROTTLED), fields.integer("count", 1)
        fields.finish()
        self._state.faults.submits.order(status, count)
        return {"refusing": count}

    def _stop_enquire_link(self, fields: Fields, _now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._state.faults.answers_enquire_link = not on
        return {"on": on}

    def _stop_unbind(self, fields: Fields, _now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._state.faults.answers_unbind = not on
        return {"on": on}

    def _refuse_connections(self, fields: Fields, _now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._state.faults.refuses_connections = on
        return {"on": on}

    def _hold_answers(self, fields: Fields, _now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._state.faults.holds_answers = on
        return {"on": on}

    def _release_answers(self, fields: Fields, _now: float) -> Answer:
        backwards = fields.switch("backwards", default=False)
        sessions = self._sessions(fields)
        self._state.faults.holds_answers = False
        intake = self._provider.intake
        released = sum(intake.release_answers(each, backwards=backwards) for each in sessions)
        if self._concerns_rest(fields):
            released += self._provider.desk.release_answers(backwards=backwards)
        return {"released": released}

    def _drop_answers(self, fields: Fields, _now: float) -> Answer:
        sessions = self._sessions(fields)
        self._state.faults.holds_answers = False
        dropped = sum(self._provider.intake.drop_answers(each) for each in sessions)
        if self._concerns_rest(fields):
            dropped += self._provider.desk.drop_answers()
        return {"dropped": dropped}

    def _hold_pushes(self, fields: Fields, now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._state.faults.holds_pushes = on
        self._pump(now)
        return {"on": on}

    def _enquire_link(self, fields: Fields, _now: float) -> Answer:
        return self._each(fields, self._provider.send_enquire_link)

    def _unbind(self, fields: Fields, _now: float) -> Answer:
        return self._send(fields, lambda session: codec.encode(Unbind(session.next_sequence())))

    def _outbind(self, fields: Fields, _now: float) -> Answer:
        # The password is not the account's: an outbind names the provider's own, which is nobody's here.
        return self._send(
            fields,
            lambda session: codec.encode(Outbind(session.next_sequence(), SMSC_SYSTEM_ID, Secret(""))),
        )

    def _alert_notification(self, fields: Fields, _now: float) -> Answer:
        handset = WireAddress(1, 1, fields.text("from", "381640000010"))
        customer = WireAddress(0, 0, DEFAULT_SYSTEM_ID)
        return self._send(
            fields,
            lambda session: codec.encode(AlertNotification(session.next_sequence(), handset, customer, 0)),
        )

    def _unknown_command(self, fields: Fields, _now: float) -> Answer:
        return self._send(
            fields, lambda session: codec.encode(UnknownPdu(UNASSIGNED_COMMAND, session.next_sequence()))
        )

    def _garbage(self, fields: Fields, _now: float) -> Answer:
        octets = fields.octets("hex")
        return self._send(fields, lambda _: DEFAULT_GARBAGE if octets is None else octets)

    def _truncated_pdu(self, fields: Fields, _now: float) -> Answer:
        # Whole by its command_length, but the body ends inside source_addr.
        return self._send(fields, lambda session: _shortened(codec.encode(_sample(session)), 8))

    def _oversized_pdu(self, fields: Fields, _now: float) -> Answer:
        def octets(session: SmscSession) -> bytes:
            start = header(CommandId.DELIVER_SM, 0, session.next_sequence())
            return OVERSIZED_OCTETS.to_bytes(4, "big") + start[4:] + bytes(64)

        return self._send(fields, octets)

    def _stall(self, fields: Fields, _now: float) -> Answer:
        return self._each(fields, lambda session: session.stall(codec.encode(_sample(session))))

    def _resume(self, fields: Fields, _now: float) -> Answer:
        return self._each(fields, SmscSession.resume)

    def _disconnect(self, fields: Fields, _now: float) -> Answer:
        answer = self._each(fields, lambda session: session.end(Ending.FLUSH))
        if self._concerns_rest(fields):
            self._provider.desk.cut()
        return answer

    def _reset_connection(self, fields: Fields, _now: float) -> Answer:
        return self._each(fields, lambda session: session.end(Ending.RESET))

    def _clear(self, fields: Fields, now: float) -> Answer:
        fields.finish()
        self._state.faults.clear()
        for session in self._state.sessions.values():
            session.resume()
            self._state.touched.add(session)
        self._pump(now)
        return {}

    def _pump(self, now: float) -> None:
        for account in self._state.accounts.all():
            self._provider.pusher.pump(account, now)
            self._provider.callbacks.pump(account)

    def _sessions(self, fields: Fields) -> list[SmscSession]:
        """Give the sessions a fault is for: the one named, or every bound one."""
        name = fields.text("session", "")
        fields.finish()
        sessions = self._state.sessions
        if not name:
            return [session for session in sessions.values() if session.account is not None]
        if name not in sessions:
            raise OrderFault("session: there is no such session")
        return [sessions[name]]

    @staticmethod
    def _concerns_rest(fields: Fields) -> bool:
        """Say whether REST is meant too: a fault for one SMPP session leaves it alone."""
        return not fields.text("session", "")

    def _each(self, fields: Fields, action: Callable[[SmscSession], None]) -> Answer:
        sessions = self._sessions(fields)
        for session in sessions:
            action(session)
        self._state.touched.update(sessions)
        return {"sessions": [session.name for session in sessions]}

    def _send(self, fields: Fields, octets: Callable[[SmscSession], bytes]) -> Answer:
        return self._each(fields, lambda session: session.send(octets(session)))


def _sample(session: SmscSession) -> DeliverSm:
    delivery = Delivery("381640000010", "38164000", 0, 0, b"never read to its end")
    return DeliverSm(session.next_sequence(), delivery)


def _shortened(octets: bytes, body_octets: int) -> bytes:
    end = 16 + body_octets
    return end.to_bytes(4, "big") + octets[4:end]
