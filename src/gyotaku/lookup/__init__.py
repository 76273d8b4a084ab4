"""The only rooms with sockets. For now: which questions a mail raises."""
