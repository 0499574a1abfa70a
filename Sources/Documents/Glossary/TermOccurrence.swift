import Basics
import Text

/// A term as it stands in a line.
struct TermOccurrence {
    /// How it is written.
    private enum Case {
        case asUsual, capital, capitals
    }

    /// The words.
    let text: String
    private let writing: Case

    /// - Parameters:
    ///   - range: The places of its scalars.
    ///   - line: The line.
    init(_ range: Range<Int>, in line: [Unicode.Scalar]) {
        text = String(line[range])
        let letters = line[range].filter { $0.properties.isUppercase || $0.properties.isLowercase }
        if letters.count > 1, letters.allSatisfy(\.properties.isUppercase) {
            writing = .capitals
        } else if letters.first?.properties.isUppercase == true,
            !Self.beginsSentence(range.lowerBound, line)
        {
            writing = .capital
        } else {
            // The capital of a sentence's first word is the sentence's: the search knows where it
            // begins.
            writing = .asUsual
        }
    }

    /// A translation of the term, written as it is.
    ///
    /// - Parameter source: The term as the glossary has it: what is written as there, its translation
    ///   is, too.
    func adapted(_ translation: String, from source: String) -> String {
        switch writing {
        case .asUsual: return translation
        case .capitals: return source == text ? translation : translation.uppercased()
        case .capital:
            guard source.unicodeScalars.first?.properties.isLowercase == true,
                let first = translation.unicodeScalars.first
            else { return translation }
            return first.properties.titlecaseMapping
                + String(translation.unicodeScalars.dropFirst())
        }
    }

    /// Whether nothing but signs stands between a place and the beginning of its sentence.
    private static func beginsSentence(_ place: Int, _ line: [Unicode.Scalar]) -> Bool {
        for scalar in line[..<place].reversed() {
            if scalar.endsSentences { return true }
            if scalar.isOfWord { return false }
        }
        return true
    }
}
