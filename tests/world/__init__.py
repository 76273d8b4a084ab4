"""An outside world for tests: what a world file says, given by real servers on loopback."""
