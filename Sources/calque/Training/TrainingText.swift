import CalqueKit

extension ParallelCorpus {
    /// The corpus to validate with: as it is, but for pairs that the model cannot take, and a
    /// word on these.
    ///
    /// - Parameter maximumLength: The positions of the model.
    /// - Throws: `CalqueError` when a file cannot be read or nothing is left.
    func heldOutPairs(
        _ tokenizer: TranslationTokenizer, maximumLength: Int
    ) throws -> HeldOutPairs {
        let (pairs, report) = try HeldOutPairs.read(self, tokenizer, maximumLength: maximumLength)
        StandardError.writeLine("validation text: \(report)")
        return pairs
    }
}
