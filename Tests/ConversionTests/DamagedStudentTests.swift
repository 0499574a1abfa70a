import Basics
import Conversion
import Foundation
import TestSupport
import Testing
import Text
import Translation

/// Folders as Firefox has them in which a file is damaged, from reading to translating: a short form
/// of what `Scripts/fuzz` does.
struct DamagedStudentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try StudentFixture(in: folder)
    }

    /// Reads the folder and translates; what does not work is told.
    private func use() throws {
        do {
            let translator = try Translator(model: BergamotFolder(folder.url), workers: 1)
            var options = SearchOptions(for: translator.model)
            options.maximumLengthOffset = 3
            let results = try translator.translate(["Ba che di.", "gu la"], options)
            #expect(results.count == 2)
        } catch {
            #expect(error is CalqueError, "\(error)")
        }
    }

    private func damage(
        _ name: String, times: Int, _ change: (inout [UInt8], inout RandomSource) -> Void
    ) throws {
        let sound = try Array(Data(contentsOf: folder.file(name)))
        var random = RandomSource(seed: 3)
        for _ in 0..<times {
            var bytes = sound
            for _ in 0...random.next(below: 3) where !bytes.isEmpty { change(&bytes, &random) }
            try folder.write(bytes, to: name)
            try use()
        }
        try folder.write(sound, to: name)
        try use()
    }

    @Test func weights() throws {
        try damage(StudentFixture.weights, times: 100) { bytes, random in
            // All that tells where things are is at the beginning, and the options are at the end.
            let isEnd = random.next(below: 2) == 0
            let range =
                isEnd ? max(0, bytes.count - 1000)..<bytes.count : 0..<min(6000, bytes.count)
            Self.changeByte(&bytes, in: range, &random)
        }
    }

    /// Tensors that are called as others are, of the same shape or of another one.
    @Test func weightsOfOtherNames() throws {
        let url = folder.file(StudentFixture.weights)
        var random = RandomSource(seed: 4)
        let sound = try Array(Data(contentsOf: url))
        let names = try MarianBinary(url: url).tensors.map(\.name)
        for _ in 0..<40 {
            let pair = (0..<2).map { _ in names[random.next(below: names.count)] }
            try folder.write(
                Self.exchanging(pair[0], pair[1], in: sound), to: StudentFixture.weights)
            try use()
        }
    }

    @Test func shortlists() throws {
        try damage(StudentFixture.shortlist, times: 60) { bytes, random in
            // Numbers of eight bytes up to the pieces.
            Self.changeByte(&bytes, in: 0..<min(bytes.count, 48 + 8 * 51), &random)
            if random.next(below: 2) == 0 { Self.repairChecksum(of: &bytes) }
        }
    }

    @Test func configurations() throws {
        let words = [
            "", "0", "-1", "1e999", "nan", "[", "{", ": ", "- ", "&a *a", "..", "/", "true",
        ]
        try damage(StudentFixture.configuration, times: 60) { bytes, random in
            let text = String(decoding: bytes, as: UTF8.self)
            let parts = text.split { " \n:".contains($0) }
            guard !parts.isEmpty else { return }
            let part = parts[random.next(below: parts.count)]
            let word = words[random.next(below: words.count)]
            bytes = Array((text[..<part.startIndex] + word + text[part.endIndex...]).utf8)
        }
    }
}

// MARK: Damage

extension DamagedStudentTests {
    private static func changeByte(
        _ bytes: inout [UInt8], in range: Range<Int>, _ random: inout RandomSource
    ) {
        guard !range.isEmpty else { return }
        let place = range.lowerBound + random.next(below: range.count)
        switch random.next(below: 4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[place] ^= 1 << UInt8(random.next(below: 8))
        case 2: bytes.insert(0, at: place)
        default: bytes.remove(at: place)
        }
    }

    /// The bytes of a file in which two names have changed places. They may differ in length, where
    /// the head still tells the former ones.
    private static func exchanging(_ one: String, _ other: String, in sound: [UInt8]) -> [UInt8] {
        func range(of name: String) -> Range<Int>? {
            Data(sound).range(of: Data([0] + Array(name.utf8) + [0]))
                .map { $0.lowerBound + 1..<$0.upperBound - 1 }
        }
        guard let first = range(of: one), let second = range(of: other), first != second else {
            return sound
        }
        let (low, high) =
            first.lowerBound < second.lowerBound ? (first, second) : (second, first)
        var bytes = sound
        bytes.replaceSubrange(high, with: sound[low])
        bytes.replaceSubrange(low, with: sound[high])
        return bytes
    }

    private static func repairChecksum(of bytes: inout [UInt8]) {
        guard bytes.count >= 24 else { return }
        func word(_ place: Int) -> UInt64 {
            bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        var hash: UInt64 = 0
        for place in stride(from: 16, through: bytes.count - 8, by: 8) {
            hash ^= word(place) &+ 0x9E37_79B9 &+ (hash << 6) &+ (hash >> 2)
        }
        for index in 0..<8 {
            bytes[8 + index] = UInt8(truncatingIfNeeded: hash >> UInt64(8 * index))
        }
    }
}
