/// Two translations, as the page's script reads them.
struct ContrastData: Encodable, Sendable {
    struct Translation: Encodable, Sendable {
        let words: [String]
        /// The sum over each word's tokens of log P, in nats.
        let logProbabilities: [Double]
        /// The places of the words that the other translation does not have.
        let differingWords: [Int]
        let logProbability: Double

        init(_ translation: InspectedContrast.Translation) {
            words = translation.text.words.map(\.text)
            logProbabilities = translation.text.words.map {
                translation.tokenLogProbabilities[$0.pieces].reduce(0, +)
            }
            differingWords = translation.differingWords
            logProbability = translation.logProbability
        }
    }

    let first: Translation
    let second: Translation
    /// In nats. `[source words]`
    let gradientTimesInput: [Double]
    let occlusion: [Double]
    let difference: Double

    init(_ contrast: InspectedContrast) {
        first = Translation(contrast.first)
        second = Translation(contrast.second)
        gradientTimesInput = contrast.gradientTimesInput.raw
        occlusion = contrast.occlusion.raw
        difference = contrast.difference
    }
}
