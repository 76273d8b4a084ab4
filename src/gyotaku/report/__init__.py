"""One file a form of report. They see the model alone."""
