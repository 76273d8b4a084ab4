"""Which software composed and sent a mail, told from what it leaves behind."""
