import CalqueKit

extension [EncodedPair] {
    /// Reads two files whose lines translate each other.
    ///
    /// - Throws: `CalqueError` when one cannot be read, or one has more lines than the other.
    init(source: String, target: String, _ tokenizer: TranslationTokenizer) throws {
        let reader = try ParallelCorpus(source: source.fileURL, target: target.fileURL).makeReader()
        self.init()
        while let line = try reader.next() {
            append(EncodedPair(source: line.source ?? "", target: line.target ?? "", tokenizer))
        }
    }
}
