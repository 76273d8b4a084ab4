"""SPF, DKIM, DMARC and ARC: pure evaluators. They yield what they ask of the world, and every step is evidence."""
