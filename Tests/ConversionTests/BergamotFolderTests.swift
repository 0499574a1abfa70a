import Basics
import Conversion
import Foundation
import TestSupport
import Testing
import Text

struct BergamotFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: folder.file(name))
    }

    private func rename(_ name: String, _ other: String) throws {
        try FileManager.default.moveItem(at: folder.file(name), to: folder.file(other))
    }

    private func path(_ url: URL?) -> String? { url?.resolvingSymlinksInPath().path }

    private func expect(_ found: BergamotFolder, sourceLocation: SourceLocation = #_sourceLocation)
    {
        for (url, name) in [
            (found.model, StudentFixture.weights), (found.shortlist, StudentFixture.shortlist),
            (found.sourceVocabulary, StudentFixture.vocabulary),
            (found.targetVocabulary, StudentFixture.vocabulary),
        ] {
            #expect(path(url) == path(folder.file(name)), sourceLocation: sourceLocation)
        }
    }

    @Test func theConfigurationNamesTheFiles() throws {
        _ = try StudentFixture(in: folder)
        // Which of two is meant, it says.
        try folder.write([], to: "model.other.bin")
        try folder.write([], to: "vocab.other.spm")
        #expect(BergamotFolder.isOne(at: folder.url))
        let found = try BergamotFolder(folder.url)
        expect(found)
        #expect(found.sharesVocabulary)
        let settings = found.settings
        #expect(settings.beamSize == 1 && settings.lengthExponent == 1)
        #expect(settings.wordPenalty == 0 && settings.maximumLengthFactor == 2.5)
        #expect(settings.productType == "int8shiftAlphaAll" && settings.usesInputMultipliers)
    }

    @Test func withoutAConfigurationNamesTell() throws {
        _ = try StudentFixture(in: folder)
        try remove(StudentFixture.configuration)
        #expect(BergamotFolder.isOne(at: folder.url))
        let found = try BergamotFolder(folder.url)
        expect(found)
        #expect(found.settings.beamSize == nil && !found.settings.usesInputMultipliers)
        try remove(StudentFixture.shortlist)
        try rename(StudentFixture.vocabulary, "srcvocab.xxyy.spm")
        try folder.write([], to: "trgvocab.xxyy.spm")
        let other = try BergamotFolder(folder.url)
        #expect(other.shortlist == nil && !other.sharesVocabulary)
        #expect(other.sourceVocabulary.lastPathComponent == "srcvocab.xxyy.spm")
        #expect(other.targetVocabulary.lastPathComponent == "trgvocab.xxyy.spm")
    }

    /// The files that it finds belong together.
    @Test func itsFilesAreRead() throws {
        let student = try StudentFixture(in: folder)
        let found = try BergamotFolder(folder.url)
        let vocabulary = try SentencePieceModel.load(found.sourceVocabulary)
        #expect(vocabulary.pieceCount == student.sizes.pieces)
        let architecture = try MarianBinary(url: found.model).options().architecture()
        #expect(architecture.vocabularySizes == [vocabulary.pieceCount, vocabulary.pieceCount])
        let url = try #require(found.shortlist)
        let count = vocabulary.pieceCount
        #expect(
            try Shortlist(url: url, sourceCount: count, targetCount: count)
                == .random(pieces: count, seed: 1))
    }

    @Test func otherFoldersAreNone() throws {
        #expect(!BergamotFolder.isOne(at: folder.url))
        #expect(!BergamotFolder.isOne(at: folder.file("missing")))
        try folder.write([], to: "pytorch_model.bin")
        try folder.write([], to: "config.yml")
        #expect(!BergamotFolder.isOne(at: folder.url))
        try folder.write([], to: "source.spm")
        #expect(BergamotFolder.isOne(at: folder.url))
        try folder.write([], to: "config.json")
        #expect(!BergamotFolder.isOne(at: folder.url))
    }
}

// MARK: What is missing

extension BergamotFolderTests {
    private func problem() throws -> String {
        let text = try message { _ = try BergamotFolder(folder.url) }
        #expect(text.contains(folder.url.path), "\(text)")
        return text
    }

    @Test func whatIsMissingIsToldWithWhatIsThere() throws {
        #expect(try problem().contains("no file model.*.bin. The folder has no file at all"))
        try folder.write([], to: "model.xxyy.bin.gz")
        #expect(try problem().contains("Unpack the compressed files first (gunzip)"))
        try folder.write([], to: "model.xxyy.bin")
        let text = try problem()
        #expect(text.contains("no file vocab.*.spm") && text.contains("model.xxyy.bin"), "\(text)")
        try folder.write([], to: "srcvocab.xxyy.spm")
        #expect(try problem().contains("no file trgvocab.*.spm"))
    }

    @Test func whatIsThereTwiceIsTold() throws {
        try folder.write([], to: "model.a.bin")
        try folder.write([], to: "vocab.a.spm")
        try folder.write([], to: "vocab.b.spm")
        #expect(try problem().contains("several vocabularies (vocab.a.spm, vocab.b.spm)"))
        try remove("vocab.b.spm")
        try folder.write([], to: "lex.a.bin")
        try folder.write([], to: "lex.b.bin")
        #expect(try problem().contains("several files lex.*.bin: lex.a.bin, lex.b.bin"))
        try folder.write([], to: "model.b.bin")
        #expect(try problem().contains("several files model.*.bin"))
        try folder.write([], to: "config.a.yml")
        try folder.write([], to: "config.b.yml")
        #expect(try problem().contains("several files config*.yml"))
    }

    @Test func aFolderThatIsNotThereIsTold() throws {
        let text = try message { _ = try BergamotFolder(folder.file("missing")) }
        #expect(text.contains("missing cannot be read"))
    }

    @Test(arguments: [
        ("  - model.xxyy.intgemm.alphas.bin", "  - model.bin", "names \"model.bin\" under models"),
        ("  - model.xxyy.intgemm.alphas.bin", "  - a\n  - b", "models is \"a, b\""),
        ("models:", "others:", "models is \"\""), ("vocabs:", "others:", "vocabs is \"\""),
        ("vocabs:", "vocabs:\n  - a", "vocabs is \"a, vocab"),
        ("    - lex.50.50.xxyy.s2t.bin", "    - lex.bin", "names \"lex.bin\" under shortlist"),
        ("beam-size: 1", "beam-size: 0", "beam-size is \"0\""),
        ("normalize: 1.0", "normalize: nan", "normalize is \"nan\""),
        ("max-length-factor: 2.5", "max-length-factor: x", "a number from 0.0"),
        ("models:", "models", "its options are not YAML"),
    ])
    func configurationsThatAreWrongAreTold(line: String, other: String, says: String) throws {
        _ = try StudentFixture(in: folder)
        let lines = StudentFixture.configurationLines.map { $0 == line ? other : $0 }
        try folder.write(lines: lines, to: StudentFixture.configuration)
        let text = try problem()
        #expect(text.contains(says) && text.contains(StudentFixture.configuration), "\(text)")
    }

    @Test func aShortlistCanBeLeftOut() throws {
        _ = try StudentFixture(in: folder)
        let lines = StudentFixture.configurationLines
        let start = try #require(lines.firstIndex(of: "shortlist:"))
        try folder.write(
            lines: Array(lines[..<start] + ["shortlist: []"] + lines[(start + 3)...]),
            to: StudentFixture.configuration)
        #expect(try BergamotFolder(folder.url).shortlist == nil)
    }
}
