"""What the checks expect."""


def equal(found, expected):
    """Raises unless two values are equal."""
    if found != expected:
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def true(condition, otherwise):
    """Raises unless a condition holds."""
    if not condition:
        raise AssertionError(otherwise)
