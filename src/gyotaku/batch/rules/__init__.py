"""Rules for mail filters, proposed from a scan: what a rule may test, how one is found, how it fares on the scan's rows, its forms."""
