"""How good the verdicts are, measured on mails whose truth is known."""
