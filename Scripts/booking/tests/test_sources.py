"""Declarations are cut as they stand, and nothing else."""

import unittest

from booking.errors import BookError
from booking.sources import SwiftSource

SWIFT = '''
import Basics

/// A box. { never closed
public struct Box<Content: Sendable>: Sendable where Content: Hashable {
    /// What is in it.
    public let content: Content
    private static let marks = [
        "{": 1,  // }
        "\\(text("}") + "{")": 2,
    ]
    /// Twice.
    ///
    /// With a second line.
    @inlinable
    @discardableResult
    public func twice(
        _ number: Int, by factor: [String: Int] = ["{": 1]
    ) -> Int {
        let text = """
            } "quoted" \\(number > 1 ? "}" : #"{ \\(no) "}"#)
            """
        /* } /* { */ */
        return number * 2
    }
    func twice(_ text: String) -> String { text + text }
    var count: Int {
        get { 1 }
        set { print(newValue) }
    }
    var sum: Int = [1, 2]
        .reduce(0) { $0 + $1 }
    enum Kind { case round, square }
    init?(content: Content) { self.content = content }
    subscript(place: Int) -> Int { place }
}

extension Box: Codable {
    func opened() -> Content { content }
}

extension Box.Kind {
    var name: String { "kind" }
}

protocol Shape {
    var area: Double { get }
    func scaled(by factor: Double) -> any Shape
    func moved()
}

func free(_ x: Int) -> Int { x }
'''


class SourceTests(unittest.TestCase):
    """Each kind of declaration, by its name."""

    def cut(self, name: str, comment: bool = False) -> str:
        """A declaration of the sample."""
        return SwiftSource(SWIFT).cut(name, comment)

    def test_functions_with_strings_and_comments(self) -> None:
        """Braces in strings and comments are none."""
        text = self.cut("Box.twice(_:by:)")
        self.assertTrue(text.startswith("@inlinable\n@discardableResult\npublic func twice(\n"))
        self.assertTrue(text.endswith("    return number * 2\n}"))

    def test_documentation_on_request(self) -> None:
        """With the comment, the whole comment."""
        self.assertTrue(self.cut("Box.twice(_:by:)", True).startswith("/// Twice.\n///\n/// With"))

    def test_overloads_are_told_apart(self) -> None:
        """A name that two have is refused with both."""
        with self.assertRaisesRegex(BookError, r"several Box\.twice: .*twice\(_:by:\), .*\(_:\)"):
            self.cut("Box.twice")
        self.assertEqual(
            self.cut("Box.twice(_:)"), "func twice(_ text: String) -> String { text + text }"
        )

    def test_properties(self) -> None:
        """With accessors, over several lines, with a closure at the end."""
        self.assertEqual(self.cut("Box.count").count("\n"), 3)
        self.assertEqual(self.cut("Box.sum"), "var sum: Int = [1, 2]\n    .reduce(0) { $0 + $1 }")
        self.assertTrue(self.cut("Box.marks").endswith("]"))
        self.assertEqual(self.cut("Box.content"), "public let content: Content")

    def test_types_and_their_members(self) -> None:
        """Nested types, initialisers, subscripts, extensions, protocols and free functions."""
        self.assertTrue(self.cut("Box").startswith("public struct Box<Content"))
        self.assertEqual(self.cut("Box.Kind"), "enum Kind { case round, square }")
        self.assertEqual(self.cut("Box.Kind.name"), 'var name: String { "kind" }')
        self.assertTrue(self.cut("Box.init").startswith("init?(content"))
        self.assertTrue(self.cut("Box.subscript").startswith("subscript(place"))
        self.assertEqual(self.cut("Box.opened"), "func opened() -> Content { content }")
        self.assertEqual(self.cut("Shape.scaled"), "func scaled(by factor: Double) -> any Shape")
        self.assertEqual(self.cut("Shape.area"), "var area: Double { get }")
        self.assertEqual(self.cut("free"), "func free(_ x: Int) -> Int { x }")

    def test_what_is_not_there(self) -> None:
        """Is refused with what there is; names in bodies are not."""
        with self.assertRaisesRegex(BookError, r"no Box\.text; it has: Box, Box\.content"):
            self.cut("Box.text")
