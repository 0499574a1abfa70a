/// Text in capitals, which a model translates far better as a sentence: its vocabulary knows words
/// in capitals letter by letter, and the translation is in capitals again afterwards.
enum CapitalText {
    /// The letters that a word has at least that is no abbreviation.
    private static let longWord = 4

    /// Whether a text has words, and all of them are in capitals.
    ///
    /// - Parameter isMark: Tells what is no letter of the text.
    static func isCapital(_ text: String, isMark: (Unicode.Scalar) -> Bool) -> Bool {
        // As most texts have.
        let small = UInt8(ascii: "a")...UInt8(ascii: "z")
        if text.utf8.contains(where: small.contains) { return false }
        let words = text.unicodeScalars.split { !$0.properties.isAlphabetic || isMark($0) }
        guard words.count > 1, words.contains(where: { $0.count >= longWord }) else {
            return false
        }
        return words.allSatisfy { word in
            word.allSatisfy { $0.properties.isUppercase || !$0.properties.isCased }
        } && words.contains { $0.count >= longWord && $0.contains { $0.properties.isUppercase } }
    }

    /// The text as a sentence: capitals at the beginning of sentences only. It has as many scalars.
    static func sentence(_ text: String) -> String {
        var begins = true
        return String(
            text.unicodeScalars.map { scalar in
                guard scalar.properties.isCased else {
                    if ".!?".unicodeScalars.contains(scalar) { begins = true }
                    return scalar
                }
                defer { begins = false }
                let lower = scalar.properties.lowercaseMapping.unicodeScalars
                guard !begins, lower.count == 1, let first = lower.first else { return scalar }
                return first
            })
    }
}

extension AlignedText {
    /// The translation in capitals again.
    mutating func capitalize() {
        replaceEach { Array($0.properties.uppercaseMapping.unicodeScalars) }
    }
}
