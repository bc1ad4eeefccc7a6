"""The journal's file: one writer thread, a few readers, and results only after the commit.

Theory of operation. SQLite allows one writer at a time, so exactly one thread owns the only
connection that may write. Callers queue *jobs*, functions of that connection, and never wait::

    caller's thread                     writer thread
    write(job, done) --> queue -------> takes all that is queued, up to GROUP_LIMIT
                                        BEGIN, one savepoint per job, COMMIT  (group_commit.py)
    done(result) ... <-- post(once) <-- results, after the commit and never before

The group forms by itself: whatever arrives while a commit waits for the disk shares the next one. An
idle database commits a lone job at once; a busy one stores thousands of jobs a second with a few
hundred waits for the disk. A job runs exactly once, touches nothing but its connection, and gives
back plain values: the caller changes its own state in ``done``, when the change is known to be durable.

``synchronous=FULL`` makes a commit in the write-ahead log survive a power cut (sqlite.org/pragma.html
#pragma_synchronous); what was told as stored is stored. The log is folded in between
groups (:mod:`.checkpoints`), results are told by :mod:`.answers`.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, cast

import apsw

from vox_console.domain.errors import StoreError
from vox_console.storage.answers import Answers, Done
from vox_console.storage.checkpoints import Checkpoints
from vox_console.storage.faults import world_fault
from vox_console.storage.group_commit import commit_group
from vox_console.storage.migrations import Step
from vox_console.storage.opening import OpenFile, OpeningStep, open_file

T = TypeVar("T")

GROUP_LIMIT = 2_000  # jobs in one commit: about 0.1 s of work, the longest anyone waits behind it

_log = logging.getLogger(__name__)

_Asked = Callable[[apsw.Connection], None]
_Order = tuple[Callable[[apsw.Connection], object], Done]


class Database:
    """An open database file. Made by :meth:`open`; every method may be called from any thread.

    notice: why it is read-only (a newer version wrote it), for the notice bar; None otherwise.
    """

    def __init__(
        self,
        *,
        file: OpenFile,
        post: Callable[[Callable[[], None]], object],
    ) -> None:
        self.notice = file.notice
        self._answers = Answers(post)
        self._file = file
        self._writer = writer = file.writer
        self._readers = tuple(file.readers)
        self._suspect = False  # the machine has failed us: only a whole check can vouch for the file again
        self._gate = threading.Lock()  # orders every job against close: queued before it, or refused
        self._closed = self._released = False
        self._writes: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve_reads, args=(reader,), name="store-reader", daemon=True)
            for reader in self._readers
        ]
        if writer is not None:
            self._checkpoints = Checkpoints(writer)
            self._threads.append(
                threading.Thread(target=self._serve_writes, name="store-writer", daemon=True)
            )
        # Daemons, because a crash elsewhere must not leave the process hanging: what is not
        # committed then was not reported as stored either.
        for thread in self._threads:
            thread.start()

    @classmethod
    def open(
        cls,
        path: Path,
        steps: Sequence[Step],
        *,
        post: Callable[[Callable[[], None]], object],
        read_only: bool = False,
        on_step: Callable[[OpeningStep], object] = lambda _step: None,
    ) -> Database:
        """Open or create the file, check it, bring its schema up to date, start the threads.

        post: hands one callable over to the thread (the event loop) where results belong. A file
        that a newer version wrote is opened read-only and :attr:`notice` says so. Before steps are
        applied to a database with content, a verified backup is made in the folder ``backups``
        beside it. Blocks for the check, about 20 ms per 10 MB, where :mod:`.sound_mark` does not vouch.

        on_step: told, in the caller's thread, what is begun that takes its time.

        Raises StoreError (damaged, not ours, not accessible, no space).
        """
        return cls(file=open_file(path, steps, read_only=read_only, on_step=on_step), post=post)

    @property
    def read_only(self) -> bool:
        """Whether writes are refused."""
        return self._writer is None

    def write(self, job: Callable[[apsw.Connection], T], done: Callable[[T | Exception], None]) -> None:
        """Queue a job for the writer; never blocks.

        done is called through ``post`` after the commit, with what the job returned or with the
        exception that undid it: a StoreError (StoreFull: nothing of its group was stored;
        StoreNewer: the database is read-only) or the job's own. Jobs run, and are answered, in the
        order they were queued.

        Raises StoreError when the database is closed.
        """
        with self._gate:
            self._require_open()
            if self._writer is not None:
                self._writes.put((job, cast(Done, done)))
                return
        refusal = self.notice or StoreError(
            "The database is open for reading only",
            detail="nothing can be stored",
            hint="Close the other window of Vox Console that holds it.",
        )
        self._answers.deliver([(cast(Done, done), refusal)])

    async def run(self, job: Callable[[apsw.Connection], T]) -> T:
        """Write and wait for the commit. A cancelled caller stops waiting; its job is stored all the same.

        Call it on the loop that ``post`` posts to. Raises what :meth:`write` answers with.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.write(job, _settle(answer))
        return await answer

    async def read(self, job: Callable[[apsw.Connection], T]) -> T:
        """Run a job on a read-only connection in a reader thread, all of it on one snapshot.

        The job gives back plain values, never a cursor. Reads may overtake each other. Call it on
        the loop that ``post`` posts to. Raises StoreError or the job's own exception.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        done = cast(Done, _settle(answer))
        self._ask(lambda reader: self._answers.deliver([(done, self._read_on(reader, job))]))
        return await answer

    def read_here(self, job: Callable[[apsw.Connection], T]) -> T:
        """Read as :meth:`read` does and block until it is done; for threads other than the loop's.

        Raises StoreError or the job's own exception.
        """
        answer: concurrent.futures.Future[T] = concurrent.futures.Future()

        def ask(reader: apsw.Connection) -> None:
            result = self._read_on(reader, job)
            if isinstance(result, Exception):
                answer.set_exception(result)
            else:
                answer.set_result(result)

        self._ask(ask)
        return answer.result()

    def _ask(self, asked: _Asked) -> None:
        with self._gate:
            self._require_open()
            self._reads.put(asked)

    def _read_on(self, reader: apsw.Connection, job: Callable[[apsw.Connection], T]) -> T | Exception:
        result = _run_on_snapshot(reader, job)
        self._heed(result)
        return result

    def close(self) -> None:
        """Finish everything queued, stop the threads, close the file. May be called again.

        Blocks until the last commit is durable. Its results are posted as usual; whether anyone
        still receives them is up to the loop.
        """
        with self._gate:
            if not self._closed:
                self._closed = True
                self._writes.put(None)
                for _ in range(len(self._threads)):
                    self._reads.put(None)
        for thread in self._threads:
            thread.join()
        with self._gate:
            for reader in self._readers:
                reader.close()
            if self._writer is not None and not self._released:
                self._writer.close()  # last, because only a writer can fold the log in and remove it
                self._released = True
                self._vouch()

    def _vouch(self) -> None:
        if self._suspect:
            return
        try:
            self._file.mark.give(checked=self._file.checked)
        except OSError as fault:  # then the next start checks the file
            _log.warning("the file was closed but is not vouched for: %s", type(fault).__name__)

    def _heed(self, result: object) -> None:
        self._suspect = self._suspect or isinstance(result, StoreError)

    def _require_open(self) -> None:
        if self._closed:
            raise StoreError("The database is closed", detail="the program is quitting")

    def _serve_writes(self) -> None:
        writer = cast(apsw.Connection, self._writer)
        while group := self._next_group():
            results = commit_group(writer, [job for job, _ in group])
            for result in results:
                self._heed(result)
            self._answers.deliver([(done, result) for (_, done), result in zip(group, results, strict=True)])
            self._checkpoints.when_due(idle=self._writes.empty())

    def _next_group(self) -> list[_Order]:
        """Wait for work and take all there is; an empty list is the order to stop."""
        group: list[_Order] = []
        order = self._writes.get()
        while order is not None:
            group.append(order)
            if len(group) == GROUP_LIMIT:
                return group
            try:
                order = self._writes.get_nowait()
            except queue.Empty:
                return group
        if group:
            self._writes.put(None)  # close() queued it last: seen again once this group is stored
        return group

    def _serve_reads(self, reader: apsw.Connection) -> None:
        while asked := self._reads.get():
            asked(reader)


def _settle(answer: asyncio.Future[T]) -> Callable[[T | Exception], None]:
    def done(result: T | Exception) -> None:
        if answer.done():  # the caller was cancelled
            return
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    return done


def _run_on_snapshot(reader: apsw.Connection, job: Callable[[apsw.Connection], T]) -> T | Exception:
    """Give what the job gives, or why it could not: also when the snapshot itself could not begin or end."""
    try:
        reader.execute("BEGIN")
        try:
            return job(reader)
        finally:
            if reader.in_transaction:
                reader.execute("ROLLBACK")
    except Exception as fault:  # noqa: BLE001 - every failure is the answer to whoever asked
        return world_fault(fault) or fault
