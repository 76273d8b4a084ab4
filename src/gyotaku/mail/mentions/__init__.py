"""Dates, times of day and spans of time that a text mentions."""
