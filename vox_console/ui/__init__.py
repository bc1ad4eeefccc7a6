"""Everything Qt: widgets that draw the presenters' states and pass on what the operator did.

Slots are plain, synchronous, and one line. Three rules keep the window honest:

* asyncio and Qt meet in :mod:`~.bridge` alone; nobody else starts a task;
* a stranger's text is never markup: labels are :class:`~.plain_label.PlainLabel`, lists are painted;
* every control's accessible name is its visible label, and both stay as they are: screen readers and
  scripts find it by that.

Each file holds one widget. :mod:`~.session_window` builds one account's window out of them.
"""
