"""The careful visit: a browser in a box, and the proxy that decides where it may go."""
