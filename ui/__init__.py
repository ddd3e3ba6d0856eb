"""What the officer sees: pages, widgets, jobs."""
