import Basics
import Models
import Tensors
import Text

/// What a search did with a sentence, written down.
package struct RecordedSearch: Sendable {
    /// The translations, best first.
    package let results: [SearchResult]
    /// All that was taken, and the best of what was passed over: see ``SearchRecord``.
    package let nodes: [SearchRecord.Node]
    /// What the search would say of the reference, where there is one.
    package let reference: GivenTranslation?
}

extension Translator {
    /// Searches for translations of a sentence, in turns with what is translated, and tells how.
    ///
    /// - Parameters:
    ///   - source: The sentence's token ids, the end token's last.
    ///   - options: How to search.
    ///   - breadth: How many continuations of a step are written down, at least.
    ///   - reference: The token ids of a translation to be looked for, the end token's last; none
    ///     for no such.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a side is
    ///   empty or too long, or the model's numbers are not finite; `CancellationError` when the
    ///   task is cancelled.
    package func recordedSearch(
        of source: [Int32], _ options: SearchOptions, breadth: Int, reference: [Int32] = []
    ) async throws -> RecordedSearch {
        try options.validate(for: model)
        try model.requireFittingSource(source, 0)
        if !reference.isEmpty {
            try model.requireFitting(EncodedPair(source: source, target: reference), 0)
        }
        let options = tokenTranslator.withoutUnknown(options)
        let work = BatchWork(
            RecordName(options: options, breadth: breadth), limits: BatchLimits(sentences: 1),
            length: \ReferredSentence.sentence.source.count
        ) { [model] sentences, context in
            sentences.map {
                $0.recordedSearch(options, breadth: breadth, by: model, context)
            }
        }
        let sentence = ReferredSentence(
            sentence: SearchSentence(source: source, place: .init(line: 0)), reference: reference)
        let found = try await tokenTranslator.queue.submit([sentence], to: work).value[0]
        guard !found.results.contains(where: \.logProbability.isNaN) else {
            throw CalqueError.notFinite("translates the sentence")
        }
        return found
    }
}

/// What tells a recorded search from other work.
private struct RecordName: Hashable {
    let options: SearchOptions
    let breadth: Int
}

/// A sentence and a translation to be looked for.
private struct ReferredSentence: Sendable {
    let sentence: SearchSentence
    let reference: [Int32]

    func recordedSearch(
        _ options: SearchOptions, breadth: Int, by model: some TranslationModel, _ context: Context
    ) -> RecordedSearch {
        let record = SearchRecord(
            start: model.specialTokens.start, breadth: breadth, reference: reference)
        let batch = SearchBatch(
            [sentence], padding: model.specialTokens.padding,
            for: context.precision)
        let results = options.recordingSearch.translations(
            of: batch, with: model, record: record, context)
        let given =
            reference.isEmpty
            ? nil : GivenTranslation(reference, of: sentence, by: model, options, context)
        return RecordedSearch(results: results[0], nodes: record.nodes, reference: given)
    }
}
