"""How an element's own attributes and inline style make its text look: shown, or not seen and why.

Style sheets (`<style>`) are not read: webmail strips most of them. Of CSS that is said by what it shows.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from gyotaku.mail.pattern import Pattern


class Reason(StrEnum):
    """Why a reader does not see a text."""

    DISPLAY_NONE = "display-none"
    INVISIBLE = "visibility-hidden"
    TINY = "font-size"
    TRANSPARENT = "transparent"
    NO_HEIGHT = "no-height"
    OFF_SCREEN = "off-screen"
    HIDDEN_ATTRIBUTE = "hidden-attribute"
    SAME_COLOR = "same-color"
    TEMPLATE = "template"
    COMMENT = "comment"
    TITLE = "title"
    STYLE = "style"
    SCRIPT = "script"
    NOT_SHOWN = "not-shown"
    """Content that stands in for something else and is shown by no current reader (`iframe`, `noembed`, `datalist`)."""


class Look(Struct, frozen=True, eq=False):
    """What text inside an element inherits. Compared by identity, so that it can be a key."""

    gone: Reason | None = None
    """Not drawn, whatever the elements inside say."""
    invisible: bool = False
    tiny: bool = False
    camouflage: str | None = None
    """The colour that text and background share."""
    transparent: bool = False
    pre: bool = False
    """White space is kept."""
    block: bool | None = None
    """What the element's own style says of breaking lines, if anything."""

    markup: bool = False
    """Text in it is markup (`noscript`)."""

    reason: Reason | None = None
    """Why text with this look is not seen; None for text that is."""
    plain: bool = True
    """Text with this look is seen, and its white space collapses."""

    def values(self) -> tuple[object, ...]:
        """Equal for looks that show text alike."""
        return (
            self.gone,
            self.invisible,
            self.tiny,
            self.camouflage,
            self.transparent,
            self.pre,
            self.block,
            self.markup,
        )

    def __post_init__(self) -> None:
        reason = self.gone
        if reason is None and self.invisible:
            reason = Reason.INVISIBLE
        elif reason is None and self.tiny:
            reason = Reason.TINY
        elif reason is None and self.transparent:
            reason = Reason.TRANSPARENT
        elif reason is None and self.camouflage:
            reason = Reason.SAME_COLOR
        force_setattr(self, "reason", reason)
        force_setattr(self, "plain", reason is None and not self.pre and not self.markup)


PLAIN = Look()

RELEVANT = frozenset(("style", "hidden", "bgcolor", "color"))
"""Attributes that `styled` reads."""

_LONGEST_STYLE = 8192
_COMMENT = Pattern(r"(?s)/\*.*?(?:\*/|\Z)")
_LEAST_SIZE = 1.0
"""Font size in px up to which nobody reads a text; a height up to it shows no line."""

_LENGTH = Pattern(r"(-?[0-9]*\.?[0-9]+)(px|pt|em|rem|ex|ch|%|vw|vh|in|cm|mm|pc)?(?=[\s/;!]|$)")
_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "vw": 6.0, "vh": 6.0, "rem": 16.0}
_RELATIVE = {"em": 16.0, "%": 0.16, "ex": 8.0, "ch": 8.0}
_SIMPLE_COLOR = Pattern("#[0-9a-f]{6}")
_RGB = Pattern(r"rgba?\(\s*([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})(?:[\s,/]+([0-9.]+)%?)?\s*\)")
_COLORS = {
    "white": "#ffffff", "black": "#000000", "red": "#ff0000", "lime": "#00ff00", "green": "#008000",
    "blue": "#0000ff", "yellow": "#ffff00", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080",
    "whitesmoke": "#f5f5f5", "snow": "#fffafa", "ivory": "#fffff0", "navy": "#000080", "lightgray": "#d3d3d3",
}  # fmt: skip
_CLEAR = "transparent"
_READ = frozenset(
    "display visibility opacity overflow overflow-y height max-height font-size font color background background-color "
    "white-space position left top right bottom text-indent clip clip-path".split()
)
_FAR_OFF = -400.0
"""Pixels outside its box, from which a place or an indent is meant to be seen by nobody."""
_NOTHING_LEFT = Pattern(r"rect\(\s*(0|1px)[^)]*\)|inset\(\s*(?:50|100)%[^)]*\)|circle\(\s*0[^)]*\)")
_SIZES = frozenset(("font-size", "font"))
_COLORS_AND_SIZES = _SIZES | {"color", "background", "background-color"}
_BLOCKS = frozenset(("block", "flex", "grid", "list-item", "table", "table-row", "flow-root", "-webkit-box"))
_KEEPS_SPACE = frozenset(("pre", "pre-wrap", "pre-line", "break-spaces"))


