"""The article: a dissection to be published, told as prose from the facts of one report."""
