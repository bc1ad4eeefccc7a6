"""What became of a message: asked for, called back and pushed, end to end (provider_interface §12).

Each word is kept with who said it; a final state stands, whoever contradicts it later.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rest_spine import asked, called_back, play_rest, post, told, until_seen, until_told
from tests.support.rest_wire import fault
from tests.support.spine import (
    ORDINARY,
    PATIENCE_S,
    accepted,
    happened,
    in_state,
    order,
    ordinary,
    orphan_receipts,
)
from vox_console.domain.link import Bound, Stopped
from vox_console.domain.message import Message, MessageState
from vox_console.domain.transport_name import TransportRule, Witness
from vox_console.practice.server import PracticeService
from vox_console.services.controller import Controller
from vox_console.services.events import InboundStored, OrphansStored

QUERY, CALLBACK, SMPP = Witness.QUERY, Witness.CALLBACK, Witness.SMPP


def number(suffix: str) -> str:
    return f"38164000{suffix}"


async def accepted_message(controller: Controller, recipient: str, text: str = "Zdravo") -> Message:
    (message,) = await in_state(
        controller, await controller.send(order(text, recipient)), MessageState.ACCEPTED
    )
    return message


class TestAsked:
    @pytest.mark.parametrize("query", ["get", "post"])
    def test_each_fate_is_told_by_its_own_word(self, tmp_path: Path, query: str) -> None:
        fates = {
            "0010": MessageState.DELIVERED,
            "0011": MessageState.UNDELIVERABLE,
            "0012": MessageState.REJECTED,
            "0013": MessageState.EXPIRED,
            "0014": MessageState.DELETED,
            "0016": MessageState.ENROUTE,
        }

        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await controller.send(order("Zdravo", *map(number, fates)))
            await in_state(controller, sent, MessageState.ACCEPTED)
            found = await asked(controller, sent, *fates.values())
            assert [message.state for message in found] == list(fates.values())
            assert service.ledger.counts.queries == len(fates) + 1, "each once, and the link's own check"

        play_rest(tmp_path, scene, rest_query=query)

    def test_json_under_text_html_is_read_and_kept_as_it_came(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            message = await accepted_message(controller, ORDINARY)
            await asked(controller, [message], MessageState.DELIVERED)
            (receipt,) = (await controller.evidence(message.id)).receipts
            assert (receipt.witness, receipt.word, receipt.network) == (QUERY, "DELIVRD", "220-001")
            assert receipt.raw.startswith(b'{"status": "DELIVRD"')
            assert receipt.provider_id == message.parts[0].provider_id

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize(
        "form", ["0086", "0088", "0089", "array", "word", "status_only"], ids=lambda form: form
    )
    def test_an_answer_in_another_form_says_the_same(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if not form.isdigit():
                post(service, "/rest", query=form)
            message = await accepted_message(controller, number(form) if form.isdigit() else ORDINARY)
            await asked(controller, [message], MessageState.DELIVERED)
            assert await told(controller, message) == [(QUERY, "DELIVRD")]

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["0087", "unknown", "forgotten"])
    def test_unknown_with_empty_fields_is_kept_and_changes_nothing(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            if form == "unknown":
                post(service, "/rest", query=form)
            message = await accepted_message(controller, number(form) if form.isdigit() else ORDINARY)
            if form == "forgotten":
                fault(service, "forget_statuses")
            assert await controller.ask_now(message.id)
            await until_told(controller, message, (QUERY, "UNKNOWN"))
            await in_state(controller, [message], MessageState.ACCEPTED)
            clock = (await controller.evidence(message.id)).clock
            assert clock is not None, "it is asked about again"

        play_rest(tmp_path, scene)

    @pytest.mark.parametrize("form", ["0090", "unavailable", "empty", "broken", "refused"])
    def test_what_is_no_answer_counts_as_not_asked(self, tmp_path: Path, form: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            message = await accepted_message(controller, number(form) if form.isdigit() else ORDINARY)
            before = (await controller.evidence(message.id)).clock
            assert before is not None
            match form:
                case "unavailable":
                    post(service, "/rest", query=form)
                case "empty":
                    fault(service, "empty_body", command="query")
                case "broken":
                    fault(service, "invalid_json", command="query")
                case "refused":
                    fault(service, "refuse_requests", status=503, command="query")
            queries = service.ledger.counts.rest_requests
            assert await controller.ask_now(message.id)

            async def was_put_off() -> bool:
                clock = (await controller.evidence(message.id)).clock
                return clock is not None and clock.next_us > before.next_us

            assert await service.wait(rest_requests=queries + 1, timeout_s=PATIENCE_S)
            await until_seen(was_put_off)
            assert await told(controller, message) == []
            await in_state(controller, [message], MessageState.ACCEPTED)
            assert isinstance(controller.link, Bound)

        play_rest(tmp_path, scene)

    def test_401_to_a_question_stops_the_link_and_loses_no_question(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            message = await accepted_message(controller, ORDINARY)
            fault(service, "refuse_requests", status=401, command="query")
            assert await controller.ask_now(message.id)
            await happened(controller, lambda: isinstance(controller.link, Stopped))
            controller.bind()
            await happened(controller, lambda: isinstance(controller.link, Bound))
            await asked(controller, [message], MessageState.DELIVERED)

        play_rest(tmp_path, scene)

    def test_a_final_word_ends_the_asking(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            message = await accepted_message(controller, ORDINARY)
            await asked(controller, [message], MessageState.DELIVERED)
            assert (await controller.evidence(message.id)).clock is None
            assert await controller.ask_now(message.id) == 0

        play_rest(tmp_path, scene)


class TestCalledBack:
    @pytest.mark.parametrize("method", ["get", "form", "json", "array"])
    def test_a_report_is_read_however_it_is_sent(self, tmp_path: Path, method: str) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            message = (await controller.send(order("Zdravo", ORDINARY)))[0]
            await in_state(controller, [message], MessageState.DELIVERED)
            (receipt,) = (await controller.evidence(message.id)).receipts
            assert (receipt.witness, receipt.word, receipt.rate) == (CALLBACK, "DELIVRD", "0.0250")
            assert (receipt.network, receipt.country) == ("220-01", "Serbia")
            assert accepted(service)[0].message_id.encode() in receipt.raw
            assert await service.wait(callbacks_acknowledged=1, timeout_s=PATIENCE_S)

        play_rest(tmp_path, scene, callbacks=method)

    @pytest.mark.parametrize("suffix", ["0091", "0092", "0093", "0094"])
    def test_a_number_may_choose_how_it_is_sent(self, tmp_path: Path, suffix: str) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            sent = await controller.send(order("Zdravo", number(suffix)))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await told(controller, sent[0]) == [(CALLBACK, "DELIVRD")]

        play_rest(tmp_path, scene, callbacks="json")

    @pytest.mark.parametrize("suffix", ["0096", "0041"])
    def test_a_report_that_comes_three_times_is_one_with_two_repeats(
        self, tmp_path: Path, suffix: str
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            sent = await controller.send(order("Zdravo", number(suffix)))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await service.wait(callbacks_sent=3, timeout_s=PATIENCE_S)

            async def thrice() -> bool:
                receipts = (await controller.evidence(sent[0].id)).receipts
                return [(each.word, each.repeats) for each in receipts] == [("DELIVRD", 2)]

            await until_seen(thrice)

        play_rest(tmp_path, scene, callbacks="form")

    def test_a_report_for_an_id_that_never_was_is_kept_and_changes_nothing(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            orphans: list[int] = []
            controller.subscribe(
                lambda event: orphans.append(event.count) if isinstance(event, OrphansStored) else None
            )
            sent = await controller.send(order("Zdravo", number("0097")))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await service.wait(callbacks_acknowledged=2, timeout_s=PATIENCE_S)
            assert await orphan_receipts(controller) == 1
            assert sum(orphans) == 1
            assert await told(controller, sent[0]) == [(CALLBACK, "DELIVRD")]

        play_rest(tmp_path, scene, callbacks="get")

    def test_a_report_that_overtakes_the_answer_waits_for_it_and_is_adopted(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            fault(service, "hold_answers")
            sent = await controller.send(order("Zdravo", *ordinary(3)))
            assert await service.wait(callbacks_acknowledged=3, timeout_s=PATIENCE_S)
            assert await orphan_receipts(controller) == 3
            fault(service, "release_answers")
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await orphan_receipts(controller) == 0
            early = await controller.send(order("Zdravo", number("0040")))
            await in_state(controller, early, MessageState.DELIVERED)
            (attempt,) = (await controller.evidence(early[0].id)).attempts
            (receipt,) = (await controller.evidence(early[0].id)).receipts
            assert receipt.received_at_us <= attempt.answered_at_us

        play_rest(tmp_path, scene, callbacks="json")

    def test_a_late_word_that_is_not_final_moves_nothing_back(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            sent = await controller.send(order("Zdravo", number("0042"), number("0018")))
            await in_state(controller, sent, MessageState.DELIVERED)
            for message in sent:
                await until_told(controller, message, (CALLBACK, "DELIVRD"), (CALLBACK, "ENROUTE"))
            await in_state(controller, sent, MessageState.DELIVERED)

        play_rest(tmp_path, scene, callbacks="json")

    def test_a_final_callback_ends_the_asking(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            sent = await controller.send(order("Zdravo", ORDINARY))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await controller.ask_now(sent[0].id) == 0

        play_rest(tmp_path, scene, callbacks="json")

    def test_a_customers_message_is_stored_before_it_is_acknowledged(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            stored: list[int] = []
            controller.subscribe(
                lambda event: stored.append(event.count) if isinstance(event, InboundStored) else None
            )
            post(service, "/mo", from_="381641234567", text="Žaba 🐸 " * 40, via="callback")
            assert await service.wait(mo_acknowledged=1, timeout_s=PATIENCE_S)
            assert sum(stored) == 1

        play_rest(tmp_path, scene, callbacks="json")

    def test_who_does_not_know_the_token_changes_nothing(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, _service: PracticeService) -> None:
            message = await accepted_message(controller, number("0017"))
            assert controller.profile is not None
            forged = {"message_id": message.parts[0].provider_id, "delivery_status": "DELIVRD"}
            assert await called_back(controller.profile, forged, token="0123456789abcdef0123") == 404  # noqa: S106
            await in_state(controller, [message], MessageState.ACCEPTED)
            assert await told(controller, message) == []
            assert await orphan_receipts(controller) == 0

        play_rest(tmp_path, scene, callbacks="json")


class TestWitnessesDisagree:
    def test_what_callback_query_and_receipt_say_is_all_kept_and_the_first_final_word_stands(
        self, tmp_path: Path
    ) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            post(service, "/rest", reports="callback")
            sent = await controller.send(order("Zdravo", number("0095"), transport=TransportRule.REST))
            await in_state(controller, sent, MessageState.UNDELIVERABLE)
            (message,) = await controller.messages([sent[0].id])
            (row,) = accepted(service)
            post(service, "/receipt", message_id=row.message_id, stat="EXPIRED", to=row.destination)
            await until_told(controller, message, (CALLBACK, "UNDELIV"), (SMPP, "EXPIRED"))
            receipt = await controller.query(message.parts[0].provider_id)
            assert receipt.word == "DELIVRD"
            assert await told(controller, message) == [
                (CALLBACK, "UNDELIV"),
                (SMPP, "EXPIRED"),
                (QUERY, "DELIVRD"),
            ]
            await in_state(controller, sent, MessageState.UNDELIVERABLE)

        play_rest(tmp_path, scene, smpp=True, callbacks="json")

    def test_the_same_word_of_two_witnesses_is_kept_twice(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            post(service, "/rest", reports="both")
            sent = await controller.send(order("Zdravo", ORDINARY, transport=TransportRule.REST))
            await in_state(controller, sent, MessageState.DELIVERED)
            await until_told(controller, sent[0], (CALLBACK, "DELIVRD"), (SMPP, "DELIVRD"))

        play_rest(tmp_path, scene, smpp=True, callbacks="json")

    def test_what_left_over_smpp_may_be_called_back(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            post(service, "/rest", reports="callback")
            sent = await controller.send(order("Zdravo", ORDINARY, transport=TransportRule.SMPP))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await told(controller, sent[0]) == [(CALLBACK, "DELIVRD")]
            assert accepted(service)[0].transport == "smpp"

        play_rest(tmp_path, scene, smpp=True, callbacks="form")

    def test_what_left_over_rest_may_be_reported_over_smpp(self, tmp_path: Path) -> None:
        async def scene(controller: Controller, service: PracticeService) -> None:
            post(service, "/rest", reports="smpp")
            sent = await controller.send(order("Zdravo", ORDINARY, transport=TransportRule.REST))
            await in_state(controller, sent, MessageState.DELIVERED)
            assert await told(controller, sent[0]) == [(SMPP, "DELIVRD")]
            assert await controller.ask_now(sent[0].id) == 0

        play_rest(tmp_path, scene, smpp=True)