def styled(parent: Look, attributes: dict[str, str]) -> Look:
    """The look of an element with these attributes (of `RELEVANT`) inside one that looks like `parent`."""
    style = declarations(attributes.get("style", ""))
    if parent.reason is None and _tells_nothing(style, attributes):
        return parent if parent.block is None else replace(parent, block=None)
    display = style.get("display", "")
    gone = parent.gone or _gone(style, display, "hidden" in attributes)
    visibility = style.get("visibility")
    color = _color(style.get("color") or attributes.get("color", ""))
    return Look(
        gone=gone,
        invisible=parent.invisible if visibility is None else visibility in ("hidden", "collapse"),
        tiny=_tiny(style, parent.tiny),
        camouflage=_camouflage(style, color, attributes.get("bgcolor", ""), parent.camouflage),
        transparent=parent.transparent if color is None else color == _CLEAR,
        pre=style["white-space"] in _KEEPS_SPACE if "white-space" in style else parent.pre,
        block=None if not display else display in _BLOCKS,
        markup=parent.markup,
    )


def _tells_nothing(style: dict[str, str], attributes: dict[str, str]) -> bool:
    """Nothing but one colour and a size that is read, as in nearly every style: text that is seen stays seen."""
    if not style.keys() <= _COLORS_AND_SIZES or "hidden" in attributes:
        return False
    color = style.get("color") or attributes.get("color")
    if color is not None and ("bgcolor" in attributes or "background" in style or "background-color" in style):
        return False
    return (color is None or _color(color) != _CLEAR) and not (style.keys() & _SIZES and _tiny(style, inherited=False))


def declarations(style: str) -> dict[str, str]:
    """Properties of an inline style that are read here, in lower case, `!important` left out; the last of one name counts."""
    found: dict[str, str] = {}
    if "/*" in style:
        style = _COMMENT.compiled.sub("", style[:_LONGEST_STYLE])
    for declaration in style[:_LONGEST_STYLE].lower().split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        if name in _READ:
            found[name] = value.partition("!")[0].strip()
    return found


def _gone(style: dict[str, str], display: str, hidden: bool) -> Reason | None:
    if display == "none":
        return Reason.DISPLAY_NONE
    if hidden and not display:
        return Reason.HIDDEN_ATTRIBUTE
    opacity = _LENGTH.compiled.match(style.get("opacity", ""))
    if opacity and float(opacity[1]) <= (1.0 if opacity[2] else 0.01):
        return Reason.TRANSPARENT
    if _off_screen(style):
        return Reason.OFF_SCREEN
    if style.get("overflow", style.get("overflow-y", "")).startswith(("hidden", "clip")):
        for name in ("height", "max-height"):
            size = _pixels(style.get(name, ""))
            if size is not None and size <= _LEAST_SIZE:
                return Reason.NO_HEIGHT
    return None


def _off_screen(style: dict[str, str]) -> bool:
    """Placed or indented far outside, or cut to nothing."""
    indent = _pixels(style.get("text-indent", ""))
    if indent is not None and indent <= _FAR_OFF:
        return True
    if style.get("position") in ("absolute", "fixed"):
        places = (_pixels(style.get(side, "")) for side in ("left", "top", "right", "bottom"))
        if any(place is not None and place <= _FAR_OFF for place in places):
            return True
        if "clip" in style and _NOTHING_LEFT.compiled.match(style["clip"]):
            return True
    return "clip-path" in style and _NOTHING_LEFT.compiled.match(style["clip-path"]) is not None


def _tiny(style: dict[str, str], inherited: bool) -> bool:
    value = style.get("font-size")
    if value is None:
        found = _LENGTH.compiled.search(style.get("font", ""))
        value = found[0] if found else None
    if value is None:
        return inherited
    size = _LENGTH.compiled.match(value)
    if size is None:
        return inherited and value in ("inherit", "smaller", "larger", "")
    pixels = _pixels(value)
    return (pixels is not None and pixels <= _LEAST_SIZE) or (inherited and size[2] in _RELATIVE)


def _pixels(value: str) -> float | None:
    size = _LENGTH.compiled.match(value)
    if size is None:
        return None
    unit = size[2] or "px"
    return float(size[1]) * (_PX[unit] if unit in _PX else _RELATIVE[unit])


def _camouflage(style: dict[str, str], color: str | None, bgcolor: str, inherited: str | None) -> str | None:
    """The colour of text that its own element states for the background too; one restated colour can undo it."""
    background = style.get("background-color") or style.get("background")
    ground = None if background and "url(" in background else ground_color(background or bgcolor)
    if color is None and ground is None:
        return inherited
    text = color or inherited
    return text if text is not None and text != _CLEAR and text == (ground or inherited) else None


def ground_color(background: str) -> str | None:
    """The colour of a `background` or `bgcolor`: `#rrggbb`, `transparent`, None for what is none we know."""
    whole = _color(background)
    if whole is not None:
        return whole
    return next((color for word in background.split()[:8] if (color := _color(word)) is not None), None)


def _color(value: str) -> str | None:
    """`#rrggbb`, `transparent`, or None for what is no colour we know."""
    if _SIMPLE_COLOR.compiled.fullmatch(value):
        return value
    value = value.strip().lower()[:64]
    if value in _COLORS:
        return _COLORS[value]
    if value.startswith("#"):
        digits = value[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) == 8:
            return _CLEAR if digits.endswith("00") else "#" + digits[:6]
        return "#" + digits if len(digits) == 6 else None
    if rgb := _RGB.compiled.fullmatch(value):
        if rgb[4] is not None and rgb[4].strip("0.") == "":
            return _CLEAR
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.group(1, 2, 3))
    return _CLEAR if value == "transparent" else None
