"""Chromium in a box without network, files or profile: to draw a page, and to visit one through a proxy that lookup/ keeps."""
