"""The way in: from the first paint to an officer at the desk, one scene after another, nothing modal."""
