"""What all parts of one provider share; made once by the provider and handed to each of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from vox_console.practice.accounts import Accounts
from vox_console.practice.faults import Faults
from vox_console.practice.ledger import Ledger
from vox_console.practice.smsc_session import SmscSession
from vox_console.practice.statuses import Statuses
from vox_console.practice.timetable import Timetable, Tuning


@dataclass(slots=True, eq=False)
class ProviderState:
    """One provider's memory.

    epoch_offset_s: what to add to monotonic seconds to get UTC seconds since 1970.
    touched: sessions that may have something to write or to end since the shell last looked.
    rest_cuts: how often it was ordered to break every open REST connection.
    """

    ledger: Ledger
    epoch_offset_s: float
    tuning: Tuning = field(default_factory=Tuning)
    accounts: Accounts = field(default_factory=Accounts)
    faults: Faults = field(default_factory=Faults)
    timetable: Timetable = field(default_factory=Timetable)
    sessions: dict[str, SmscSession] = field(default_factory=dict)
    touched: set[SmscSession] = field(default_factory=set)
    statuses: Statuses = field(default_factory=Statuses)
    rest_cuts: int = 0
