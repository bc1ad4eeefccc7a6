"""Which of the numbers that are composed to want no messages: asked of the register as they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vox_console.domain.opt_out import opted_out_words
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal, day, system_local
from vox_console.services.opt_outs import OptOutDesk

_NOTHING: tuple[str, tuple[str, ...]] = ("", ())


class UnwantedNumbers:
    """Asks about one sender and its recipients. on_words: hears, for each unwanted number, why."""

    def __init__(
        self,
        desk: OptOutDesk,
        run: Run,
        on_words: Callable[[Mapping[str, str]], None],
        *,
        to_local: ToLocal = system_local,
    ) -> None:
        self._desk = desk
        self._run = run
        self._on_words = on_words
        self._to_local = to_local
        self._asked = _NOTHING

    def ask(self, sender: str, numbers: tuple[str, ...]) -> None:
        """Ask when this was not asked last. numbers: E.164 digits; "" is none."""
        asked = (sender, tuple(filter(None, numbers)))
        if asked == self._asked:
            return
        self._asked = asked
        if asked[1]:
            self._look_up()

    def ask_again(self) -> None:
        """Ask anew: the register has changed."""
        if self._asked[1]:
            self._look_up()

    def _look_up(self) -> None:
        asked = self._asked

        async def look_up() -> None:
            sender, numbers = asked
            found = await self._desk.look_up(numbers, sender=sender)
            if asked == self._asked:  # an answer about others comes too late
                self._on_words(
                    {
                        number: opted_out_words(entry.what, day(entry.what.at_us, self._to_local))
                        for number, entry in found.items()
                    }
                )

        self._run(look_up, name="ask who wants no messages")
