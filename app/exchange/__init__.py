"""What comes in as a list and what goes out as one; a list is read whole before anything is kept."""
