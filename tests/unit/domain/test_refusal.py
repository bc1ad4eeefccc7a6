"""Refusals: the whole message or nothing, and what a person has to read."""

# ruff: noqa: RUF001 - letters and punctuation of other scripts are what is tested

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vox_console.domain.refusal import Intent, Verdict, folded, verdict
from vox_console.domain.refusal_words import STOP_WORDS

STOPS = [word for line in STOP_WORDS.values() for word in line.split("|")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("STOP", "en"),
        ("stop all", "en"),
        ("Opt-Out", "en"),
        ("ARRET", "fr"),
        ("Arrêt.", "fr"),
        ("BAJA", "es"),
        ("SAIR", "pt"),
        ("Stopp!", "de"),
        ("AVBRYT", "nb"),
        ("Odjava", "hr"),
        ("СТОП", "sr"),
        ("İPTAL", "tr"),
        ("iptal", "tr"),
        ("IPTAL", "tr"),
        ("توقف", "ar"),
        ("تو\u0640\u0640قف", "ar"),
        ("ايقاف", "ar"),
        ("停止", "zh"),
        ("TD", "zh"),
        ("रोकें", "hi"),
        ("수신거부", "ko"),
        ("“Stop”\n", "en"),
        ("stop 🙏", "en"),
        ("ＳＴＯＰ", "en"),
        ("\u202eSTOP\u202c", "en"),
    ],
)
def test_an_opt_out_word_alone_is_stop(text: str, language: str) -> None:
    said = verdict(text)
    assert (said.intent, said.language) == (Intent.STOP, language)


@pytest.mark.parametrize("text", ["START", "unstop", "Alta", "subscribe!"])
def test_an_opt_in_word_alone_is_start(text: str) -> None:
    assert verdict(text).intent is Intent.START


@pytest.mark.parametrize("text", ["HELP", "info?", "Aide", "ПОМОЩЬ", "YARDIM", "yardım"])
def test_a_cry_for_help_is_help(text: str) -> None:
    assert verdict(text).intent is Intent.HELP


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("Please stop", "stop", "en"),
        ("STOP STOP STOP", "stop", "en"),
        ("stop, please!", "stop", "en"),
        ("STOP 12345", "stop", "en"),
        ("bitte abmelden", "abmelden", "de"),
        ("Sorry, wrong number", "wrong number", "en"),
        ("Don’t text me again!", "dont text me", "en"),
        ("remove me from your list", "remove me", "en"),
        ("Pogrešan broj, izvinite", "pogresan broj", "hr"),
        ("Больше не пишите сюда", "больше не пишите", "ru"),
        ("Falsche Nummer.", "falsche nummer", "de"),
        ("你好，请不要再发给我了", "不要再发", "zh"),
        ("الرقم غلط يا أخي", "الرقم غلط", "ar"),
    ],
)
def test_what_sounds_like_a_refusal_is_for_a_person(text: str, word: str, language: str) -> None:
    assert verdict(text) == Verdict(Intent.UNCLEAR, word, language)


FOLDED = {folded(word) for word in STOPS}

ORDINARY = [
    "",
    "   ",
    "!?",
    "👍",
    "Yes",
    "NO",
    "Nein",
    "OK, see you at the end of the week",
    "The bus stop is closed",
    "I can't stop laughing",
    "Stop by when you like",
    "Please cancel my appointment on Friday",
    "Can you help me with my order?",
    "Start without me",
    "We quit at five, call me then",
    "What is the right number to call?",
    "12345",
    "Ne mogu danas, može sutra?",
    "Merci, à demain",
    "La fiebre ya baja, gracias",
    "No puedo parar a las cinco",
    "Der Zug hält am Stopp-Schild",
    "Wann ist die Anmeldung?",
    "Basta così, grazie mille per l'aiuto",
    "Я на остановке, буду через час",
    "停止線の前で待っています",
    "请问几点开始？",
    "سأصل بعد ساعة",
    "stopper",
    "unstoppable",
    "stop" * 600,
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_no_refusals(text: str) -> None:
    assert verdict(text) == Verdict(Intent.NONE)


DECORATION = st.text(alphabet=" \t\r\n.,!?;:…'\"“”«»()[]*-_~\u200b\u00a0\u2060🙏❤\ufe0f¡¿。！", max_size=6)
# What is not seen: blanks of no width, joiners, direction marks, a soft hyphen, a byte order mark, tags.
UNSEEN = st.text(
    alphabet="\u200b\u200c\u200d\u2060\u200e\u200f\u202a\u202c\u202e\u2066\u2069\u00ad\ufeff\U000e0041\U000e007f",
    max_size=3,
)
CASES: tuple[Callable[[str], str], ...] = (str.upper, str.lower, str.swapcase, str.title, str.capitalize)
# Letters of many scripts, digits too; whatever they make together is no opt-out word by itself.
LETTERS = st.text(
    alphabet="abcdefghijklmnopqrstuvwxyzßıžćабвгдежзλμνכלמعغق다라入出कखกข0123456789", min_size=1, max_size=4
)


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Give an opt-out word, and it in another case, decorated, with what is not seen anywhere within."""
    word = draw(st.sampled_from(STOPS))
    spelled = draw(st.sampled_from(CASES))(word)
    hidden = "".join(character + draw(UNSEEN) for character in spelled)
    return word, draw(DECORATION) + draw(UNSEEN) + hidden + draw(DECORATION)


@given(disguised())
def test_no_case_decoration_or_hidden_character_changes_a_verdict(pair: tuple[str, str]) -> None:
    word, text = pair
    plain = verdict(word)
    assert plain.intent is Intent.STOP
    assert verdict(text) == plain


@given(disguised(), LETTERS, st.booleans(), st.sampled_from(["", " ", "\u200b", " - ", "\n"]))
def test_with_anything_said_beside_it_no_disguise_is_obeyed(
    pair: tuple[str, str],
    letters: str,
    first: bool,
    between: str,
) -> None:
    _, text = pair
    longer = f"{letters}{between}{text}" if first else f"{text}{between}{letters}"
    assume(folded(longer) not in FOLDED)  # "stop" and "p" are the Swedish word
    assert verdict(longer).intent is not Intent.STOP


@pytest.mark.parametrize("first", STOPS)
def test_two_words_of_refusal_are_for_a_person(first: str) -> None:
    for second in STOPS:
        both = f"{first} {second}"
        assert verdict(both).intent is (Intent.STOP if folded(both) in FOLDED else Intent.UNCLEAR), both


@given(st.sampled_from(ORDINARY), st.sampled_from(STOPS), st.booleans())
def test_a_word_beside_others_is_never_stop(text: str, word: str, first: bool) -> None:
    if folded(text):
        longer = f"{word} {text}" if first else f"{text} {word}"
        assert verdict(longer).intent in {Intent.NONE, Intent.UNCLEAR}


@given(st.text(max_size=60))
def test_no_text_stops_the_judge_and_folding_twice_is_folding_once(text: str) -> None:
    verdict(text)
    assert folded(folded(text)) == folded(text)
