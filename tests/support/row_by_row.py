"""A judge that knows nothing of columns: each row by itself, in order, by the rule for one row."""

from __future__ import annotations

from collections.abc import Iterable

from vox_console.domain.bulk_books import RowClass
from vox_console.imports.table import TableRow
from vox_console.services.bulk_order import RowJudge, _Good, _recent_words
from vox_console.services.bulk_recent import About
from vox_console.storage.jobs import JobRow


class RowByRow(RowJudge):
    """What the judge of columns is held to."""

    def judge_all(self, rows: Iterable[TableRow]) -> list[JobRow]:
        """Decide about the next rows, one at a time."""
        return [self._entered(self._judge(row, None)) for row in rows]

    def _entered(self, judged: JobRow | _Good) -> JobRow:
        if isinstance(judged, JobRow):
            self.preflight.exclude(judged.verdict)
            return judged
        row, cut = judged.row, judged.cut
        if self._recent is not None:
            (age_s,) = self._recent.ages_s([About(row.recipient, judged.text)])
            if age_s is not None:
                self.preflight.recent.enter(row.number, age_s)
                if self._order.skip_recent:
                    self.preflight.exclude(RowClass.RECENT)
                    return row._replace(verdict=RowClass.RECENT, reason=_recent_words(age_s))
        self.preflight.accept(
            row.number, row.recipient, judged.region, parts=row.parts, coding=cut.coding, forced=cut.forced
        )
        if judged.repaired:
            self.preflight.repair(row.number, judged.typed, judged.repaired)
        return row
