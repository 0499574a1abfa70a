import Basics
package import Foundation
package import Models
import Tensors
package import Text

/// Writing a model as Firefox's family has it.
extension BergamotFolder {
    /// What a model is written in.
    package enum WrittenType: Sendable {
        /// Matrices in eight bits, with multipliers of their inputs.
        case int8
        /// As training keeps them.
        case float32
    }

    /// Makes the folder, which appears whole or not at all.
    ///
    /// - Parameters:
    ///   - model: A Transformer that Marian's options can describe.
    ///   - tokenizer: Its tokenizer.
    ///   - url: The folder, at which there is nothing that would be lost.
    ///   - type: What the weights are written in.
    ///   - inputMultipliers: Multipliers for the inputs of matrices, by the matrix's parameter.
    /// - Throws: `CalqueError` when Marian has nothing like the model, when a multiplier is missing,
    ///   or when a file cannot be written.
    package static func write(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer, to url: URL,
        type: WrittenType, inputMultipliers: [String: Float]
    ) throws {
        let files = try BergamotFiles(
            model, tokenizer, inputMultipliers: type == .int8 ? inputMultipliers : nil)
        try FileManager.default.createFolder(url.deletingLastPathComponent())
        try AtomicDirectory.write(to: url) { try files.write(to: $0) }
    }

    /// Checks that nothing is lost when a folder is written: that there is none, or an empty one, or,
    /// where a model is to be replaced, one with files of such a model and nothing else.
    ///
    /// - Throws: `CalqueError` saying what is there.
    static func requireFree(_ url: URL, isReplacing: Bool) throws {
        try FileManager.default.requireFree(
            url, isReplacing: isReplacing, isModelFile: isModelFile)
    }

    /// Throws `CalqueError` that says what of a model Marian has nothing like.
    static func requireExpressible(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer, type: WrittenType
    ) throws {
        _ = try BergamotFiles.expressible(model, tokenizer, isQuantized: type == .int8)
    }

    private static func isModelFile(_ name: String) -> Bool {
        let kinds = [
            ("config", ".yml"), ("model.", ".bin"), ("vocab.", ".spm"), ("srcvocab.", ".spm"),
            ("trgvocab.", ".spm"), ("lex.", ".bin"),
        ]
        return kinds.contains { name.hasPrefix($0.0) && name.hasSuffix($0.1) }
    }
}

/// The files of such a folder, before they are written.
private struct BergamotFiles {
    private let model: Transformer
    private let tokenizer: TranslationTokenizer
    private let source: MarianNumbering
    private let target: MarianNumbering
    private let tensors: [MarianTensor]
    private let isQuantized: Bool
    private let shortlist: Shortlist?

    init(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer,
        inputMultipliers: [String: Float]?
    ) throws {
        isQuantized = inputMultipliers != nil
        let transformer = try Self.expressible(model, tokenizer, isQuantized: isQuantized)
        let configuration = transformer.configuration
        self.model = transformer
        self.tokenizer = tokenizer
        source = MarianNumbering(tokenizer.source.vocabulary)
        target = MarianNumbering(tokenizer.target.vocabulary)
        shortlist = transformer.shortlist?.lists.numbered(
            source: source.tokens, target: target.tokens)
        tensors = try MarianTensors(
            model: transformer,
            names: MarianNames(
                isPreNorm: configuration.normPlacement == .pre,
                sharesEmbeddings: configuration.embeddings.isShared),
            source: source, target: target, inputMultipliers: inputMultipliers
        ).tensors()
    }

    /// The model as the Transformer that Marian's options can describe.
    static func expressible(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer, isQuantized: Bool
    ) throws -> Transformer {
        guard let transformer = model as? Transformer else {
            throw inexpressible(["it is no Transformer"])
        }
        var problems = MarianOptions.problems(of: transformer)
        if isQuantized, !transformer.configuration.embeddings.tiesOutput {
            problems.append(
                "the output layer has weights of its own (untied-output), which Marian misreads in "
                    + "eight bits: only float32 is possible")
        }
        if let token = tokenizer.source.vocabulary.languageTokens.first {
            problems.append(
                "its vocabulary has tokens that choose a language, such as \(token), and a "
                    + "SentencePiece model cannot cut text into them")
        }
        guard problems.isEmpty else { throw inexpressible(problems) }
        return transformer
    }

