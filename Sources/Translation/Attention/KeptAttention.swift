import Layers
import Models

/// What the translations of a batch look at while a search makes them, so that no second pass of the
/// model has to find out. The search has one hypothesis for every sentence.
final class KeptAttention {
    private let sources: [Int]
    private let selection: AttentionSelection
    private let standard: AttentionSelection
    /// The attention of every sentence, `[target tokens][source tokens]`; nil where it is not wanted.
    private(set) var attention: [Result<[[Float]], any Error>?]

    /// Nothing yet.
    ///
    /// - Parameters:
    ///   - requests: The batch.
    ///   - selection: Which attention.
    ///   - model: The model that translates.
    init(
        of requests: [SentenceRequest], _ selection: AttentionSelection,
        in model: some TranslationModel
    ) {
        self.selection = selection
        sources = requests.map(\.sentence.source.count)
        standard = model.resolved(.init())
        attention = requests.map { $0.attention == .none ? nil : .success([]) }
    }

    /// Adds what a step looked at.
    ///
    /// - Parameters:
    ///   - record: What the step wrote down.
    ///   - sentences: The sentence of every row of it.
    func append(_ record: AttentionRecord, of sentences: [Int]) {
        for (row, sentence) in sentences.enumerated() {
            guard case .success(var rows) = attention[sentence] else { continue }
            attention[sentence] = nil
            attention[sentence] = Result {
                rows += try PairAttention(
                    layers: record.layers, sentence: row, keys: sources[sentence],
                    standard: standard
                ).weights(selection)
                return rows
            }
        }
    }
}
