"""What the links of a mail show and where they lead."""
