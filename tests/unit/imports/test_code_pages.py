"""Names of people and places, as lists of customers have them: the page by a few, and by many."""

from __future__ import annotations

import pytest

from vox_console.imports.code_pages import find_code_page

NAMES = {
    "Serbian": (
        "cp1250",
        "Čedomir Đorđević,Živko Šarić,Nataša Čolić,Đurđa Žunić,Ćosić Milan,Niš,Požega,Čačak",
    ),
    "Serbian, one letter": ("cp1250", "Petrović,Jovanović,Nikolić"),
    "Slovenian": ("cp1250", "Črt Žagar,Špela Novak,Matjaž Kovačič,Šenčur,Škofja Loka,Tržič"),
    "Polish": ("cp1250", "Łukasz Żółkiewski,Małgorzata Wójcik,Grażyna Gąsior,Źrebiec,Łódź,Gdańsk,Święta"),
    "Polish, one letter": ("cp1250", "Gdańsk,Poznań"),
    "Czech": ("cp1250", "Jiří Dvořák,Zdeněk Němec,Kateřina Černá,Růžena Šťastná,Plzeň,Dvůr Králové"),
    "Hungarian": ("cp1250", "László Szűcs,Gergő Erdős,Győző Tóth,Kőszeg,Fűzfő,Ödön Hegedűs"),
    "Romanian": ("cp1250", "Ştefan Băsescu,Ţăranu Ion,Iaşi,Braşov,Mădălina Ionaşcu,Câmpulung"),
    "German": ("cp1252", "Jürgen Müller,Käthe Schröder,Weiß,Köln,Düsseldorf,Straße,Größe"),
    "French": ("cp1252", "François Lefèvre,Hélène Béranger,Gaël Côté,Besançon,Nîmes,Prénom,Téléphone"),
    "Spanish": ("cp1252", "José Muñoz,María Núñez,Ángel Peña,Íñigo Ibáñez,Málaga,Teléfono"),
    "Spanish, one letter": ("cp1252", "Peña,Muñoz,Begoña"),
    "Portuguese": ("cp1252", "João Gonçalves,Conceição Simões,São Paulo,Guimarães,Número,Inês"),
    "Italian": ("cp1252", "Niccolò Forlì,Città,Perché,Mondovì,Cefalù,Età"),
    "Swedish": ("cp1252", "Åsa Björk,Göran Sjöström,Märta Lindström,Örebro,Håkan Åkesson"),
    "Danish": ("cp1252", "Søren Kjær,Jørgen Bæk,Åse Østergård,Køge,Næstved,Ærø"),
    "Turkish": ("cp1254", "Ayşe Y\u0131ld\u0131z,İstanbul,Çağr\u0131 Şahin,Gökçe Özdoğan,Güneş"),
    "Russian": ("cp1251", "Иван Петров,Мария Кузнецова,Сергей Смирнов,Москва,Казань"),
    "Serbian Cyrillic": ("cp1251", "Ђорђе Јовановић,Љиљана Његош,Београд,Чачак"),
    "Greek": ("cp1253", "Γιώργος Παπαδόπουλος,Αθήνα,Μαρία Νικολάου,Θεσσαλονίκη"),
}


@pytest.mark.parametrize("language", NAMES)
def test_a_list_of_names_reads_as_it_was_written(language: str) -> None:
    encoding, names = NAMES[language]
    text = "".join(f"{name};+38164{at:07}\r\n" for at, name in enumerate(names.split(",")))
    octets = text.encode(encoding)
    found = find_code_page(octets)
    assert found is not None
    assert octets.decode(found.encoding) == text


def test_the_reason_names_the_language() -> None:
    found = find_code_page("Čačak, Niš, Đorđe".encode("cp1250"))
    assert found is not None
    assert found.language == "Serbian, Croatian or Slovenian"


def test_dashes_and_quotation_marks_need_no_language() -> None:
    found = find_code_page("10 \u2013 12 €".encode("cp1252"))
    assert found is not None
    assert found.encoding == "cp1252"


def test_letters_of_no_language_we_know_are_left_to_others() -> None:
    assert find_code_page("電話番号、名前、東京".encode("cp932")) is None
