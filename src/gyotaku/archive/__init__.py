"""What is kept over time."""
