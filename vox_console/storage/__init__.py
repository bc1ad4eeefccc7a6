"""The journal: one SQLite file that outlives everything, and the only truth about what was sent.

:mod:`~.database` owns the threads and the commits, :mod:`~.schema` the tables. What may happen to a
message stands in :mod:`~.outbox` (towards the provider) and :mod:`~.receipts` (from it), as functions of
a connection that run inside one transaction; :mod:`~.history` reads. Only this package imports apsw.
"""
