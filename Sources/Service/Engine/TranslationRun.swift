import CalqueKit
import Foundation

/// The way of one request: the models that it translates with, which it holds, and how.
struct TranslationRun: Sendable {
    /// The models, one for each step.
    let models: [LoadedModel]
    /// The way.
    let path: LanguageRoutes.Path
    /// How the last model searches.
    let options: SearchOptions
    /// The terms whose translations are asked for.
    var glossary: EngineGlossary?
    /// What of texts is protected.
    var rules = ProtectionRules()
    /// Whether translations say which parts go together.
    var wantsAlignment = false

    /// What translates lines, all the way.
    private var lines: any LineTranslating {
        let steps = zip(models, path.steps).map { model, step -> any LineTranslating in
            guard let token = step.languageToken else { return model.translator }
            return LanguageTokenLines(lines: model.translator, token: token)
        }
        guard steps.count > 1 else { return steps[0] }
        var pivot = PivotTranslator(steps[0], steps[1])
        pivot.firstOptions = models[0].searchOptions
        return pivot
    }

    /// Translates segments.
    ///
    /// - Parameters:
    ///   - prefixes: What the translation of every segment begins with.
    func translate(
        _ contents: [InlineContent], prefixes: [String]
    ) async throws -> [SegmentTranslation] {
        var translator = SegmentTranslator(lines)
        translator.options = options
        translator.rules = rules
        translator.wantsAlignment = wantsAlignment
        translator.glossary = glossary?.glossary
        return try await translator.translate(contents, prefixes: prefixes)
    }

    /// What a cache knows a segment by; nil for one that is not kept.
    func key(_ content: InlineContent, prefix: String) -> TranslationCache.Key? {
        guard content.codes.isEmpty, !content.isSingular, glossary?.isKept != false,
            rules == ProtectionRules()
        else { return nil }
        return TranslationCache.Key(
            text: content.text, models: models.map(\.identity),
            languageTokens: path.steps.map(\.languageToken), options: options, prefix: prefix,
            glossary: glossary, hasAlignment: wantsAlignment)
    }
}
