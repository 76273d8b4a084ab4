"""Where the machines are that sent the mail and to which its links lead."""
