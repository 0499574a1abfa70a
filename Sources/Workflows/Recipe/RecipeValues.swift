import Basics
import Layers
import Models

/// What the value of a key may be, and how it is read and written.
struct RecipeValues<Value: Sendable>: Sendable {
    /// How values are written.
    let kind: RecipeKey.Kind
    /// What is allowed, as it goes on after "allowed is".
    let allowed: String
    /// The value that a text stands for; nil if it is not allowed.
    let read: @Sendable (String) -> Value?
    /// A value as text.
    let write: @Sendable (Value) -> String
    /// What is wrong with a text that is not allowed, as half a sentence, where more can be said.
    var problem: @Sendable (String) -> String? = { _ in nil }
}

extension RecipeValues where Value == Int {
    /// The largest number where nothing else limits it: what nobody can mean is refused.
    private static var largest: Int { 1 << 30 }

    static func whole(from minimum: Int, to maximum: Int? = nil) -> Self {
        let range = minimum...(maximum ?? largest)
        return RecipeValues(
            kind: .number,
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { Int($0).flatMap { range.contains($0) ? $0 : nil } }, write: { "\($0)" })
    }
}

extension RecipeValues where Value == UInt64 {
    static let seed = RecipeValues(
        kind: .number, allowed: "a whole number from 0 to 2⁶⁴ − 1", read: { UInt64($0) },
        write: { "\($0)" })
}

extension RecipeValues where Value: BinaryFloatingPoint & LosslessStringConvertible {
    private static func number(
        _ allowed: String, _ isAllowed: @escaping @Sendable (Value) -> Bool
    ) -> Self {
        RecipeValues(
            kind: .number, allowed: allowed,
            read: { Value($0).flatMap { $0.isFinite && isAllowed($0) ? $0 : nil } },
            write: { "\($0)" })
    }

    static var positive: Self { number("a number above 0") { $0 > 0 } }
    static var nonNegative: Self { number("a number of at least 0") { $0 >= 0 } }
    /// From 0 to 1.
    static var probability: Self { number("a number from 0 to 1") { (0...1).contains($0) } }
    /// What 1 would leave nothing of.
    static var share: Self {
        number("a number from 0 up to, not including, 1") { (0..<1).contains($0) }
    }
}

/// What kernels take as a `Float`, which rounds.
extension RecipeValues where Value == Double {
    static let positiveFloat = number("a number above 0 in float32") {
        Float($0) > 0 && Float($0).isFinite
    }
    /// What 1 would leave nothing of.
    static let floatShare = number("a number from 0 up to, not including, 1 in float32") {
        $0 >= 0 && Float($0) < 1
    }
}

extension RecipeValues where Value == Double? {
    /// A number, of which 0 stands for none.
    static let nonNegativeOrNone = RecipeValues(
        kind: .number, allowed: RecipeValues<Double>.nonNegative.allowed,
        read: { text in RecipeValues<Double>.nonNegative.read(text).map { $0 == 0 ? nil : $0 } },
        write: { "\($0 ?? 0)" })
}

extension RecipeValues where Value == RunSpan {
    /// Updates, of at least `minimum`, or a share of the run above 0.
    static func span(from minimum: Int) -> Self {
        RecipeValues(
            kind: .word,
            allowed: "updates, from \(minimum), or a share of the run such as 15%",
            read: { text in
                switch RunSpan(text) {
                case .updates(let updates)?
                where RecipeValues<Int>.whole(from: minimum).read("\(updates)") != nil:
                    .updates(updates)
                case .share(let share)? where share > 0: .share(share)
                default: nil
                }
            }, write: { "\($0)" })
    }
}

extension RecipeValues where Value == TrainingRecipe.Mix {
    static let mix = RecipeValues(
        kind: .word, allowed: "two numbers such as 1:2, the second up to 1000 times the first",
        read: { TrainingRecipe.Mix($0) }, write: { "\($0)" })
}

extension RecipeValues where Value == TransformerStudy {
    /// What is taken out: one part or more.
    static let parts = RecipeValues(
        kind: .word,
        allowed: "names with commas between them, of "
            + TransformerStudy.Part.allCases.map(\.rawValue).joined(separator: ", "),
        read: { TransformerStudy($0) }, write: { "\($0)" })
}

extension RecipeValues where Value == Bool {
    static let truth = RecipeValues(
        kind: .truth, allowed: "true or false", read: { Bool($0) }, write: { "\($0)" })
}

extension RecipeValues where Value == String {
    /// Any text but none.
    static let text = RecipeValues(
        kind: .text, allowed: "any text", read: { $0.isEmpty ? nil : $0 }, write: { $0 })
    /// The path of a file or folder.
    static let path = RecipeValues(
        kind: .path, allowed: "a path", read: { $0.isEmpty ? nil : $0 }, write: { $0 })
}

extension RecipeValues where Value: RawRepresentable<String> {
    /// One of some names.
    static func one(of values: [Value]) -> Self {
        RecipeValues(
            kind: .word, allowed: values.map(\.rawValue).joined(separator: ", "),
            read: { text in values.first { $0.rawValue == text } }, write: { $0.rawValue })
    }
}

extension RecipeValues where Value: RawRepresentable<String> & CaseIterable {
    /// One of all names.
    static var word: Self { one(of: Array(Value.allCases)) }
}
