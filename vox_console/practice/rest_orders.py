"""Control commands of the REST port: its standing forms, and where callbacks go."""

from __future__ import annotations

from vox_console.practice.accounts import DEFAULT_SYSTEM_ID
from vox_console.practice.callback_requests import callback_address
from vox_console.practice.fields import Fields, OrderFault
from vox_console.practice.provider import Provider
from vox_console.practice.rest_behaviours import AnswerForm, CallbackMethod, QueryForm
from vox_console.practice.rest_faults import Reports

Answer = dict[str, object]


class RestOrders:
    """POST /rest and POST /callbacks of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._state = provider.state

    def rest(self, fields: Fields, _now: float) -> Answer:
        """Change the standing forms that are named; the others stay as they are."""
        standing = self._state.faults.rest
        form = fields.word("form", AnswerForm, standing.form)
        query = fields.word("query", QueryForm, standing.query)
        reports = fields.word("reports", Reports, standing.reports)
        fields.finish()
        standing.form, standing.query, standing.reports = form, query, reports
        return {"form": form.value, "query": query.value, "reports": reports.value}

    def callbacks(self, fields: Fields, _now: float) -> Answer:
        """Say where an account's callbacks go from now on, those that wait included."""
        account = self._state.accounts.get(fields.text("account", DEFAULT_SYSTEM_ID))
        if account is None:
            raise OrderFault("account: there is no such account")
        on = fields.switch("on", default=True)
        url = fields.text("url") if on else fields.text("url", "")
        method = fields.word("method", CallbackMethod, CallbackMethod.GET)
        fields.finish()
        try:
            account.callback_address = callback_address(url, method) if on else None
        except ValueError as fault:
            raise OrderFault(str(fault)) from fault
        self._provider.callbacks.pump(account)
        return {"account": account.system_id, "url": url if on else ""}
