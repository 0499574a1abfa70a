import Basics
import Foundation
import Models

/// The `config*.yml` of a folder of Bergamot's: options of Marian's decoder.
struct BergamotConfiguration {
    let options: YAMLOptions

    init(_ url: URL) throws {
        let file = try MappedFile(url: url, upTo: BoundedYAML.limit, kind: .model)
        options = try YAMLOptions(file.bytes, path: file.path, subject: "its options")
        withExtendedLifetime(file) {}
    }

    /// The file of the one model.
    func model() throws -> String {
        let names = options["models"] ?? []
        guard names.count == 1, !names[0].isEmpty else {
            throw options.error("models", "the name of one file")
        }
        return names[0]
    }

    /// The files of the vocabularies; where there is one name, it is that of both.
    func vocabularies() throws -> (source: String, target: String) {
        let names = options["vocabs"] ?? []
        guard (1...2).contains(names.count), names.allSatisfy({ !$0.isEmpty }) else {
            throw options.error("vocabs", "the names of the source's and the target's vocabulary")
        }
        return (names[0], names[names.count - 1])
    }

    /// The file of the shortlist, which the first word names; nil if there is none. (Others say
    /// whether Marian is to check the file; it is checked.)
    func shortlist() throws -> String? {
        guard let names = options["shortlist"], let name = names.first else { return nil }
        return name.isEmpty || name == "false" ? nil : name
    }
}

/// How a model of Bergamot's is meant to be used. What is nil is left to whoever uses it.
package struct BergamotSettings: Equatable, Sendable {
    /// The hypotheses that a beam keeps (`beam-size`).
    package var beamSize: Int?
    /// The exponent of the length that scores are divided by (`normalize`).
    package var lengthExponent: Double?
    /// What is taken from a score for each token (`word-penalty`).
    package var wordPenalty: Double?
    /// The most tokens of a translation for each of the source (`max-length-factor`).
    package var maximumLengthFactor: Double?
    /// The type of the products, as Marian calls it: `int8shiftAlphaAll`, say (`gemm-precision`).
    package var productType: String?

    /// Whether inputs of products are to be rounded with the multipliers that the model has for
    /// them, and not each with its own.
    package var usesInputMultipliers: Bool { productType?.contains("Alpha") == true }

    init() {}

    init(_ options: YAMLOptions) throws {
        if options["beam-size"] != nil {
            beamSize = try options.size("beam-size", upTo: GenerationSettings.beamSizes.upperBound)
        }
        lengthExponent = try options.number(
            "normalize", in: 0...GenerationSettings.lengthPenalties.upperBound)
        wordPenalty = try options.number("word-penalty", in: -1e6...1e6)
        maximumLengthFactor = try options.number("max-length-factor", in: 0...1e6)
        productType = options["gemm-precision"]?.first
    }
}
