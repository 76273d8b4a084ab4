"""gyotaku: takes the print of a phish."""
