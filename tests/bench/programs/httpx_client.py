"""Bare httpx: one request per number, ten at a time, the shortest program that sends one text to many."""

from __future__ import annotations

import asyncio
import json

import httpx

from tests.bench.programs.client_run import SENDER, TEXT, recipient
from tests.bench.programs.rest_run import RestRun, tell


async def _main(run: RestRun) -> None:
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=10)
    numbers = iter(range(run.count))
    accepted = 0

    async def worker(client: httpx.AsyncClient) -> None:
        nonlocal accepted
        for number in numbers:
            fields = {
                "username": "practice",
                "password": "practice",
                "command": "submit",
                "ani": SENDER,
                "dnis": recipient(number),
                "message": TEXT.decode(),
                "dataCoding": 0,
                "longMessageMode": "cut",
            }
            answer = await client.post(run.url, content=json.dumps(fields))
            accepted += "message_id" in answer.json()

    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        with tell(run) as told:
            async with asyncio.TaskGroup() as workers:
                for _ in range(10):
                    workers.create_task(worker(client))
            told["accepted"] = accepted


if __name__ == "__main__":
    asyncio.run(_main(RestRun.from_command_line()))
