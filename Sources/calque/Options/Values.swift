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

let anyNumber = number("") { _ in true }
let positiveNumber = number(" above 0") { $0 > 0 }
let nonNegativeNumber = number(" of at least 0") { $0 >= 0 }
let positiveProbability = number(" above 0, and at most 1") { $0 > 0 && $0 <= 1 }

private func number(
    _ range: String, _ isInRange: @escaping @Sendable (Double) -> Bool
) -> @Sendable (String) throws -> Double {
    { text in
        guard let value = Double(text), value.isFinite, isInRange(value) else {
            throw ValidationError("Give a number\(range).")
        }
        return value
    }
}

extension InputRounding: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension AttentionSite: ExpressibleByArgument {}
extension AttentionRecord.Stack: ExpressibleByArgument {}
extension EmbeddingUse: ExpressibleByArgument {}
extension CountedKeys: ExpressibleByArgument {}
extension HeadMeasure: ExpressibleByArgument {}
extension HeadSimilarity: ExpressibleByArgument {}
extension SinusoidArrangement: ExpressibleByArgument {}
extension WeightType: ExpressibleByArgument {}
extension ModelSize: ExpressibleByArgument {}
extension DocumentReading.Lines: ExpressibleByArgument {}
extension NeuralTuringController: ExpressibleByArgument {}
extension StoppingRule: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension Alignment: ExpressibleByArgument {}
extension PairedTest.Method: ExpressibleByArgument {}

extension String {
    /// The file that a path on the command line names to be written: standard output for `-`.
    var outputURL: URL { self == "-" ? URL(fileURLWithPath: "/dev/stdout") : fileURL }

    /// The folder that a path on the command line names.
    var folderURL: URL { URL(fileURLWithPath: self, isDirectory: true) }
}

extension ArgumentHelp {
    /// The help of an option whose value is called `name`.
    static func value(
        _ name: String, _ text: String, default value: (any CustomStringConvertible)? = nil
    ) -> ArgumentHelp {
        let help = ArgumentHelp(text, valueName: name)
        return value.map { help.withDefault($0) } ?? help
    }

    /// The help with the option's default at its end, which ArgumentParser leaves out where values
    /// are checked.
    func withDefault(_ value: some CustomStringConvertible) -> ArgumentHelp {
        var help = self
        help.abstract += " (default: \(value))"
        return help
    }
}

/// How a command prints what it found out.
struct ReportFormat: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    /// Prints a report, as JSON or as text.
    func print(_ report: some Encodable, _ text: @autoclosure () -> String) throws {
        try StandardOutput.write(json ? JSONText.line(report) : text())
    }
}
