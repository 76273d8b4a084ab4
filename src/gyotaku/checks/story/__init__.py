"""Checks on what a mail tells its reader and asks of him."""
