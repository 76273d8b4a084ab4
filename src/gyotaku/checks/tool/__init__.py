"""What composed and sent the mail."""
