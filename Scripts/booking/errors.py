"""What those who write at the book can do something about."""


class BookError(Exception):
    """A sentence that says what is wrong, where, and what there is instead."""
