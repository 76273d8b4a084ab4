"""What the sites are and were that links of a mail lead to."""
