import Basics

extension AugmentedSide {
    /// How a letter goes wrong.
    private enum Typo: Int, CaseIterable {
        case swapped, missing, doubled, neighbouring
    }

    /// Words with fewer letters stay as they are.
    private static let fewestLetters = 3
    /// Of so many letters, one more goes wrong.
    private static let lettersPerTypo = 40

    /// Makes typing errors: one, and another for every forty letters, each in a word of its own. White
    /// space, figures, and words that a program reads stay.
    mutating func addTypos(using random: inout RandomSource) {
        var eligible = words.filter { !isLiteral($0) }.map { letters(in: $0) }
            .filter { $0.count >= Self.fewestLetters }
        let letterCount = eligible.reduce(0) { $0 + $1.count }
        random.shuffle(&eligible)
        let chosen = eligible.prefix(1 + letterCount / Self.lettersPerTypo)
        // From behind, so that places before stay what they are.
        for letters in chosen.sorted(by: { $0[0] > $1[0] }) {
            addTypo(among: letters, using: &random)
        }
    }

    /// The places of the letters of a word that can be changed alone.
    private func letters(in word: Range<Int>) -> [Int] {
        word.filter { place in
            let next = place + 1
            return text[place].isTyped && !(next < word.upperBound && text[next].isMark)
        }
    }

    private mutating func addTypo(among letters: [Int], using random: inout RandomSource) {
        let place = random.next(below: letters.count)
        let typo = Typo.allCases[random.next(below: Typo.allCases.count)]
        let letter = letters[place]
        switch typo {
        case .swapped:
            let other = letters[place > 0 ? place - 1 : 1]
            if text[letter] == text[other] || abs(letter - other) > 1 {
                text.insert(text[letter], at: letter)
            } else {
                text.swapAt(letter, other)
            }
        case .missing: text.remove(at: letter)
        case .doubled: text.insert(text[letter], at: letter)
        case .neighbouring:
            if let neighbour = Keyboard.neighbour(of: text[letter], using: &random) {
                text[letter] = neighbour
            } else {
                text.remove(at: letter)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter that has a key of its own, in most scripts.
    fileprivate var isTyped: Bool {
        isOfSpacedWord && properties.isAlphabetic && !isMark
    }

    fileprivate var isMark: Bool {
        if isASCII { return false }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}

/// Which keys lie side by side.
private enum Keyboard {
    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map {
        Array($0.unicodeScalars)
    }

    /// A letter beside another one on the keyboard, in the same case; nil for what is on another
    /// keyboard.
    static func neighbour(
        of letter: Unicode.Scalar, using random: inout RandomSource
    ) -> Unicode.Scalar? {
        guard letter.isASCII else { return nil }
        let isCapital = "A"..."Z" ~= letter
        let small = Unicode.Scalar(UInt8(letter.value) | 0x20)
        guard let row = rows.first(where: { $0.contains(small) }),
            let place = row.firstIndex(of: small)
        else { return nil }
        let beside = [place - 1, place + 1].filter(row.indices.contains)
        let neighbour = row[beside[random.next(below: beside.count)]]
        return isCapital ? Unicode.Scalar(UInt8(neighbour.value) & ~0x20) : neighbour
    }
}
