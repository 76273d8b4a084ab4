"""A map of where machines are, without tiles: shapes of countries from Natural Earth, as SVG that loads nothing."""
