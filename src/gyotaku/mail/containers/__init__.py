"""Files that hold mails, one reader a module. Each is loaded when a file of its kind is met. None writes to disk."""
