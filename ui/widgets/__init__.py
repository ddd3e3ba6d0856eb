"""Widgets: each shows a plain value or returns one, and does nothing else."""
