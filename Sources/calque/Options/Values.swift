public import ArgumentParser
public import CalqueKit
import Foundation

// What values on the command line may be. A value that is out of range is a usage error.

/// A whole number of at least `minimum`; what nobody can mean is refused, too.
func wholeNumber(
    from minimum: Int, to maximum: Int = 1 << 30
) -> @Sendable (String) throws -> Int {
    { text in
        guard let value = Int(text), value >= minimum else {
            throw ValidationError("Give a whole number of at least \(minimum).")
        }
        guard value <= maximum else {
            throw ValidationError("Give a whole number of at most \(maximum).")
        }
        return value
    }
}

/// A number above 0.
func positiveNumber(_ text: String) throws -> Double {
    guard let value = Double(text), value.isFinite, value > 0 else {
        throw ValidationError("Give a number above 0.")
    }
    return value
}

/// A number of at least 0.
func nonNegativeNumber(_ text: String) throws -> Double {
    guard let value = Double(text), value.isFinite, value >= 0 else {
        throw ValidationError("Give a number of at least 0.")
    }
    return value
}

/// Any number.
func anyNumber(_ text: String) throws -> Double {
    guard let value = Double(text), value.isFinite else { throw ValidationError("Give a number.") }
    return value
}

/// A number from 0 up to, not including, 1.
func share(_ text: String) throws -> Double {
    guard let value = Double(text), (0..<1).contains(value) else {
        throw ValidationError("Give a number from 0 up to, not including, 1.")
    }
    return value
}

/// A number from 0 to 1.
func probability(_ text: String) throws -> Double {
    guard let value = Double(text), (0...1).contains(value) else {
        throw ValidationError("Give a number from 0 to 1.")
    }
    return value
}

/// A number above 0, and at most 1.
func positiveProbability(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value <= 1 else {
        throw ValidationError("Give a number above 0, and at most 1.")
    }
    return value
}

extension Precision: ExpressibleByArgument {}

/// The precisions that a model can be trained in.
enum TrainingPrecision: String, CaseIterable, ExpressibleByArgument {
    case float32, bfloat16
}

extension TrainingPrecision? {
    /// The precision asked for, or the fastest.
    ///
    /// - Throws: `CalqueError` when the processor cannot compute in it.
    func resolved() throws -> Precision {
        try self.flatMap { Precision(rawValue: $0.rawValue) }?.resolved() ?? .fastest
    }
}

extension Precision {
    /// Itself.
    ///
    /// - Throws: `CalqueError` when the processor cannot compute in it.
    func resolved() throws -> Precision {
        guard isSupported else {
            throw CalqueError(
                "This processor cannot compute in \(rawValue). Use float32.", kind: .unsupported)
        }
        return self
    }
}

extension WeightType: ExpressibleByArgument {}
extension ModelSize: ExpressibleByArgument {}
extension LineReading: ExpressibleByArgument {}
extension NeuralTuringController: ExpressibleByArgument {}
extension StoppingRule: ExpressibleByArgument {}
extension BLEU.Tokenizer: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

extension String {
    /// The file that a path on the command line names to be written: standard output for `-`.
    var outputURL: URL { self == "-" ? URL(fileURLWithPath: "/dev/stdout") : fileURL }
}

extension ArgumentHelp {
    /// The help with the option's default at its end, which ArgumentParser leaves out where values
    /// are checked.
    func withDefault(_ value: some CustomStringConvertible) -> ArgumentHelp {
        var help = self
        help.abstract += " (default: \(value))"
        return help
    }
}
