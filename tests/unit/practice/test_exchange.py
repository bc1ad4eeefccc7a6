from __future__ import annotations

from vox_console.http1.messages import Reply
from vox_console.practice.exchange import Exchange


def test_an_exchange_ends_once() -> None:
    woken: list[bool] = []
    exchange = Exchange(1, lambda: woken.append(True))
    assert exchange.end(Reply(200))
    assert not exchange.end(None)
    assert exchange.reply == Reply(200)
    assert woken == [True]


def test_a_closed_connection_is_an_end_without_an_answer() -> None:
    exchange = Exchange(1, lambda: None)
    assert not exchange.ended
    exchange.end(None)
    assert exchange.ended
    assert exchange.reply is None
