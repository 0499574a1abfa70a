/// What the rules measure that look at a pair alone.
struct PairMeasures {
    let source: SideFeatures
    let target: SideFeatures

    /// How much is added to lengths and counts, so that what is little in a short line is not much.
    private enum Floor {
        static let length = 100.0
        static let characters = 8.0
        static let words = 2.0
        static let ownLetters = 10.0
    }

    private static let leastCased = 12

    /// The measure of a rule; nil where it says nothing of the pair, or needs more than the pair's
    /// counts.
    func measure(of rule: CleaningRule) -> Double? {
        switch rule {
        case .minimumWords: Double(min(source.words, target.words))
        case .maximumWords: Double(max(source.words, target.words))
        case .wordLength: Double(max(source.longestWord, target.longestWord))
        case .lengthRatio: lengthRatio
        case .equal: source.hash == target.hash ? Double(source.words) : nil
        case .controlCharacters: Double(source.controls + target.controls)
        case .mojibake: Double(source.mojibake + target.mojibake)
        case .html: Double(abs(source.tags - target.tags))
        case .addresses: addresses
        case .letters: least { share($0.letters, of: $0.characters, Floor.characters) }
        case .letterWords: least { share($0.wordsWithLetters, of: $0.words, Floor.words) }
        case .repeatedCharacters: Double(max(source.longestRun, target.longestRun))
        case .repeatedWords:
            source.repeats == target.repeats ? 1 : Double(max(source.repeats, target.repeats))
        case .casing: casing
        case .brackets: brackets
        case .numbers: numbers
        case .script: least { share($0.ownLetters, of: $0.letters, Floor.ownLetters) }
        case .unreadable, .language, .duplicates, .nearDuplicates, .boilerplate: nil
        }
    }

    private func least(_ value: (SideFeatures) -> Double) -> Double {
        min(value(source), value(target))
    }

    private func share(_ part: Int, of whole: Int, _ floor: Double) -> Double {
        (Double(part) + floor) / (Double(whole) + floor)
    }

    private var lengthRatio: Double {
        let lengths = (Double(source.weight), Double(target.weight))
        return (max(lengths.0, lengths.1) + Floor.length)
            / (min(lengths.0, lengths.1) + Floor.length)
    }

    private var casing: Double? {
        guard min(source.casedLetters, target.casedLetters) >= Self.leastCased else { return nil }
        func capitals(_ side: SideFeatures) -> Double {
            Double(side.capitals) / Double(side.casedLetters)
        }
        return abs(capitals(source) - capitals(target))
    }

    private var brackets: Double {
        let difference = source.openBrackets &- target.openBrackets
        let count = (0..<3).reduce(0) { $0 + Int(abs(difference[$1])) }
        let isSure = !source.hasInches && !target.hasInches
        let isOdd = isSure && source.quotes % 2 != target.quotes % 2
        return Double(count + (isOdd ? 1 : 0))
    }

    private var addresses: Double {
        if source.addresses.isEmpty && target.addresses.isEmpty { return 0 }
        let compared = Self.compare(source.addresses, target.addresses)
        return Double(compared.onlyFirst.count + compared.onlySecond.count)
    }

    private var numbers: Double? {
        if source.numerals.isEmpty && target.numerals.isEmpty { return nil }
        let compared = Self.compare(source.numerals, target.numerals)
        let missing = (compared.onlyFirst, compared.onlySecond)
        let isWordElsewhere =
            (missing.0.isEmpty || missing.1.isEmpty)
            && (missing.0 + missing.1).allSatisfy(Numeral.isSpellable)
        let different = isWordElsewhere ? 0 : missing.0.count + missing.1.count
        return Double(compared.common + 1) / Double(different + 1)
    }

    /// What two lists have in common, and what only one of them has; every occurrence counts.
    private static func compare(
        _ first: [UInt64], _ second: [UInt64]
    ) -> (common: Int, onlyFirst: [UInt64], onlySecond: [UInt64]) {
        let (first, second) = (first.sorted(), second.sorted())
        var common = 0
        var (onlyFirst, onlySecond): ([UInt64], [UInt64]) = ([], [])
        var (place, other) = (0, 0)
        while place < first.count, other < second.count {
            if first[place] == second[other] {
                common += 1
                place += 1
                other += 1
            } else if first[place] < second[other] {
                onlyFirst.append(first[place])
                place += 1
            } else {
                onlySecond.append(second[other])
                other += 1
            }
        }
        return (common, onlyFirst + first[place...], onlySecond + second[other...])
    }
}
