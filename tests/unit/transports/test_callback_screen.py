from __future__ import annotations

from collections.abc import Sequence

import pytest

from vox_console.domain.secret import Secret
from vox_console.http1.messages import Request
from vox_console.transports.callback_screen import CallbackScreen, RequestBucket

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests
PATH = f"/callback/{TOKEN}"
ANYWHERE = "0.0.0.0"  # noqa: S104 - an address that is nobody's


def status(
    path: str = PATH,
    *,
    token: str = TOKEN,
    hosts: Sequence[str] = (),
    sources: Sequence[str] = (),
    peer: str = "127.0.0.1",
    **headers: str | None,
) -> int:
    """Give the status a head is refused with, 200 when it is not."""
    screen = CallbackScreen(token=Secret(token), hosts=hosts, sources=sources)
    told = {"host": "127.0.0.1:8012", **headers}
    given = {name.replace("_", "-"): text for name, text in told.items() if text is not None}
    refusal = screen.refusal(Request("GET", path, headers=given, peer=peer))
    return 200 if refusal is None else refusal.status


class TestToken:
    @pytest.mark.parametrize("path", [PATH, f"{PATH}/", f"{PATH}/dlr", f"{PATH}/mo/more"])
    def test_the_address_may_go_on_behind_it(self, path: str) -> None:
        assert status(path) == 200

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/",
                "",
                "*",
                "/callback",
                "/callback/",
                "/callback//",
                f"/{TOKEN}",
                f"/call/{TOKEN}",
                f"/{PATH}",
            ),
            *(f"/callback/{TOKEN}x", f"/callback/{TOKEN[:-1]}", f"/callback/{TOKEN.lower()}", f"x{PATH}"),
            *(
                f"/callback/x/{TOKEN}",
                f"/callback/{TOKEN};x",
                f"/callback/%6B{TOKEN[1:]}",
                f"/Callback/{TOKEN}",
            ),
            f"http://127.0.0.1:8012{PATH}",
        ],
    )
    def test_any_other_address_is_not_found(self, path: str) -> None:
        assert status(path) == 404

    @pytest.mark.parametrize("path", ["/callback/", "/callback//dlr", "/callback", PATH])
    def test_without_a_token_nothing_is_found(self, path: str) -> None:
        assert status(path, token="") == 404


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [
            *("127.0.0.1", "127.0.0.1:8012", "localhost", "LocalHost:80", "[::1]", "[::1]:8012", "127.8.9.1"),
            *("sms.example.com", "SMS.example.com:443", "192.0.2.7:8012", "[2001:db8::7]:8012"),
        ],
    )
    def test_names_of_ours_are_heard(self, host: str) -> None:
        hosts = ("Sms.Example.com", " ", "192.0.2.7", "2001:db8::7", ANYWHERE)
        assert status(hosts=hosts, host=host) == 200

    @pytest.mark.parametrize(
        "host",
        [
            *(
                None,
                "",
                " ",
                "127.evil.com",
                "127.0.0.1.evil.com",
                "localhost.evil.com",
                "evil.com",
                ANYWHERE,
            ),
            *("127.0.0.1@evil.com", "evil.com@127.0.0.1", "127.0.0.1/evil", "127.0.0.1:port", "[::", "[::]"),
            *(
                "sms.example.com.evil.com",
                "xsms.example.com",
                "example.com",
                "127.0.0.1?",
                "127.0.0.1#",
                "127.0.0.1/",
                "127.0.\t0.1",
                "127.0.0.1\\",
                "2130706433",
                "::1",
            ),
            *("127.0.0.1, evil.com", "127.0.0.1#x", "192.0.2.70", "*"),
        ],
    )
    def test_all_others_are_refused(self, host: str | None) -> None:
        assert status(hosts=("sms.example.com", "192.0.2.7", ANYWHERE, "::", "", "*/*"), host=host) == 403


class TestBrowser:
    @pytest.mark.parametrize("origin", ["http://127.0.0.1:8012", "https://evil.com", "null", ""])
    def test_a_page_is_refused_whatever_its_origin(self, origin: str) -> None:
        assert status(origin=origin) == 403

    def test_what_a_page_fetches_without_an_origin_is_refused(self) -> None:
        assert status(sec_fetch_site="cross-site") == 403

    def test_a_page_learns_nothing_about_the_token(self) -> None:
        assert status("/callback/wrong", origin="https://evil.com") == status(origin="https://evil.com")


class TestSource:
    @pytest.mark.parametrize("sources", [(), ("",), ("", " ")])
    def test_without_a_list_all_are_heard(self, sources: Sequence[str]) -> None:
        assert status(sources=sources, peer="203.0.113.9") == 200

    @pytest.mark.parametrize(
        "peer", ["203.0.113.9", "::ffff:203.0.113.9", "198.51.100.77", "2001:db8::1", "2001:DB8:0::1"]
    )
    def test_those_on_the_list_are_heard(self, peer: str) -> None:
        assert status(sources=("203.0.113.9", " 198.51.100.0/24", "2001:db8::1"), peer=peer) == 200

    @pytest.mark.parametrize(
        "peer", ["203.0.113.90", "127.0.0.1", "::1", "", "2001:db8::2", "x", "::203.0.113.9"]
    )
    def test_others_are_refused(self, peer: str) -> None:
        assert status(sources=("203.0.113.9", "198.51.100.0/24", "2001:db8::1"), peer=peer) == 403

    def test_a_list_of_what_is_no_address_lets_nobody_in(self) -> None:
        assert status(sources=("provider.example",), peer="203.0.113.9") == 403

    def test_what_a_proxy_says_is_not_believed(self) -> None:
        assert status(sources=("203.0.113.9",), peer="127.0.0.1", x_forwarded_for="203.0.113.9") == 403


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity", "x"])
def test_no_content_coding_is_read(coding: str) -> None:
    assert status(content_encoding=coding) == 415


@pytest.mark.parametrize(("octets", "answer"), [(15_000, 200), (17_000, 431)])
def test_a_long_head_is_refused_wherever_it_is_long(octets: int, answer: int) -> None:
    assert status(f"{PATH}/{'x' * octets}") == answer
    assert status(x_long="x" * octets) == answer
    assert status(**{f"x-{number}": "x" * 1_000 for number in range(octets // 1_000)}) == answer


class TestBucket:
    def test_a_burst_and_then_the_rate(self) -> None:
        bucket = RequestBucket(per_s=2, burst=3, now_s=10.0)
        assert [bucket.take(10.0) for _ in range(4)] == [True, True, True, False]
        assert [bucket.take(10.5) for _ in range(2)] == [True, False]
        assert [bucket.take(11.5) for _ in range(3)] == [True, True, False]

    def test_it_never_holds_more_than_a_burst(self) -> None:
        bucket = RequestBucket(per_s=2, burst=3, now_s=10.0)
        assert [bucket.take(1_000.0) for _ in range(4)] == [True, True, True, False]

    def test_a_clock_that_stands_or_steps_back_gives_nothing(self) -> None:
        bucket = RequestBucket(per_s=2, burst=1, now_s=10.0)
        assert [bucket.take(now_s) for now_s in (10.0, 10.0, 5.0)] == [True, False, False]
