"""Whole mailboxes: every mail of any number of containers as one row of a table, on all cores ([docs](../../../docs/scan.md))."""
