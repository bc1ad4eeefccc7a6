"""What each pane decides, without Qt: inputs are what the operator did, outputs are frozen states.

A presenter is synchronous; what takes time it starts through :class:`~.runner.Run`, and the result
comes back as another state. Widgets know no wording beyond their fixed labels, so every sentence an
operator reads can be tested here without a window.
"""
