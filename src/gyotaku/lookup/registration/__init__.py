"""Who registered a domain, and whose network an address is: pure inquiries over RDAP and WHOIS."""
