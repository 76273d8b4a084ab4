"""The only rooms with sockets: which questions a mail raises, who is asked, and what was said, kept with source and time."""
