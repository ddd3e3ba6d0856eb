"""What the Makefile uses to set up and check the house; the program itself needs none of it."""
