"""Codes that phones follow, read from pictures, pages of PDF, and drawings of characters or table cells."""
