import Text

/// A language that a service translates from or into.
package struct ServedLanguage: Sendable, Equatable {
    /// What it can be translated into.
    package struct Target: Sendable, Equatable {
        package let code: String
        /// The language in between, where no model goes the whole way.
        package let via: String?

        /// A language that can be translated into.
        package init(code: String, via: String? = nil) {
            self.code = code
            self.via = via
        }
    }

    /// Its code, as LibreTranslate has it: `en`, `pt-BR`, `zh-Hans`.
    package let code: String
    /// Its name in English.
    package let name: String
    /// What it can be translated into; it is one of them itself.
    package let targets: [Target]

    /// A language that can be translated from or into.
    package init(code: String, name: String, targets: [Target]) {
        self.code = code
        self.name = name
        self.targets = targets
    }

    /// What asks for the language to be found out.
    static let automatic = "auto"

    /// Whether something is translated from it into another language.
    var isTranslated: Bool { targets.contains { $0.code != code } }
}

extension [ServedLanguage] {
    /// The language of a code, in whatever form the code is; nil where there is none.
    func served(_ code: String) -> ServedLanguage? {
        let code = LanguageCode.canonical(code)
        return first { $0.code == code }
    }
}

/// A guess at a text's language.
package struct DetectedLanguage: Sendable, Equatable {
    package let code: String
    /// From 0 to 100.
    package let confidence: Double

    /// A guess.
    package init(code: String, confidence: Double) {
        self.code = code
        self.confidence = confidence
    }
}

/// A model of an engine.
package struct EngineModel: Sendable, Equatable {
    /// The name of its folder, without the folders above it.
    package let name: String
    /// From which languages into which it translates.
    package let pairs: [LanguagePair]
    /// Whether it is in memory.
    package let isLoaded: Bool

    /// A model.
    package init(name: String, pairs: [LanguagePair], isLoaded: Bool) {
        self.name = name
        self.pairs = pairs
        self.isLoaded = isLoaded
    }
}
