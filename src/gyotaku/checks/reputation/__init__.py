"""What lists of abusers have of the mail."""
