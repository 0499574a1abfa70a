import Basics
import Tensors

/// What `calque benchmark decoding` prints.
package struct DecodingSpeed: Encodable {
    let system = "calque"
    let processor = Processor.current.description
    let type: String
    let workers: Int
    let beam: Int
    let batch: Int
    let sentences: Int
    /// Whether the tokenizers' time counts, too.
    let isOfText: Bool
    /// Words of the source, as spaces divide it; nil where its tokens were cut anew.
    let sourceWords: Int?
    let targetTokens: Int
    let seconds: Double
    let sourceWordsPerSecond: Double?
    let tokensPerSecond: Double
    let sentencesPerSecond: Double
    /// Median seconds of a sentence, when sentences were translated one by one.
    let medianLatency: Double?
    /// Operations a second of products that do nothing else, all workers together.
    let productRate: Double
    /// The time that the products with weights would take at that rate, over the time taken.
    let shareOfArithmeticLimit: Double
    let loadSeconds: Double
    /// The most memory the process had, in bytes.
    let peakMemoryBytes: Int

    private enum CodingKeys: String, CodingKey {
        case system, processor, type, workers, beam, batch, sentences, seconds
        case isOfText = "text"
        case sourceWords = "source_words"
        case sourceWordsPerSecond = "source_words_per_second"
        case targetTokens = "target_tokens"
        case tokensPerSecond = "tokens_per_second"
        case sentencesPerSecond = "sentences_per_second"
        case medianLatency = "median_latency_seconds"
        case productRate = "product_operations_per_second"
        case shareOfArithmeticLimit = "share_of_arithmetic_limit"
        case loadSeconds = "load_seconds"
        case peakMemoryBytes = "peak_memory_bytes"
    }

    /// - Parameter workers: Those that translated.
    init(
        type: String, workers: Int, _ settings: DecodingSettings, batch: Int,
        run: DecodingBenchmark.Run,
        sourceWords: Int?, loadSeconds: Double, productRate: Double, peakMemory: Int
    ) {
        self.type = type
        self.workers = workers
        beam = settings.beam
        self.batch = batch
        isOfText = settings.isOfText
        self.sourceWords = sourceWords
        sourceWordsPerSecond = sourceWords.map { Double($0) / run.seconds }
        sentences = run.sentences
        targetTokens = run.tokens
        seconds = run.seconds
        tokensPerSecond = Double(run.tokens) / run.seconds
        sentencesPerSecond = Double(run.sentences) / run.seconds
        medianLatency = run.medianLatency
        self.productRate = productRate
        shareOfArithmeticLimit = run.operations / productRate / run.seconds
        self.loadSeconds = loadSeconds
        peakMemoryBytes = peakMemory
    }

    /// The same for people.
    package var text: String {
        let latency = medianLatency.map { ", median \(($0 * 1000).fixed(1)) ms a sentence" } ?? ""
        let words = sourceWordsPerSecond.map { "\($0.abbreviated) source words/s, " } ?? ""
        return """
            \(type), \(workers) workers, beam \(beam), batch \(batch): \(sentences.grouped) \
            sentences, \(targetTokens.grouped) tokens in \(seconds.fixed(2)) s
              \(words)\(tokensPerSecond.abbreviated) target tokens/s, \(sentencesPerSecond.fixed(1)) \
            sentences/s\(latency)
              \((shareOfArithmeticLimit * 100).fixed(1)) % of the arithmetic limit (products: \
            \(productRate.abbreviated)OP/s)
              loaded in \(loadSeconds.fixed(3)) s; \(Double(peakMemoryBytes).abbreviated)B of memory \
            at most

            """
    }
}
