import Basics
import Foundation
import TestSupport
import Testing
import Text

struct TMXReaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func corpus(
        _ bytes: some Sequence<UInt8>, source: String = "en", target: String = "de"
    ) throws -> ParallelCorpus {
        try ParallelCorpus(
            memory: folder.write(bytes, to: "memory.tmx"), sourceLanguage: source,
            targetLanguage: target)
    }

    @Test(arguments: AwkwardMemory.all) func awkwardMemoriesAreReadOrRefused(
        _ memory: AwkwardMemory
    ) throws {
        let (lines, end) = try corpus(memory.bytes).all()
        switch memory.outcome {
        case .pairs(let expected):
            #expect(end == nil)
            #expect(lines.pairs == expected)
        case .refused(let parts):
            let message = end?.message ?? "read: \(lines.count) lines"
            for part in parts + ["memory.tmx"] { #expect(message.contains(part), "\(message)") }
        }
    }

    @Test func aPairIsNamedByUnitAndLine() throws {
        let text = AwkwardMemory.document(
            """
            \(AwkwardMemory.unit("One", "Eins"))
            <tu>
            <tuv xml:lang="en"><seg>Two</seg></tuv><tuv xml:lang="fr"><seg>Deux</seg></tuv></tu>
            \(AwkwardMemory.unit("a &x; b", "Drei"))
            """)
        let (lines, _) = try corpus(text.utf8).all()
        #expect(lines.map(\.number) == [2, 4, 6])
        #expect(lines.map(\.unit) == [1, 2, 3])
        #expect(
            lines.map(\.flaw) == [nil, .missingLanguage("en, fr"), .unknownEntity("\"&x;\"")])
    }

    @Test func theReportNamesUnits() throws {
        var options = SentencePieceTrainerOptions()
        options.vocabularySize = 30
        let training = AwkwardMemory.document(
            AwkwardMemory.unit("one two three", "eins zwei drei"))
        let tokenizer = try TranslationTokenizer.train(on: corpus(training.utf8), options: options)
        let text = AwkwardMemory.document(
            AwkwardMemory.unit("one", "eins") + "\n"
                + #"<tu><tuv xml:lang="fr"><seg>un</seg></tuv></tu>"# + "\n"
                + AwkwardMemory.unit("two", " ") + AwkwardMemory.unit("a &x; b", "drei"))
        let (_, report) = try corpus(text.utf8).encoded(with: tokenizer)
        #expect(
            "\(report)" == """
                4 pairs read, 1 kept; left out: 1 without both languages (unit 2 at line 4: fr), 1 with \
                an unknown entity (unit 4 at line 6: "&x;"), 1 empty (unit 3 at line 5)
                """)
        let copy = try JSONDecoder().decode(
            CorpusReport.self, from: JSONEncoder().encode(report))
        #expect(copy == report)
    }

    @Test func aRegionThatIsAskedForIsMeant() throws {
        let text = AwkwardMemory.document(
            """
            <tu><tuv xml:lang="en"><seg>Color</seg></tuv><tuv xml:lang="en-GB"><seg>Colour</seg></tuv>
            <tuv xml:lang="en-US"><seg>COLOR</seg></tuv></tu>
            """)
        func read(_ source: String, _ target: String) throws -> [[String]] {
            try corpus(text.utf8, source: source, target: target).all().lines.pairs
        }
        #expect(try read("en-US", "en_gb") == [["COLOR", "Colour"]])
        #expect(try read("en", "en-GB") == [["Color", "Colour"]])
        #expect(try read("en-AU", "en") == [])
        let error = #expect(throws: CalqueError.self) { try read("en-us", "EN_US") }
        #expect(error?.message.contains("both in en-US") == true)
    }

    /// `AwkwardMemory.unit("One.", "Eins.")` by `gzip -9`, `xz -9` and `zstd -19`.
    @Test(arguments: [
        """
        H4sIAAAAAAACA7Mpya1QKEstKs7Mz7NVMtQzUbKzyUhNTEkt0rezScpPqbTjsikptQPiMoWK3ByrnMS8dFul1DygsuLU\
        dDv/vFQ9G30Qy0YfqARdXUoqVJ1rZl4xqkIgCTRaH2wFkJNbYccFAPgjz8mMAAAA
        """,
        """
        /Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4ACLAGNdAB4dCae5F5WCjMprbmCL3YC+UshlDbM/2oBquh+hvPKFGcPLZN41Xs9O\
        xdRpCvsEiz2ANJC6Y/QvUEmMoS+HmwK0Xitf31jV99d30t+L2vBjHxLjACeUYP4OV2b6ArTqAGmSfAAAT/3uremz9gsAAX+M\
        AQAAAD9Ri/WxxGf7AgAAAAAEWVo=
        """,
        """
        KLUv/SSM9QIA4gUTEZB9EJpoIiOM6deKbgDqqgAHIHGayZMHSWeCq1TPbZ3Jkx+vrgQf/iTqEwhWNs+kPGydP+n8IHVn2ydy\
        n2MvfhJmFIGqlfi+HTjNHwUAZhAMU5IAFy+FWjQoZ63OThE=
        """,
    ])
    func compressedMemoriesAreReadAsTheyAre(_ encoded: String) throws {
        let bytes = try #require(Data(base64Encoded: encoded))
        #expect(try corpus(bytes).all().lines.pairs == [["One.", "Eins."]])
        let message = try corpus(bytes.dropLast(3)).all().end?.message ?? ""
        #expect(message.contains("memory.tmx: its "), "\(message)")
        #expect(message.contains(" came before, up to line "), "\(message)")
    }

    @Test func aMemoryThroughAPipeIsReadAnyNumberOfTimes() throws {
        let text = AwkwardMemory.document(AwkwardMemory.unit("One", "Eins"))
        let corpus = try ParallelCorpus(
            memory: folder.pipe(of: text.utf8), sourceLanguage: "en", targetLanguage: "de")
        for _ in 0..<3 { #expect(try corpus.all().lines.pairs == [["One", "Eins"]]) }
    }

    @Test func aMemoryThatIsCutAnywhereGivesItsWholeUnitsAndSaysSo() throws {
        let units = (1...4).map { AwkwardMemory.unit("Öne \($0) &amp;<ph>x</ph>", "Eins \($0)") }
        let text = AwkwardMemory.document(
            units.joined(separator: "\n"), beginning: #"<?xml version="1.0" encoding="utf-8"?>"#)
        let body = Array(text.utf8)
        let ends = body.indices.filter { body[..<$0].suffix(5).elementsEqual("</tu>".utf8) }
        let last = try #require(
            body.indices.first { body[..<$0].suffix(6).elementsEqual("</tmx>".utf8) })
        for count in 1..<last {
            let (lines, end) = try corpus(body.prefix(count)).all()
            let whole = ends.count { $0 <= count }
            #expect(lines.count == whole, "\(count)")
            let line = body.prefix(count).count { $0 == 0x0A } + 1
            let message = end?.message ?? ""
            #expect(message.contains("after \(whole) unit"), "\(count): \(message)")
            // What is cut is a tag at most, and none has a line break.
            #expect(
                message.contains("ends in the middle, at line \(line),"), "\(count): \(message)")
        }
    }

    @Test func whatIsWrittenAtRandomIsReadAgain() throws {
        var random = RandomSource(seed: 16)
        let words = [
            "a", "ä", "&amp;", "🙂", "<ph>no</ph>", "<hi>b</hi>", " \n", "\t", "<![CDATA[<]]>",
        ]
        let plain = ["a", "ä", "&", "🙂", "", "b", " ", " ", "<"]
        for isBigEndian in [nil, false, true] {
            var (text, expected) = ("", [[String]]())
            for _ in 0..<3000 {
                let sides = (0..<2).map { _ in
                    (0..<random.next(below: 12)).map { _ in random.next(below: words.count) }
                }
                text += AwkwardMemory.unit(
                    sides[0].map { words[$0] }.joined(), sides[1].map { words[$0] }.joined())
                expected.append(
                    sides.map { side in
                        side.map { plain[$0] }.joined().split(separator: " ").joined(separator: " ")
                    })
            }
            let document = AwkwardMemory.document(text, beginning: "")
            let bytes =
                isBigEndian.map { AwkwardMemory.utf16(document, isBigEndian: $0) }
                ?? Array(document.utf8)
            let (lines, end) = try corpus(bytes).all()
            #expect(end == nil)
            #expect(lines.pairs == expected)
        }
    }

    /// How far a reader has come is known of files, compressed or not, and of no pipe.
    @Test(arguments: ["plain", "gzip", "pipe"])
    func saysHowMuchIsRead(kind: String) throws {
        let unit =
            "<tu><tuv xml:lang='en'><seg>one</seg></tuv><tuv xml:lang='de'><seg>eins</seg></tuv></tu>"
        let text = Data(
            ("<tmx version='1.4'><header/><body>"
                + (0..<6_000).map { "\(unit)<!-- \(($0 &* 7919) % 10_007) -->\n" }.joined()
                + "</body></tmx>").utf8)
        let bytes = kind == "gzip" ? gzipped(text) : text
        let corpus = ParallelCorpus(
            memory: try kind == "pipe"
                ? folder.pipe(of: bytes) : folder.write(bytes, to: "memory.tmx"),
            sourceLanguage: "en", targetLanguage: "de")
        let reader = try corpus.makeReader()
        var shares: [Double?] = []
        while try reader.next() != nil { shares.append(reader.fractionRead) }
        #expect(shares.count == 6_000)
        guard kind != "pipe" else {
            #expect(shares.allSatisfy { $0 == nil })
            return
        }
        let known = shares.compactMap(\.self)
        #expect(known.count == 6_000 && known == known.sorted() && known.last == 1)
        #expect(known[0] < 0.5 && known.contains { $0 > 0.3 && $0 < 0.9 })
    }

    /// A gzip file of blocks that are stored as they are (RFC 1952, RFC 1951 section 3.2.4).
    private func gzipped(_ data: Data) -> Data {
        var file = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        func append(_ number: UInt32, bytes: Int) {
            file += (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        for start in stride(from: 0, to: data.count, by: 65_535) {
            let block = data[start..<min(start + 65_535, data.count)]
            file.append(block.endIndex == data.count ? 1 : 0)
            append(UInt32(block.count), bytes: 2)
            append(~UInt32(block.count), bytes: 2)
            file += block
        }
        append(
            ~data.reduce(UInt32.max) { sum, byte in
                (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
                    value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
                }
            }, bytes: 4)
        append(UInt32(data.count), bytes: 4)
        return file
    }
}
