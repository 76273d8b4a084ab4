"""Whether somebody has reported an address, a host or a URL: lists on this machine, and those that are asked."""
