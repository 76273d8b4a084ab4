"""How a Japanese text is written: what a native reader stumbles over, each place with what he would have written."""
