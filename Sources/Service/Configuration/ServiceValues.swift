import Foundation
import Logging
import Tensors

/// What the value of a key may be, and how it is read and written.
struct ServiceValues<Value: Sendable>: Sendable {
    /// What is allowed, as it goes on after "allowed is".
    let allowed: String
    /// The value that a text stands for; nil if it is not allowed.
    let read: @Sendable (String) -> Value?
    /// A value as text.
    let write: @Sendable (Value) -> String
}

/// What each value of a key with several may be, and how it is read.
struct ListValues<Value: Sendable>: Sendable {
    /// What is allowed, as it goes on after "one or several of".
    let allowed: String
    /// The value that a text stands for; nil if it is not allowed.
    let read: @Sendable (String) -> Value?
}

extension ServiceValues where Value == Int {
    static func whole(from minimum: Int, to maximum: Int = 1 << 40) -> Self {
        ServiceValues(
            allowed: "a whole number from \(minimum) to \(maximum)",
            read: { Int($0).flatMap { (minimum...maximum).contains($0) ? $0 : nil } },
            write: { "\($0)" })
    }
}

extension ServiceValues where Value == Int? {
    /// A number, of which 0 stands for none.
    static let limit = ServiceValues(
        allowed: "a whole number from 1, or 0 for no limit",
        read: { text in
            Int(text).flatMap { (0...1 << 40).contains($0) ? .some($0 > 0 ? $0 : nil) : nil }
        },
        write: { $0.map { "\($0)" } ?? "no limit" })
}

extension ServiceValues where Value == Bool {
    static let truth = ServiceValues(
        allowed: "true or false", read: { Bool($0) }, write: { "\($0)" })
    /// Of what is switched off by a truth.
    static let untruth = ServiceValues(
        allowed: "true or false", read: { Bool($0).map { !$0 } }, write: { "\(!$0)" })
}

extension ServiceValues where Value == String {
    static let text = ServiceValues(
        allowed: "a text", read: { $0.isEmpty ? nil : $0 }, write: { $0 })
}

extension ServiceValues where Value == String? {
    static let text = ServiceValues(
        allowed: "a text", read: { .some($0.isEmpty ? nil : $0) }, write: { $0 ?? "none" })
}

extension ServiceValues where Value == URL? {
    static let file = ServiceValues(
        allowed: "the path of a file",
        read: { .some($0.isEmpty ? nil : URL(fileURLWithPath: $0)) },
        write: { $0?.path ?? "none" })
}

extension ListValues where Value == ServedModel {
    static let model = ListValues(
        allowed: "folders such as models/de-en, or en-pt=models/enpt",
        read: { ServedModel(parsing: $0) })
}

extension ListValues where Value == ServedGlossary {
    static let glossary = ListValues(
        allowed: "files such as en-pt=terms.tsv",
        read: { ServedGlossary(parsing: $0) })
}

extension ListValues where Value == AddressRange {
    static let addresses = ListValues(
        allowed: "addresses such as 127.0.0.1, 10.0.0.0/8 or fd00::/8",
        read: { AddressRange(parsing: $0) })
}

extension ServiceValues where Value == Precision? {
    static let precision = ServiceValues(
        allowed: Precision.allCases.map(\.rawValue).joined(separator: ", "),
        read: { Precision(rawValue: $0).map { .some($0) } },
        write: { $0?.rawValue ?? "the fastest that suits each model" })
}

extension ServiceValues where Value: RawRepresentable<String> & CaseIterable {
    static var word: Self {
        ServiceValues(
            allowed: Value.allCases.map(\.rawValue).joined(separator: ", "),
            read: { Value(rawValue: $0) }, write: { $0.rawValue })
    }
}
