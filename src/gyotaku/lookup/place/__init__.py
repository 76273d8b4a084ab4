"""Where an address is, as far as this machine can tell without asking anybody."""
