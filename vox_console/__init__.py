"""Vox Console: the desktop console for Vox SMS.

The package is layered and points downward only (checked on every run, see ``pyproject.toml``)::

    __main__ -> app | practice -> ui | cli -> presenters -> services
             -> transports | storage | settings | imports -> smpp -> domain

Start reading at :mod:`vox_console.domain`: what a message is, how a text is cut, what a receipt
says. :mod:`vox_console.services` tells how a message travels; :mod:`vox_console.ui` draws it.
"""

__version__ = "0.1.0"
