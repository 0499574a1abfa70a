/// What is counted in one side of a pair, in one pass over it.
struct SideFeatures {
    /// What white space separates; of scripts without spaces, half the letters if that is more.
    var words = 0
    /// Words with a letter.
    var wordsWithLetters = 0
    /// Characters that are not spaces.
    var characters = 0
    var letters = 0
    var casedLetters = 0
    var capitals = 0
    /// Letters of the language's scripts.
    var ownLetters = 0
    /// Letters of scripts without spaces.
    var unspacedLetters = 0
    /// Characters, in tenths of one of an alphabet.
    var weight = 0
    var longestWord = 0
    /// The most times that a character is repeated.
    var longestRun = 0
    /// The most times that words are repeated.
    var repeats = 1
    var controls = 0
    var mojibake = 0
    var tags = 0
    /// How much oftener every kind of bracket is opened than closed.
    var openBrackets = SIMD3<Int32>()
    /// Quotation marks.
    var quotes = 0
    /// Whether there are marks that may stand for inches.
    var hasInches = false
    var numerals: [UInt64] = []
    /// Hashes of sites and mail addresses.
    var addresses: [UInt64] = []
    /// A hash of the text.
    var hash: UInt64 = 0
    /// A hash of the text without case, digits and what is no letter.
    var foldedHash: UInt64 = 0
}
