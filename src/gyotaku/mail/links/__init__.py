"""Where a mail leads: links in markup and in text, their targets as a browser reads them."""
