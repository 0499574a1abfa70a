"""Makes the book in Documentation/Book: runs, pages, checks and the site."""
