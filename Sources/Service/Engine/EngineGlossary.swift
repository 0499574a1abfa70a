import Basics
package import CalqueKit
package import Foundation

/// A file of terms that a service uses for every translation from a language into another.
package struct ServedGlossary: Sendable, Equatable {
    /// The languages.
    package let pair: LanguagePair
    /// The file: see `Glossary.init(reading:sourceLanguage:)`.
    package let file: URL

    /// Reads `en-pt=terms.tsv`.
    package init?(parsing text: String) {
        guard let equals = text.firstIndex(of: "="),
            let pair = LanguagePair(parsing: String(text[..<equals]))
        else { return nil }
        let path = text[text.index(after: equals)...]
        guard !path.isEmpty else { return nil }
        self.pair = pair
        file = URL(fileURLWithPath: String(path))
    }
}

/// A glossary that a cache can tell from others, by all of its terms.
package final class EngineGlossary: Hashable, Sendable {
    /// The terms.
    package let glossary: Glossary
    private let isServed: Bool
    private let hash: Int

    /// The most terms of a request that a cache holds with what was translated with them.
    private static let mostKept = 200

    /// A glossary.
    ///
    /// - Parameter isServed: Whether it is the service's own, of which there is one for all.
    package init(_ glossary: Glossary, isServed: Bool = false) {
        self.glossary = glossary
        self.isServed = isServed
        hash = glossary.terms.hashValue
    }

    /// Whether a cache may hold it: of those that come with requests, small ones alone.
    var isKept: Bool { isServed || glossary.terms.count <= Self.mostKept && size < 1 << 14 }

    private var size: Int {
        glossary.terms.reduce(0) { sum, term in
            sum + term.source.utf8.count + term.targets.reduce(0) { $0 + $1.utf8.count }
        }
    }

    /// Two are equal that have the same terms.
    package static func == (first: EngineGlossary, second: EngineGlossary) -> Bool {
        first === second || first.hash == second.hash && first.glossary == second.glossary
    }

    /// Adds what all equal ones have.
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension EngineGlossary {
    /// The service's own glossaries.
    ///
    /// - Parameters:
    ///   - files: The files; those of one pair are joined.
    ///   - routes: The ways that they may be used on.
    /// - Throws: `CalqueError` when a file is none, or no model translates its pair.
    static func served(
        _ files: [ServedGlossary], on routes: LanguageRoutes
    ) throws -> [LanguagePair: EngineGlossary] {
        var terms: [LanguagePair: [Glossary.Term]] = [:]
        for file in files {
            guard let source = routes.served(file.pair.source),
                let target = routes.served(file.pair.target),
                routes.path(from: source, to: target) != nil
            else {
                throw CalqueError(
                    """
                    \(file.file.path) is a glossary for \(file.pair), and \
                    no model goes that way. Leave it out, or give the languages of a model.
                    """, kind: .configuration)
            }
            terms[LanguagePair(source: source, target: target), default: []] +=
                try Glossary(reading: TextFile(url: file.file)).terms
        }
        return Dictionary(
            uniqueKeysWithValues: terms.map { pair, terms in
                (pair, EngineGlossary(Glossary(terms, sourceLanguage: pair.source), isServed: true))
            })
    }
}
