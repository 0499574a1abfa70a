"""What the machinery of the book promises; Scripts/book --check runs them all."""
