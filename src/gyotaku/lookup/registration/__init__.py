"""Who registered a domain, and whose network an address is: pure inquiries over RDAP and WHOIS.

`inquiry.domain` and `inquiry.network` are the two; `servers` knows whom to ask, the other modules read what was said.
"""
