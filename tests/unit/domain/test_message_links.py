"""Links: where they stand, where they really lead, and what is odd about them."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.message_links import Doubt, MessageLink, find_links


def only(text: str) -> MessageLink:
    (link,) = find_links(text)
    return link


@pytest.mark.parametrize(
    ("text", "scheme", "host", "port"),
    [
        ("https://vox.example/a?b=c#d", "https", "vox.example", ""),
        ("HTTP://Vox.Example:8080/", "http", "vox.example", "8080"),
        ("ftp://files.example", "ftp", "files.example", ""),
        ("www.vox.example", "", "www.vox.example", ""),
        ("vox.com", "", "vox.com", ""),
        ("vox.example/pay", "", "vox.example", ""),
        ("bit.ly/3xYz", "", "bit.ly", ""),
        ("https:///vox.example", "https", "vox.example", ""),
        ("https:\\\\vox.example", "https", "vox.example", ""),
        ("https://vox.example.", "https", "vox.example", ""),
        ("https://vox%2eexample/", "https", "vox.example", ""),
        ("https://[2001:DB8::1]:443/", "https", "[2001:db8::1]", "443"),
    ],
)
def test_a_link_is_taken_apart(text: str, scheme: str, host: str, port: str) -> None:
    link = only(text)
    assert (link.scheme, link.host, link.port) == (scheme, host, port)


@pytest.mark.parametrize(
    ("text", "host", "doubts"),
    [
        ("https://bank.com@evil.example", "evil.example", (Doubt.USERINFO,)),
        ("https://bank.com:pay@evil.example/", "evil.example", (Doubt.USERINFO,)),
        ("https://a@bank.com@evil.example/", "evil.example", (Doubt.USERINFO,)),
        ("https://evil.example\\@bank.com/", "evil.example", ()),
        ("https://evil.example/@bank.com", "evil.example", ()),
        ("https://bank.com.evil.example/", "bank.com.evil.example", ()),
        ("http://192.0.2.1/x", "192.0.2.1", (Doubt.IP_ADDRESS,)),
        ("http://0x7f.1/", "127.0.0.1", (Doubt.IP_ADDRESS,)),
        ("http://3221225985/", "192.0.2.1", (Doubt.IP_ADDRESS,)),
        ("http://0300.0.2.01/", "192.0.2.1", (Doubt.IP_ADDRESS,)),
        ("http://[::1]/", "[::1]", (Doubt.IP_ADDRESS,)),
        ("https://b\u0430nk.com", "xn--bnk-6cd.com", (Doubt.MIXED_SCRIPTS, Doubt.INTERNATIONAL)),
        ("https://xn--bnk-6cd.com", "xn--bnk-6cd.com", (Doubt.MIXED_SCRIPTS, Doubt.INTERNATIONAL)),
        ("https://žena.rs", "xn--ena-b3a.rs", (Doubt.INTERNATIONAL,)),
        ("https://пример.срб/", "xn--e1afmkfd.xn--90a3ac", (Doubt.INTERNATIONAL,)),
        ("https://例え.jp/", "xn--r8jz45g.jp", (Doubt.INTERNATIONAL,)),
        ("https://bank\uff0ecom\u3002evil.example", "bank.com.evil.example", ()),
        ("https://ba\u200bnk.com", "bank.com", (Doubt.HIDDEN,)),
        ("https://bank.com/\u202egnp.exe", "bank.com", (Doubt.HIDDEN,)),
    ],
)
def test_the_real_host_is_shown_with_what_is_odd(text: str, host: str, doubts: tuple[Doubt, ...]) -> None:
    link = only(text)
    assert (link.host, link.doubts) == (host, doubts)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("See https://vox.example/a.", "https://vox.example/a"),
        ("(https://vox.example/a)", "https://vox.example/a"),
        ("https://vox.example/a_(b)!", "https://vox.example/a_(b)"),
        ("Pay at vox.com, please", "vox.com"),
        ("“www.vox.example”", "www.vox.example"),
        ("Kod:vox.com/x", "vox.com/x"),
    ],
)
def test_a_sentence_ends_outside_the_link(text: str, inside: str) -> None:
    link = only(text)
    assert text[link.start : link.end] == inside


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello.World",
        "See you at 10.30, or 11.15.",
        "3.5 km",
        "e.g. this",
        "ana@vox.com",
        "v1.2.3",
        "https://",
        "https://[nonsense]/",
        "https://%20/",
        "Yes...no",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert find_links(text) == ()


def test_several_links_come_in_order() -> None:
    text = "a.com/x and https://b.example, c.rs"
    assert [link.host for link in find_links(text)] == ["a.com", "b.example", "c.rs"]


PLAIN = "https:// http:\\\\ www. bank.com evil.example @ : / \\ %2f %00 [ ] xn-- . 0x 1 256"
STRANGE = "\u0430 \u200b \u202e 。 😀 \ud800 ß İ"
PIECES = st.lists(
    st.sampled_from(PLAIN.split()) | st.sampled_from(STRANGE.split()) | st.text(max_size=3), max_size=12
).map("".join)


@given(PIECES)
def test_any_text_is_searched_and_every_host_is_plain(text: str) -> None:
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        end = link.end
        assert link.host
        assert link.host.isascii()
        assert link.host.isprintable()
        assert not set(link.host) & set(" @/\\%?#")
        assert link.host == link.host.lower()


@pytest.mark.parametrize(
    "text", ["a." * 5_000, "www." * 3_000, "https://" * 2_000, "a.b" * 5_000 + "@", "x" * 50_000]
)
def test_hostile_texts_are_searched_to_their_end(text: str) -> None:
    assert len(find_links(text)) <= len(text)


@given(
    st.lists(st.text(alphabet="abcžđćабвгδé", min_size=1, max_size=8), min_size=1, max_size=3).map(".".join)
)
def test_punycode_is_that_of_the_standard_library(name: str) -> None:
    assert only(f"https://{name}.example/").host == f"{name}.example".encode("idna").decode()
