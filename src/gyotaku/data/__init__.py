"""Tables with source and date; no tables in code."""
