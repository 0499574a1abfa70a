import Basics

/// Counts what there is in a side of a pair. One for every thread, for what it keeps is used again.
struct SideScan {
    private let table = ScalarTable.standard
    /// Whether a script, by ICU's number, is one of the language's; empty where none is known.
    private let ownScripts: [Bool]

    var features = SideFeatures()
    /// Hashes of the words.
    private var words: [UInt64] = []
    private var word = Word()
    /// How often the last character has come, and what it is.
    private var run = (character: UInt32(0), count: 0)
    private var previous = (last: UInt32(0), beforeLast: UInt32(0))
    /// Where the last number ends, or the last tag.
    private var numeralEnd = 0
    private var markEnd = 0
    private var foldedPrevious: UInt32 = 0

    private struct Word {
        var start = 0
        var length = 0
        var hasLetters = false
        var mayBeAddress = false
        var hash: UInt64 = 0
    }

    /// - Parameter ownScripts: Whether a script, by ICU's number, is one of the language's.
    init(ownScripts: [Bool] = []) { self.ownScripts = ownScripts }

    /// What there is in a text.
    mutating func features(of text: String) -> SideFeatures {
        var text = text
        return text.withUTF8 { scan($0) }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> SideFeatures {
        begin()
        var place = 0
        while place < bytes.count {
            let (value, length) = Self.scalar(bytes, place)
            let traits = table[value]
            take(value, traits, bytes, place)
            place += length
        }
        endWord(bytes, bytes.count)
        finish()
        return features
    }

    private mutating func begin() {
        features = SideFeatures()
        words.removeAll(keepingCapacity: true)
        word = Word()
        run = (0, 0)
        previous = (0, 0)
        (numeralEnd, markEnd, foldedPrevious) = (0, 0, 0)
    }

    private mutating func finish() {
        features.words = max(features.words, features.unspacedLetters / 2)
        features.repeats = Self.repeats(of: words)
        features.hash = RandomSource.mix(features.hash)
        // Of what has no letters, digits and punctuation are all there is.
        features.foldedHash =
            features.letters == 0 ? features.hash : RandomSource.mix(features.foldedHash)
    }

    // MARK: Characters

    /// The character at a place of a text that is UTF-8, and its number of bytes.
    @inline(__always)
    static func scalar(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
    ) -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[place])
        if first < 0x80 { return (first, 1) }
        func rest(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | rest(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | rest(1) << 6 | rest(2), 3) }
        return ((first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
    }

    /// A step of a hash of characters.
    @inline(__always)
    static func stepped(_ hash: UInt64, _ value: UInt32) -> UInt64 {
        let mixed = (hash ^ UInt64(value)) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ mixed >> 29
    }

    @inline(__always)
    private mutating func take(
        _ value: UInt32, _ traits: ScalarTraits, _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
    ) {
        features.hash = Self.stepped(features.hash, value)
        if traits.flags.contains(.space) {
            endWord(bytes, place)
            run.count = 0
        } else {
            takeMark(value, traits, bytes, place)
        }
        if value > 0x7F { countMojibake(value) }
        previous = (value, previous.last)
    }

    @inline(__always)
    private mutating func takeMark(
        _ value: UInt32, _ traits: ScalarTraits, _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
    ) {
        if word.length == 0 { word.start = place }
        word.length += 1
        features.characters += 1
        features.weight += Int(traits.weight)
        run = run.character == value && run.count > 0 ? (value, run.count + 1) : (value, 1)
        if run.count > features.longestRun { features.longestRun = run.count }
        let folded = traits.folded
        word.hash = Self.stepped(word.hash, folded == 0 ? value : folded)
        if folded != 0 {
            // All numbers are one.
            if !(folded == 0x30 && foldedPrevious == 0x30) {
                features.foldedHash = Self.stepped(features.foldedHash, folded)
            }
            foldedPrevious = folded
        }
        if traits.flags.contains(.letter) {
            takeLetter(traits)
        } else {
            takeOther(value, traits, bytes, place)
        }
    }

    @inline(__always)
    private mutating func takeLetter(_ traits: ScalarTraits) {
        let flags = traits.flags
        features.letters += 1
        word.hasLetters = true
        if !ownScripts.isEmpty, ownScripts[Int(traits.script)] || traits.script <= 1 {
            features.ownLetters += 1
        }
        if flags.contains(.cased) {
            features.casedLetters += 1
            if flags.contains(.upper) { features.capitals += 1 }
        }
        if flags.contains(.unspaced) {
            features.unspacedLetters += 1
            // What has no spaces has no long words.
            word.length -= 1
            if word.length == 0 { word.length = 1 }
        }
    }

    private mutating func takeOther(
        _ value: UInt32, _ traits: ScalarTraits, _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
    ) {
        if traits.flags.contains(.digit) {
            guard place >= numeralEnd else { return }
            let (numeral, end) = Numeral.read(bytes, from: place)
            features.numerals.append(numeral)
            numeralEnd = end
            return
        }
        if traits.flags.contains(.control) { features.controls += 1 }
        switch value {
        case 0x28, 0xFF08: features.openBrackets.x += 1
        case 0x29, 0xFF09: features.openBrackets.x -= 1
        case 0x5B: features.openBrackets.y += 1
        case 0x5D: features.openBrackets.y -= 1
        case 0x7B: features.openBrackets.z += 1
        case 0x7D: features.openBrackets.z -= 1
        case 0x22:
            if previous.last >= 0x30, previous.last <= 0x39 {
                features.hasInches = true
            } else {
                features.quotes += 1
            }
        case 0x201C, 0x201D, 0x201E, 0xAB, 0xBB, 0x300C, 0x300D: features.quotes += 1
        case 0x3C where place >= markEnd:
            if let end = HTMLMark.endOfTag(bytes, from: place) {
                features.tags += 1
                markEnd = end
            }
        case 0x26:
            if HTMLMark.endOfEntity(bytes, from: place) != nil { features.tags += 1 }
        case 0x40, 0x2F, 0x2E: word.mayBeAddress = true
        default: break
        }
    }

    private mutating func countMojibake(_ value: UInt32) {
        if Mojibake.isSequence(previous.beforeLast, previous.last, value) {
            features.mojibake += 1
        }
    }

    // MARK: Words

    private mutating func endWord(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) {
        guard word.length > 0 else { return }
        features.words += 1
        if word.hasLetters { features.wordsWithLetters += 1 }
        features.longestWord = max(features.longestWord, word.length)
        words.append(word.hash)
        if word.mayBeAddress {
            WebAddress.append(
                of: UnsafeBufferPointer(rebasing: bytes[word.start..<end]), to: &features.addresses)
        }
        word = Word()
    }

    /// The most times that one to four words stand one after the other.
    private static func repeats(of words: [UInt64]) -> Int {
        var most = 1
        for period in 1...4 where words.count >= 2 * period {
            var alike = 0
            for place in period..<words.count {
                alike = words[place] == words[place - period] ? alike + 1 : 0
                most = max(most, alike / period + 1)
            }
        }
        return most
    }
}
