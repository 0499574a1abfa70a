package import Documents
package import Translation

/// What the routes of a service ask of whatever translates for it.
package protocol TranslationEngine: Sendable {
    /// The languages that can be translated from or into, each with those that it can be translated
    /// into.
    func languages() async -> [ServedLanguage]

    /// Translates texts.
    ///
    /// - Throws: ``EngineProblem``, or `CalqueError` where an option is wrong; `CancellationError`
    ///   when the task is cancelled.
    func translate(_ request: EngineRequest) async throws -> EngineAnswer

    /// Translates a document.
    ///
    /// - Throws: As ``translate(_:)``, and `CalqueError` where the document cannot be read.
    func translate(_ document: EngineDocument) async throws -> EngineDocumentAnswer

    /// The languages that a text may be in, the likeliest first; none where nobody can say.
    func detect(_ text: String) async -> [DetectedLanguage]

    /// Whether requests can be answered now.
    var isReady: Bool { get async }

    /// Reads its models again, without a request lost.
    func reload() async
}

/// A language that a service translates from.
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
    package let targets: [Target]

    /// A language that can be translated from.
    package init(code: String, name: String, targets: [Target]) {
        self.code = code
        self.name = name
        self.targets = targets
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

/// Texts to translate.
package struct EngineRequest: Sendable {
    /// What texts are written in.
    package enum Format: String, Sendable {
        case text, html
    }

    package var texts: [String]
    /// nil for what is detected.
    package var source: String?
    package var target: String
    package var format = Format.text
    /// How many further translations of every text are wanted.
    package var alternatives = 0
    /// How to search; nil for what the model's folder says.
    package var options: SearchOptions?
    /// Terms with the translations that are asked for.
    package var glossary: [(term: String, translation: String)] = []
    /// What the translation of every text begins with; none, or one for each.
    package var targetPrefixes: [String] = []
    /// Whether translations are to say which parts go together.
    package var wantsAlignment = false
    /// Who asks: requests of one client take turns with those of others as one.
    package var client = ""
    /// Takes the translation of every text as soon as it is there, with its place; on any thread.
    package var onTranslation: (@Sendable (Int, EngineTranslation) -> Void)?
}

/// What became of texts.
package struct EngineAnswer: Sendable {
    /// What the texts are written in: what was asked for, or the best guess.
    package let source: String
    package let target: String
    /// The guess, where no source was given.
    package let detected: DetectedLanguage?
    /// The language in between, if there was one.
    package let via: String?
    /// One for every text, in order.
    package let translations: [EngineTranslation]

    /// What became of texts.
    package init(
        source: String, target: String, detected: DetectedLanguage? = nil, via: String? = nil,
        translations: [EngineTranslation]
    ) {
        self.source = source
        self.target = target
        self.detected = detected
        self.via = via
        self.translations = translations
    }
}

/// What became of a text.
package struct EngineTranslation: Sendable {
    package let text: String
    package let alternatives: [String]
    /// The parts of the text that were translated each by itself: lines, paragraphs.
    package let segments: [SegmentTranslation]
    package let warnings: [String]

    /// What became of a text.
    package init(
        text: String, alternatives: [String] = [], segments: [SegmentTranslation] = [],
        warnings: [String] = []
    ) {
        self.text = text
        self.alternatives = alternatives
        self.segments = segments
        self.warnings = warnings
    }
}

/// A document to translate.
package struct EngineDocument: Sendable {
    package var bytes: [UInt8]
    /// Its name, without a folder.
    package var name: String
    package var format: DocumentFormat
    /// nil for what is detected.
    package var source: String?
    package var target: String
    /// Who asks.
    package var client = ""
    /// Takes how much is done; on any thread.
    package var onProgress: (@Sendable (TranslationProgress) -> Void)?

    /// A document that is to be translated.
    package init(
        bytes: [UInt8], name: String, format: DocumentFormat, source: String?, target: String,
        client: String = ""
    ) {
        self.bytes = bytes
        self.name = name
        self.format = format
        self.source = source
        self.target = target
        self.client = client
    }
}

/// What became of a document.
package struct EngineDocumentAnswer: Sendable {
    package let bytes: [UInt8]
    package let source: String
    package let warnings: [String]

    /// What became of a document.
    package init(bytes: [UInt8], source: String, warnings: [String] = []) {
        self.bytes = bytes
        self.source = source
        self.warnings = warnings
    }
}

/// Why an engine does not translate.
package enum EngineProblem: Error, Equatable {
    /// There is no such language.
    case unknownLanguage(String)
    /// There is no way from a language to another.
    case noPair(source: String, target: String)
    /// Too much waits.
    case busy(retryAfterSeconds: Int)
    /// It took too long.
    case late
    /// The model cannot be loaded; the sentence is for the operator's log.
    case broken(String)
}