    private static func inexpressible(_ problems: [String]) -> CalqueError {
        CalqueError(
            "The model is none that Marian's family can compute: "
                + "\(problems.joined(separator: "; ")). Train one without that.",
            kind: .unsupported)
    }

    func write(to folder: URL) throws {
        func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
        try MarianBinary(ordered).write(to: url(modelName))
        let vocabularies = try self.vocabularies()
        for (name, content) in vocabularies { try AtomicFile.write(content, to: url(name)) }
        if let shortlist { try shortlist.write(to: url(name(of: shortlist))) }
        let lines = settings(vocabularies: vocabularies.map(\.name))
        try AtomicFile.write(
            Data((lines.joined(separator: "\n") + "\n").utf8), to: url(settingsName))
    }

    /// The tensors by the bytes of their names, and the options last, as Marian has them.
    private var ordered: [MarianTensor] {
        let options = MarianOptions.text(
            of: model.configuration, source: source.count, target: target.count,
            alignmentHead: model.generation.alignmentHead)
        return tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            + [MarianTensor(name: MarianOptions.arrayName, text: options)]
    }
}

// MARK: Names

extension BergamotFiles {
    /// The languages, `ende` say, where the tokenizer tells.
    private var pair: String {
        let names = [tokenizer.settings.sourceLanguage, tokenizer.settings.targetLanguage]
            .compactMap { $0 }
        let areCodes = names.allSatisfy { name in
            (2...3).contains(name.utf8.count) && name.allSatisfy { $0.isASCII && $0.isLowercase }
        }
        return names.count == 2 && areCodes ? names.joined() : "pair"
    }

    private var modelName: String { "model.\(pair)\(isQuantized ? ".intgemm.alphas" : "").bin" }
    private func name(of lists: Shortlist) -> String {
        "lex.\(lists.frequentCount).\(lists.bestCount).\(pair).s2t.bin"
    }
    private var settingsName: String { isQuantized ? "config.intgemm8bitalpha.yml" : "config.yml" }
}

// MARK: Contents

extension BergamotFiles {
    /// The SentencePiece models: one for both languages where it is the same, the source's first.
    private func vocabularies() throws -> [(name: String, content: Data)] {
        let own = try Self.content(of: tokenizer.source.model, source)
        let other = try Self.content(of: tokenizer.target.model, target)
        return own == other
            ? [("vocab.\(pair).spm", own)]
            : [("srcvocab.\(pair).spm", own), ("trgvocab.\(pair).spm", other)]
    }

    /// A model as it is where it numbers its pieces as it has to.
    private static func content(
        of model: SentencePieceModel, _ numbering: MarianNumbering
    ) throws -> Data {
        let isNumbered =
            model.pieceCount == numbering.count && model.kind(0) == .control
            && model.kind(1) == .unknown
            && numbering.pieces.enumerated().allSatisfy {
                model.piece($0.offset).utf8.elementsEqual($0.element.utf8)
            }
        guard !isNumbered else { return model.serialized }
        // Once through the library, which checks it.
        return try SentencePieceModel(serialized: model.serialized(numbering: numbering.pieces))
            .serialized
    }

    /// How the model is meant to be used, in the order of Firefox's files.
    private func settings(vocabularies: [String]) -> [String] {
        let (source, target) = (vocabularies[0], vocabularies[vocabularies.count - 1])
        let shortlist =
            shortlist.map { ["shortlist:", "    - \(name(of: $0))", "    - false"] } ?? []
        return [
            "relative-paths: true", "models:", "  - \(modelName)", "vocabs:", "  - \(source)",
            "  - \(target)",
        ] + shortlist + [
            "beam-size: \(model.generation.beamSize ?? 1)",
            "normalize: \(model.generation.lengthPenalty ?? 1)", "word-penalty: 0",
            "mini-batch: 64", "maxi-batch: 1000", "maxi-batch-sort: src", "workspace: 2000",
            "max-length-factor: 2.5",
            "gemm-precision: \(isQuantized ? "int8shiftAlphaAll" : "float32")",
        ]
    }
}
