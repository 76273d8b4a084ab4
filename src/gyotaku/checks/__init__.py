"""One question, one file, in folders by what they look at."""
