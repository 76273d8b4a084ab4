"""Facts of a mail, one module each: a function `read`, whose parameters it needs and whose return type it alone makes."""
