"""Sends callbacks: one task for each account that has any, one callback at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vox_console.practice.accounts import Account
from vox_console.practice.callback_client import CallbackClient
from vox_console.practice.smsc import Smsc


@asynccontextmanager
async def sending_callbacks(smsc: Smsc) -> AsyncIterator[None]:
    """Send callbacks for the length of a block. What the block raises comes out as it is."""
    try:
        async with asyncio.TaskGroup() as tasks:
            sender = CallbackSender(smsc, tasks)
            try:
                yield
            finally:
                sender.close()
    except BaseExceptionGroup as group:
        # Either the block's own fault or a bug of ours: the group cancels everything else.
        raise group.exceptions[0] from None


class CallbackSender:
    """The workers of one provider."""

    def __init__(self, smsc: Smsc, tasks: asyncio.TaskGroup) -> None:
        self._smsc = smsc
        self._tasks = tasks
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._ready: dict[str, asyncio.Event] = {}
        smsc.provider.callbacks.wake = self._wake

    def close(self) -> None:
        """End every worker, in the middle of a callback too."""
        self._smsc.provider.callbacks.wake = None
        for worker in self._workers.values():
            worker.cancel()

    def _wake(self, account: Account) -> None:
        name = account.system_id
        if name not in self._workers:
            self._ready[name] = asyncio.Event()
            self._workers[name] = self._tasks.create_task(self._work(account, self._ready[name]))
        self._ready[name].set()

    async def _work(self, account: Account, ready: asyncio.Event) -> None:
        smsc, callbacks = self._smsc, self._smsc.provider.callbacks
        client = CallbackClient()
        try:
            while True:
                outgoing = callbacks.next(account, smsc.now())
                if outgoing is None:
                    ready.clear()
                    await ready.wait()
                    continue
                smsc.settle()  # somebody may wait for it to be sent, not for it to be answered
                patience_s = smsc.provider.state.tuning.resend_s
                status = await client.send(outgoing.address, outgoing.request, timeout_s=patience_s)
                callbacks.answered(account, outgoing, status, smsc.now())
                smsc.settle()
        finally:
            client.close()
