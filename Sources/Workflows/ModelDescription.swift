import Basics
package import Models
package import Text

/// What a model consists of, in words.
package struct ModelDescription {
    private let model: any SequenceToSequenceModel
    private let tokenizer: TranslationTokenizer

    package init(_ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer) {
        self.model = model
        self.tokenizer = tokenizer
    }

    /// A line for every property.
    package var text: String {
        let lines =
            model.configuration.properties + [
                ("embeddings", embeddings),
                ("longest sentence", "\(model.maximumLength) tokens"),
                ("parameters", model.parameters.trainableCount.grouped),
                ("vocabulary", vocabulary),
                ("languages", languages),
            ]
        return table(lines + shortlist + damage)
    }

    private var shortlist: [(name: String, value: String)] {
        guard let lists = model.shortlist?.lists else { return [] }
        return [
            (
                "shortlist",
                "\(lists.frequentCount.grouped) frequent target tokens, and up to "
                    + "\(lists.bestCount.grouped) for a source token"
            )
        ]
    }

    private var damage: [(name: String, value: String)] {
        model.parameters.nonFinite.map { parameter in
            ("damaged", "\(parameter.name): \(parameter.count.grouped) numbers NaN or infinite")
        }
    }

    /// A line for every parameter: name, shape, numbers.
    package var parameterText: String {
        table(
            model.parameters.entries.map { entry in
                let shape = entry.parameter.shape.map(String.init).joined(separator: " × ")
                return (entry.name, "\(shape)  \(entry.parameter.count.grouped)")
            })
    }

    private func table(_ lines: [(name: String, value: String)]) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            line.name + String(repeating: " ", count: width - line.name.count + 2) + line.value
                + "\n"
        }.joined()
    }

    private var embeddings: String {
        let configuration = model.configuration.embeddings
        if configuration.isShared { return "one for source, target and output" }
        return configuration.tiesOutput
            ? "one for the source, one for target and output"
            : "one each for source, target and output"
    }

    private var vocabulary: String {
        let (source, target) = (tokenizer.source.vocabulary, tokenizer.target.vocabulary)
        return tokenizer.sharesVocabulary
            ? "\(source.count.grouped) tokens, shared"
            : "\(source.count.grouped) source tokens, \(target.count.grouped) target tokens"
    }

    private static let howToTell =
        "not said: write \"source_lang\" and \"target_lang\" into tokenizer_config.json"

    private var languages: String {
        let settings = tokenizer.settings
        let tokens = tokenizer.source.vocabulary.languageTokens
        let chosen = tokens.isEmpty ? nil : "chosen by \(tokens.joined(separator: " "))"
        guard settings.languagePairs.isEmpty else {
            return settings.languagePairs.map { $0.replacing("-", with: " → ", maxReplacements: 1) }
                .joined(separator: ", ")
        }
        let pair = [settings.sourceLanguage, settings.targetLanguage]
        guard pair.contains(where: { $0 != nil }) else {
            return [chosen, Self.howToTell].compactMap { $0 }.joined(separator: "; ")
        }
        return [pair.map { $0 ?? "?" }.joined(separator: " → "), chosen].compactMap { $0 }
            .joined(separator: ", ")
    }
}
