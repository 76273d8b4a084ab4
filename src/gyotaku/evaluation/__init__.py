"""Measuring the program against mails whose truth is known."""
