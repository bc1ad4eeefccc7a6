"""Files to rows: CSV and its kin, XLSX and pasted cells, read as untrusted, row numbers kept.

Start at :func:`~vox_console.imports.opening.open_table`. It looks at the content, never at the name
(``content``), and gives a :class:`~vox_console.imports.table.Table`: what was detected and why, the header,
and the rows as a stream.

Text takes this way::

    octets -> encodings   which encoding, with the reason
           -> text_lines  decoded blocks of whole lines; NULs dropped, endless lines cut
           -> dialects    which separator and quote, with the reason
           -> headers     which row is the header, with the reason
           -> text_table  the csv module, and what to do when it loses its way

A workbook is never opened in this process, because a file of 1.5 KB can make its reader ask for 549 GB and
abort. It is read once, by a child (``sheet_reader``) under limits of memory, processor and wall time; the
parent side is ``sheet_process``, ``sheet_spool`` keeps what it says, and ``sheet_table`` makes a Table of
it. In the child, ``archive`` judges the zip directory before anything is unpacked, ``workbook_parts`` and
``sheet_scan`` look at the XML for what the reader does not tell (hidden rows, formulas without a value,
zeros that only a number format shows), and ``cell_text`` writes a cell as the person sees it.

Three rules hold for every source. A row's number is what a spreadsheet program shows, so blank rows count
and are given. A row that cannot be read is told damaged in its place; the rows after it are not lost. And
whatever octets arrive, nothing but :class:`~vox_console.imports.faults.ImportFault` is raised.

The package knows no phone numbers and no Qt; it blocks, so its callers run it in a thread.
"""
