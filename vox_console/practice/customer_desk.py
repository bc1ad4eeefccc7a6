"""Customers who write by themselves: when a person at the console asks for it, and to answer a message."""

from __future__ import annotations

from functools import partial
from itertools import cycle

from vox_console.domain.customer_scene import Scene
from vox_console.practice.accounts import Account
from vox_console.practice.customer import scene_messages
from vox_console.practice.message_ids import IdMint
from vox_console.practice.reporter import Reporter, Submission
from vox_console.practice.state import ProviderState

REPLY_S = 4.0  # after the message was taken, and its receipt with it; before the speed is applied


class CustomerDesk:
    """The customers of one provider."""

    def __init__(self, state: ProviderState, reporter: Reporter, mint: IdMint) -> None:
        self._state = state
        self._reporter = reporter
        self._mint = mint
        self._references = cycle(range(256))
        reporter.answered = self._answer

    def play(
        self,
        account: Account,
        scene: Scene,
        now: float,
        *,
        source: str,
        destination: str,
        text: str = "",
        count: int = 1,
    ) -> int:
        """Let customers write; give how many pushes that makes. text: "" takes the scene's own.

        Where no session receives and the account has a listener, that is called back instead.

        Raises ValueError and UnencodableField for what cannot be sent.
        """
        messages = scene_messages(
            scene, source=source, destination=destination, text=text, count=count, references=self._references
        )
        if account.receives or account.callback_address is None:
            return sum(self._reporter.push_customer_message(account, message, now) for message in messages)
        for message in messages:
            message_id, _ = self._mint.next()
            self._reporter.call_back_customer_message(account, message, message_id, now)
        return len(messages)

    def _answer(self, submission: Submission) -> None:
        """Let the customer answer a message, unless a name has sent it: nobody can write to one."""
        scene, sender = submission.behaviour.reply, submission.pdu.source.digits
        if scene is None or not sender.isdecimal():
            return
        customer = submission.pdu.destination.digits
        due = submission.at + self._state.tuning.scaled(REPLY_S)
        self._state.timetable.at(due, partial(self._reply, submission.account, scene, customer, sender))

    def _reply(self, account: Account, scene: Scene, customer: str, sender: str, now: float) -> None:
        self.play(account, scene, now, source=customer, destination=sender)
