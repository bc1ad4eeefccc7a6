"""Words by which people refuse, return or ask for help, by language; refusal.py says what they mean.

Theory of operation. A word stands here only if it is no ordinary answer when it stands alone: not "no", which
answers a question. Where a regulator or carriers publish a list it is followed; elsewhere these are the
words that senders of the country tell their customers to write, and no list was found that could be cited.

Sources: English: 47 CFR 64.1200(a)(10) (stop, quit, end, revoke, opt out, cancel, unsubscribe), CTIA's
messaging principles, and the lists of large providers, which add "stopall" and "remove"; for opting in and
help the same (start, unstop; help, info). French: "arret" and "aide" belong to Canadian short codes beside
the English words. Chinese: "td" (退订), which large providers list too. Hebrew "הסר" and Turkish "ret" are
what senders there are expected to offer. All others: customary.

One word may refuse in one language and be an ordinary answer in another: "seis" is "stop" in Finnish and
"six" in Spanish. AMBIGUOUS names those we know of, with the countries in which such a word is obeyed.
"""

# ruff: noqa: RUF001 - letters of other scripts are what this file is about

from __future__ import annotations

STOP_WORDS: dict[str, str] = {
    "en": "stop|stopall|stop all|unsubscribe|cancel|end|quit|revoke|optout|opt out|remove",
    "fr": "arrêt|arrêter|désabonner|désabonnement|désinscription",
    "es": "baja|parar|alto|detener",
    "pt": "sair|parar|pare|cancelar|remover|descadastrar",
    "de": "stopp|abmelden|abbestellen",
    "nl": "afmelden|uitschrijven",
    "it": "cancellami|disiscrivimi|basta",
    "sv": "stopp|avsluta|avregistrera",
    "nb": "stopp|avbryt|avslutt",
    "da": "afmeld|frameld",
    "fi": "lopeta|seis",
    "pl": "rezygnuję|wypisz",
    "cs": "odhlásit",
    "hu": "leiratkozás|leiratkozom",
    "ro": "dezabonare|oprește",
    "hr": "odjava|odjavi|odjavi me",
    "sr": "одјава|одјави|одјави ме|стоп",
    "bg": "отказ|спри",
    "ru": "стоп|отписаться|отписка",
    "uk": "стоп|відписатися",
    "el": "στοπ|διακοπή|διαγραφή",
    "tr": "ret|iptal|dur",
    "ar": "توقف|إيقاف|إلغاء|وقف",
    "he": "הסר|הסרה|עצור",
    "fa": "لغو",
    "hi": "रोकें|बंद",
    "zh": "停止|退订|退訂|td",
    "ja": "停止|配信停止|解除",
    "ko": "수신거부|중지",
    "th": "ยกเลิก|หยุด",
    "id": "berhenti",
}
"""Language to its opt-out words."""

START_WORDS: dict[str, str] = {
    "en": "start|unstop|subscribe|optin|opt in",
    "fr": "réabonner|réabonnement",
    "es": "alta",
    "de": "anmelden",
    "nl": "aanmelden",
    "hr": "prijava",
    "sr": "пријава",
    "ru": "подписаться",
    "zh": "订阅|訂閱",
}
"""Language to its opt-in words."""

_SPANISH = (
    *("1", "34", "51", "52", "53", "54", "56", "57", "58"),
    *("502", "503", "504", "505", "506", "507", "591", "593", "595", "598"),
)
_PORTUGUESE = ("55", "244", "258", "351")

AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "alto": _SPANISH,  # tall, high: Italian, Portuguese
    "alta": _SPANISH,  # the same
    "baja": _SPANISH,  # a name: Serbian, Croatian
    "basta": ("39", "378"),  # "bašta" is a garden in Serbian, and our folding takes its accent
    "dur": ("90",),  # hard: French
    "pare": _PORTUGUESE,  # money: Serbian, Croatian; "it seems" in Italian
    "ret": ("90",),  # right, and a dish: Danish
    "sair": _PORTUGUESE,  # "şair" is a poet in Turkish
    "seis": ("358",),  # six: Spanish, Portuguese
    "td": ("86", "852", "853", "886"),  # a bank: English
    "отказ": ("359",),  # "I decline": Russian
    "बंद": (),  # also "closed", in Hindi itself
    "หยุด": (),  # also "closed today", in Thai itself
}
"""Opt-out and opt-in words that are ordinary words, too, to the calling codes of where they are obeyed."""

