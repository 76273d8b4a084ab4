"""What the sites are that links of a mail lead to."""
