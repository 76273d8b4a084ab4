"""Where the mail's own words cannot both be true."""