HELP_WORDS: dict[str, str] = {
    "en": "help|info",
    "fr": "aide",
    "es": "ayuda",
    "pt": "ajuda",
    "de": "hilfe",
    "it": "aiuto",
    "sv": "hjälp",
    "nb": "hjelp",
    "pl": "pomoc",
    "hr": "pomoć",
    "sr": "помоћ",
    "ru": "помощь",
    "tr": "yardım",
    "ar": "مساعدة",
    "zh": "帮助|幫助",
}
"""Language to its words for help."""

COURTESY: dict[str, str] = {
    "en": "please|pls|plz|now|thanks|thank you|ok|me|it|this|all|sms|texting|messages",
    "fr": "merci|svp|s'il vous plaît|les|sms|messages",
    "es": "por favor|gracias|ya|mensajes",
    "pt": "por favor|obrigado|obrigada|mensagens",
    "de": "bitte|danke|sofort",
    "nl": "alstublieft|aub|bedankt",
    "it": "per favore|grazie",
    "sv": "tack",
    "nb": "takk",
    "pl": "proszę|dziękuję",
    "hr": "molim|hvala",
    "sr": "молим|хвала",
    "ru": "пожалуйста|спасибо",
    "tr": "lütfen|teşekkürler",
    "ar": "من فضلك|شكرا",
}
"""Words that add nothing to a word of refusal, but make it a sentence, which is for a person to read."""

UNCLEAR_PHRASES: dict[str, str] = {
    "en": (
        "wrong number|wrong person|don't text me|do not text me|don't text this number|stop texting"
        "|stop messaging|stop sending|stop contacting|stop calling|don't message me|do not message me"
        "|don't contact me|do not contact me|remove me|remove my number|take me off|unsubscribe me|opt me out"
        "|leave me alone|no more texts|no more messages|delete my number|lose my number|didn't sign up"
        "|did not sign up|never signed up"
    ),
    "fr": (
        "mauvais numéro|faux numéro|trompé de numéro|ne m'envoyez plus|ne m'écrivez plus|retirez-moi"
        "|désabonnez-moi|arrêtez de m'envoyer|laissez-moi tranquille"
    ),
    "es": (
        "número equivocado|no me escriba|no me escriban|no me manden|no me envíen|dejen de enviar"
        "|dejen de mandar|quítenme|darme de baja|bórrenme|borren mi número"
    ),
    "pt": "número errado|não me mande|não me mandem|não me envie|parem de mandar|me tirem da lista|me remova",
    "de": (
        "falsche nummer|falsche person|keine sms mehr|keine nachrichten mehr|schreiben sie mir nicht"
        "|löschen sie meine nummer|lassen sie mich in ruhe|hören sie auf"
    ),
    "nl": "verkeerd nummer|geen sms meer|geen berichten meer|schrijf me uit|laat me met rust",
    "it": "numero sbagliato|non scrivetemi|non mi scrivete|cancellatemi|toglietemi|smettete di scrivermi",
    "sv": "fel nummer|sluta skicka|sluta smsa|ta bort mitt nummer",
    "nb": "feil nummer|slutt å sende|ikke send meg|fjern meg",
    "da": "forkert nummer|stop med at sende|slet mit nummer|lad mig være",
    "fi": "väärä numero|älkää lähettäkö",
    "pl": "zły numer|proszę nie pisać|nie piszcie|usuńcie mnie|wypiszcie mnie",
    "cs": "špatné číslo|nepište mi|smažte mé číslo",
    "hu": "rossz szám|ne írjanak|töröljék a számom",
    "ro": "număr greșit|nu-mi mai scrieți|ștergeți numărul",
    "hr": "pogrešan broj|krivi broj|nemojte mi slati|ne šaljite mi|ne pišite mi|obrišite moj broj",
    "sr": "погрешан број|немојте ми слати|не шаљите ми|не пишите ми|обришите мој број",
    "ru": (
        "не тот номер|ошиблись номером|не пишите мне|больше не пишите|удалите мой номер|отпишите меня"
        "|хватит писать"
    ),
    "uk": "не той номер|помилилися номером|не пишіть мені",
    "el": "λάθος αριθμός|μη μου στέλνετε",
    "tr": "yanlış numara|mesaj atmayın|mesaj göndermeyin|beni silin|numaramı silin",
    "ar": "رقم خطأ|الرقم غلط|لا ترسل|لا ترسلوا",
    "he": "טעות במספר|תסירו אותי|תפסיקו לשלוח",
    "zh": "号码错|打错了|别再发|不要再发|別再發",
    "ja": "番号違い|番号が違|送らないで",
    "ko": "보내지 마|번호 틀",
    "id": "salah nomor|salah sambung|jangan kirim",
}
"""Language to phrases that sound like a refusal, anywhere in a message."""
