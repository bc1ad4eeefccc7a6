"""What a link that has stopped, or may not start yet, has to say in a session's window."""

from __future__ import annotations

from vox_console.domain.link import LinkState, Stopped
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.notice import Notice
from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.session import SessionPresenter
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.session_stops import stopped_key, stopped_notice
from vox_console.presenters.start_words import plain_text_notice, rest_plain_text_notice
from vox_console.services.controller import Controller


class SessionStops:
    """Puts into the notices why a link stands still, and what a person has to agree to first."""

    def __init__(
        self,
        controller: Controller,
        notices: NoticePresenter,
        session: SessionPresenter,
        access: SessionAccess,
    ) -> None:
        self._controller = controller
        self._notices = notices
        self._session = session
        self._access = access

    def tell_all(self) -> None:
        """Tell again of each link what lasts."""
        for name, link in self._controller.links.items():
            self.tell(name, link)

    def tell(self, name: str, link: LinkState) -> None:
        """Tell why a link has stopped, or take back what was told."""
        key = stopped_key(name)
        if isinstance(link, Stopped):
            if name == TransportName.REST and self._access.profile.needs_rest_consent:
                self._ask_rest()  # it is what stopped it, and what starts it
                return

            async def remedy() -> None:
                self._session.remedy_pressed(name)

            self._notices.dismissed(key)  # so that it is not counted as another one
            self._notices.add(stopped_notice(link, name, both=self._access.has_both), remedy)
        elif any(notice.key == key for notice in self._notices.notices):
            self._notices.dismissed(key)

    def ask_consents(self) -> None:
        """Ask for what the account still needs before its ways may be used."""
        profile = self._access.profile
        if profile.needs_plain_text_consent:
            self._ask(plain_text_notice(profile.name), "plain_text_accepted")
        if profile.needs_rest_consent:
            self._ask_rest()

    def _ask_rest(self) -> None:
        self._ask(rest_plain_text_notice(self._access.profile.name), "rest_plain_text_accepted")

    def _ask(self, notice: Notice, consent: str) -> None:
        """Show what a person has to agree to once."""

        async def agree() -> None:
            await self._access.agree(consent)
            self._session.profile_opened(self._access.profile)

        self._notices.dismissed(notice.key)  # so that it is not counted as another one
        self._notices.add(notice, agree)
