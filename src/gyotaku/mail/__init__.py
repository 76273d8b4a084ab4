"""Bytes to what the message says. Never raises on any input, opens no socket."""
