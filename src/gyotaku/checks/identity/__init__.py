"""Checks on whom a mail pretends to be."""
