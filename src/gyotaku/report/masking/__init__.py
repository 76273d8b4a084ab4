"""Hiding the owner of a mail in what is written about it, and proving it."""
