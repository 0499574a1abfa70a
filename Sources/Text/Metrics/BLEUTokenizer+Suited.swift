extension BLEU.Tokenizer {
    /// The tokenizer that suits a text: sacreBLEU's default where spaces part the words, and
    /// characters where they hardly do.
    ///
    /// BLEU counts sequences of up to four words. A line of Chinese, Japanese, Thai, Lao, Khmer or
    /// Burmese is a word or a few, and so is an entry of a word list: nearly all of their sequences
    /// would be missing, and the score would stay at 0 however good the translations are. What counts
    /// is the spaces that the text has, not its language: Chinese that was cut into words has them.
    public static func suited(to references: some Sequence<String>) -> Self {
        var lines = 0
        var longLines = 0
        var words = 0
        var scalars = 0
        for reference in references {
            let parts = Array(reference.unicodeScalars)[...].splitAtWhitespace()
            guard !parts.isEmpty else { continue }
            lines += 1
            longLines += parts.count >= BLEU.order ? 1 : 0
            words += parts.count
            scalars += parts.reduce(0) { $0 + $1.count }
        }
        let isSpaced = 2 * longLines >= lines && scalars <= longestMeanWord * words
        return isSpaced ? .thirteenA : .characters
    }

    /// Words of a running text have 5 to 9 characters on average in languages that part them; what
    /// stands between two spaces of the others has more than this.
    private static let longestMeanWord = 12
}
