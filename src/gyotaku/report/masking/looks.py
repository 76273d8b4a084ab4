"""What is left of words when letters that recognizers take for one another count as one."""

from __future__ import annotations

from gyotaku.report.masking.folding import fold

_ALIKE = str.maketrans(
    {
        "i": "l",
        "1": "l",
        "|": "l",
        "!": "l",
        "j": "l",
        "0": "o",
        "5": "s",
        "8": "b",
        "6": "b",
        "9": "g",
        "q": "g",
        "2": "z",
        "é": "e",
    }
)


def skeleton(text: str) -> str:
    """Letters and digits alone, one for all that look like it; nothing of a text in other scripts."""
    plain = "".join(letter for letter in fold(text).translate(_ALIKE) if letter.isascii() and letter.isalnum())
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")
