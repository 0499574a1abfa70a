import Basics

/// Any JSON. Numbers are written as they are given, so that 90.0 stays a number with a point, as
/// LibreTranslate writes confidences.
package enum JSONValue: Sendable, Equatable {
    case null
    case truth(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// The members of an object.
    package typealias Members = [(name: String, value: JSONValue)]

    /// Members in the order in which they are written.
    case object(Members)

    package static func == (left: JSONValue, right: JSONValue) -> Bool { left.text == right.text }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .truth(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { ($0.0, $0.1) })
    }
}

extension JSONValue {
    /// An array of texts.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// A text, or null where there is none.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The text; nil where this is none.
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements of an array; nil where this is none.
    var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The members of an object; none of anything else.
    package var members: Members {
        if case .object(let members) = self { members } else { [] }
    }

    /// As text, on one line.
    package var text: String {
        switch self {
        case .null: "null"
        case .truth(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .number(let number): number.isFinite ? "\(number)" : "null"
        case .string(let string): string.asJSON
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { $0.name.asJSON + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    /// The value of a member; nil where this is no object or has none of the name. Of two the last
    /// counts.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }
}
