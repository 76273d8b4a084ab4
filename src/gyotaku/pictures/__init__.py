"""Pictures of a mail as its reader would see it: drawn by Chromium in a box, without network and without scripts."""
