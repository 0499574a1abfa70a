import Basics
import Models
import Text

extension Translator {
    /// The words that a translation most probably goes on with at a place, each with the translation
    /// that follows when it is chosen; the most probable first.
    ///
    /// Each word begins with one of the most probable tokens and is completed by the most probable
    /// ones. It is alone in that: no beam weighs it against what comes after it.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - prefix: What its translation begins with, in whole words. In a line of several sentences,
    ///     the one goes on in which it ends (``TranslationRequest/targetPrefix``).
    ///   - count: How many words are wanted; there may be fewer.
    ///   - options: How to search for the rest.
    /// - Throws: `CalqueError` when an option is out of range, or the prefix is longer than the longest
    ///   translation; `CancellationError` when the task is cancelled.
    public func continuations(
        of line: String, after prefix: String, count: Int, _ options: SearchOptions = .init()
    ) async throws -> [Continuation] {
        try options.validate(for: model)
        let prefix = prefix.withoutSpaceAtEnd
        let encoded = try encode(TranslationRequest(line, targetPrefix: prefix), number: 0, options)
        guard count > 0, let place = encoded.parts.firstIndex(where: { !$0.sentence.isGiven })
        else { return [] }
        var sentence = encoded.parts[place].sentence
        let own = encoded.parts[place].prefix?.text ?? ""
        sentence.targetPrefix = own.isBlank ? [] : tokenizer.encodeTarget(own).dropLast()
        sentence.completion = nil
        sentence.ranksRestAlone = true
        let words = try await nextWords(of: sentence, count: count, options)
        let lines = words.map { word in
            var line = encoded
            line.parts[place].sentence = sentence
            line.parts[place].sentence.targetPrefix += word.tokens
            return line
        }
        let translations = try await submit(lines, options).value
        return zip(words, translations).map { word, translation in
            Continuation(
                word: tokenizer.decodeTarget(word.tokens), logProbability: word.logProbability,
                translation: translation)
        }
    }

    /// The most probable words after a sentence's target prefix.
    private func nextWords(
        of sentence: SearchSentence, count: Int, _ options: SearchOptions
    ) async throws -> [NextWords.Word] {
        let options = tokenTranslator.withoutUnknown(options).adapted(to: model)
        let room =
            options.maximumLength(
                sourceCount: sentence.source.count, modelMaximum: model.maximumLength)
            - sentence.targetPrefix.count
        guard room > 0 else { return [] }
        let words = NextWords(
            sentence, count: count, room: room, options: options, marks: wordMarks.value,
            space: tokenizer.target.vocabulary.id(of: SentencePieceModel.space))
        let model = self.model
        return try await onWorker(tokenCount: sentence.source.count) { words(model, $0) }
    }
}

extension String {
    /// The text without white space at its end.
    var withoutSpaceAtEnd: String {
        var scalars = unicodeScalars
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(scalars)
    }
}
