"""Findings to hypotheses, goal and verdict."""
