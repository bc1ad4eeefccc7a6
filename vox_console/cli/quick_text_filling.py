"""What `send --quick-text` sends: a kept text, filled with what is given and with the name of the contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vox_console.cli.journal import open_journal
from vox_console.cli.output import complain
from vox_console.domain.contact import party_of_digits
from vox_console.domain.merge_fields import Template, Unfilled, fold, parse
from vox_console.domain.quick_text import NAME_FIELD, filled_text, titled
from vox_console.settings.folders import Folders


async def filled(
    folders: Folders, title: str, values: Mapping[str, str], recipients: Sequence[str]
) -> str | None:
    """Give the text; None, which is told, when there is none or a field of it is empty.

    values: what fills fields, by name. recipients: digits; the name of one alone that is a contact fills
    `{name}`, unless that is given. Raises StoreError.
    """
    async with open_journal(folders) as controller:
        found = titled(await controller.quick_texts.every(), title)
        parties = [party_of_digits(digits) for digits in recipients]
        held = await controller.contacts.holders(parties) if len(parties) == 1 else {}
    if found is None:
        complain(f"no quick text is called “{title}”. Nothing was sent.")
        return None
    template = parse(found.what.text)
    strangers = _not_in(template, values)
    if strangers:
        complain(f"“{found.what.title}” has no field {_listed(strangers)}. Nothing was sent.")
        return None
    given = {fold(name): value for name, value in values.items()}
    for contact in held.values():
        given.setdefault(NAME_FIELD, contact.what.name)
    text = filled_text(template, given)
    if isinstance(text, Unfilled):
        missing = " ".join(f"--set {name}=…" for name in text.fields)
        complain(f"“{found.what.title}” needs {missing or 'mending'}. Nothing was sent.")
        return None
    return text


def _not_in(template: Template, values: Mapping[str, str]) -> list[str]:
    fields = {fold(each.name) for each in template.fields}
    return [name for name in values if fold(name) not in fields]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
