/// What a model sees in the place of protected text.
///
/// Which ones come back whole is measured by `Scripts/check-placeholders`: nearly all strings keep a word
/// that is none or an address. Where a number is meant (`%d files`), a number leaves
/// the text around better. A model that has never copied anything (a student of picture captions)
/// loses every mask and understands a number best.
struct MaskStyle: Equatable {
    /// The form of masks.
    enum Form: Equatable {
        /// `QXZ1`.
        case word(stem: String)
        /// `http://x1.com`.
        case address
        /// A number that the line does not have.
        case number
    }

    private let form: Form
    /// The numbers that the line has.
    private let used: Set<Int>
    /// The masks of those items that have a number of their own.
    private var numbers: [Int: String] = [:]

    private init(_ form: Form, used: Set<Int>) {
        self.form = form
        self.used = used
    }

    /// The styles for a line, in the order in which they are tried.
    ///
    /// - Parameter count: How many masks it has: where there are none, any style will do.
    static func styles(for line: String, count: Int) -> [MaskStyle] {
        guard count > 0 else { return [.init(.number, used: [])] }
        let upper = line.uppercased()
        let stem = ["QXZ", "XYZW", "WXYZ", "XZW"].first { !upper.contains($0) }
        let used = Set(line.split { !($0.isASCII && $0.isNumber) }.compactMap { Int($0) })
        return [.word(stem: stem ?? "QXZQ"), .address, .number].map { .init($0, used: used) }
    }

    /// The style with numbers for items that mean one.
    ///
    /// - Parameter wanted: The numbers that would be best, item by item; nil for what is no number.
    func numbering(_ wanted: [Int?]) -> MaskStyle {
        var style = self
        // An address is tried where the first mask was lost: this one is another.
        if form == .address { return style }
        var taken = used
        for (item, number) in wanted.enumerated() {
            guard var number = form == .number ? number ?? 1 : number else { continue }
            while taken.contains(number) { number += 1 }
            taken.insert(number)
            style.numbers[item] = String(number)
        }
        return style
    }

    /// The mask of the item with a number from 0.
    func mask(of item: Int) -> String {
        if let number = numbers[item] { return number }
        return switch form {
        case .word(let stem): "\(stem)\(item + 1)"
        case .address: "http://x\(item + 1).com"
        case .number: String(item + 1)
        }
    }

    /// The masks in a text.
    ///
    /// - Parameter count: How many there are.
    func occurrences(in text: ScalarText, count: Int) -> [(item: Int, range: Range<Int>)] {
        let items = Dictionary(uniqueKeysWithValues: numbers.map { ($1, $0) })
        var found: [(Int, Range<Int>)] = []
        var place = 0
        while place < text.count {
            if let (item, end) = named(text, place), item < count, numbers[item] == nil {
                found.append((item, place..<end))
                place = end
            } else if let end = Self.numberEnd(text, place), let item = items[text[place..<end]] {
                found.append((item, place..<end))
                place = end
            } else {
                place += 1
            }
        }
        return found
    }

    /// The item of a word or an address, and where it ends. A model may have changed its case, or
    /// put a space within.
    private func named(_ text: ScalarText, _ start: Int) -> (item: Int, end: Int)? {
        switch form {
        case .word(let stem): Self.word(stem, text, start)
        case .address: Self.address(text, start)
        case .number: nil
        }
    }

    /// The end of a number that is no part of a longer one.
    private static func numberEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard text[start].isASCIIDigit, !text[start - 1].isASCIIDigit else { return nil }
        let end = text.end(from: start, while: \.isASCIIDigit)
        let isPart = ".,".unicodeScalars.contains
        if isPart(text[end]), text[end + 1].isASCIIDigit { return nil }
        return isPart(text[start - 1]) && text[start - 2].isASCIIDigit ? nil : end
    }

    private static func word(_ stem: String, _ text: ScalarText, _ start: Int) -> (Int, Int)? {
        guard let number = matched(stem, text, start) else { return nil }
        let first = text[number] == " " ? number + 1 : number
        let end = text.end(from: first, while: \.isASCIIDigit)
        return Int(text[first..<end]).map { ($0 - 1, end) }.flatMap { $0.0 < 0 ? nil : $0 }
    }

    private static func address(_ text: ScalarText, _ start: Int) -> (Int, Int)? {
        var place = matched("http", text, start) ?? start
        if place > start {
            place = text.end(from: place) { ": /s".unicodeScalars.contains($0) }
        }
        guard let number = matched("x", text, place), place > start || text.isWordStart(start)
        else { return nil }
        let end = text.end(from: number, while: \.isASCIIDigit)
        let dot = text[end] == " " ? end + 1 : end
        guard let item = Int(text[number..<end]), item > 0,
            let last = matched(".com", text, dot) ?? matched(". com", text, dot)
        else { return nil }
        return (item - 1, text[last] == "/" && text.isWordEnd(last + 1) ? last + 1 : last)
    }

    /// The end of a word at a place, whatever the case of its letters.
    private static func matched(_ word: String, _ text: ScalarText, _ start: Int) -> Int? {
        var place = start
        for scalar in word.unicodeScalars {
            let other = text[place]
            guard
                other.value | (other.isASCIILetter ? 0x20 : 0)
                    == scalar.value | (scalar.isASCIILetter ? 0x20 : 0)
            else { return nil }
            place += 1
        }
        return place
    }
}
