import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text

struct ModelDirectoryTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
    }

    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func aSavedModelIsLoadedAsItWas(variant: ModelVariant) throws {
        let model = variant.makeModel()
        try directory.save(model, tokenizer: nil)
        let loaded = try directory.loadModel(precision: .float32)
        #expect(variant.isOf(loaded.configuration))
        #expect(logits(of: loaded, .float32) == logits(of: model, .float32))
        #expect(loaded.suppressedTokens == [19])
    }

    @Test func everyKeyOfTheConfigurationGoesThereAndBack() throws {
        let configuration = TransformerConfiguration.small {
            $0.embeddings.sourceVocabularySize = 21
            $0.embeddings.targetVocabularySize = 22
            $0.width = 24
            $0.encoderLayers = 1
            $0.decoderLayers = 3
            $0.encoderHeads = 3
            $0.decoderHeads = 4
            $0.encoderInnerWidth = 5
            $0.decoderInnerWidth = 6
            $0.activation = .geluTanh
            $0.dropout = 0.3
            $0.attentionDropout = 0.2
            $0.activationDropout = 0.05
            $0.scalesEmbedding = false
            $0.embeddings.isShared = false
            $0.embeddings.tiesOutput = false
            $0.maximumLength = 17
            $0.normPlacement = .pre
            $0.positions = .learned
            $0.decoder = .ssru
            $0.embeddings.specialTokens = SpecialTokens(start: 7, end: 3, padding: 1)
        }
        try directory.save(Transformer.random(configuration), tokenizer: nil)
        let loaded = try directory.loadModel(precision: .float32) as? Transformer
        #expect(loaded?.configuration == configuration)
    }

    @Test func everyKeyOfARecurrentConfigurationGoesThereAndBack() throws {
        let configuration = RecurrentConfiguration.small(.gru) {
            $0.width = 24
            $0.embeddingWidth = 10
            $0.layers = 3
            $0.reading = .both
            $0.attention = .general
            $0.attentionWidth = 7
            $0.dropout = 0.3
            $0.maximumLength = 17
            $0.embeddings.isShared = false
            $0.embeddings.sourceVocabularySize = 21
        }
        for changed in [configuration, .small(.rnn) { $0.reading = .reversed }] {
            try directory.save(changed.makeModel(seed: 1), tokenizer: nil)
            let loaded = try directory.loadModel(precision: .float32)
            #expect(loaded.configuration as? RecurrentConfiguration == changed)
        }
    }

    @Test(arguments: [
        ("cell", "elman", "one of gru, lstm, rnn"), ("attention", "multi", "one of additive"),
        ("layers", "0", "a whole number from 1"),
    ])
    func whatARecurrentConfigurationCannotBeIsSaid(
        key: String, value: String, allowed: String
    ) throws {
        try directory.save(RecurrentConfiguration.small(.lstm).makeModel(seed: 1), tokenizer: nil)
        try directory.changeConfiguration { $0[key] = Int(value) ?? value }
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .float32)
        }
        #expect(error?.message.contains("\"\(key)\" is \(value)") == true)
        #expect(error?.message.contains(allowed) == true)
    }

    @Test(arguments: [WeightType.float32, .bfloat16, .float16])
    func weightsAreRoundedToTheTypeAskedFor(type: WeightType) throws {
        // More numbers in a table than are rounded at once.
        let model = Transformer.random(
            .small {
                $0.embeddings.sourceVocabularySize = 5000
                $0.embeddings.targetVocabularySize = 5000
            })
        try directory.save(model, tokenizer: nil, type: type)
        #expect(try directory.object()["dtype"] as? String == type.rawValue)
        let tensors = try SafetensorsCollection(directory: folder.url)
        let size = type == .float32 ? 4 : 2
        #expect(tensors.entries.values.allSatisfy { $0.type.byteCount == size })
        let loaded = try directory.loadModel(precision: .float32)
        let significantBits: Int32 = type == .float32 ? 24 : type == .bfloat16 ? 8 : 11
        for (entry, original) in zip(loaded.parameters.entries, model.parameters.entries) {
            for (value, exact) in zip(entry.parameter.values, original.parameter.values) {
                // Half a step of the type; float16's smallest step is 2^-24.
                let allowed = max(abs(exact) * exp2(Float(-significantBits)), 0x1p-25)
                #expect(abs(value - exact) <= allowed, "\(entry.name)")
            }
        }
    }

    @Test func numbersInTheConfigurationAreAsTheyWereWritten() throws {
        try directory.save(
            Transformer.random(.small { $0.dropout = 0.3 }), tokenizer: nil)
        let text = try folder.text("config.json")
        #expect(text.contains("\"dropout\" : 0.3,"), "\(text)")
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16))
    func aModelLoadedForBfloat16ComputesInIt() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let loaded = try directory.loadModel(precision: .bfloat16)
        model.parameters.updateComputeCopy(.bfloat16)
        #expect(logits(of: loaded, .bfloat16) == logits(of: model, .bfloat16))
    }

    @Test func aSharedTableMayGoByTheNameOfAnyOfItsUses() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let uses = [
            "lm_head.weight", "model.decoder.embed_tokens.weight",
            "model.encoder.embed_tokens.weight",
        ]
        for names in [["model.shared.weight"] + uses, uses, [uses[0]], [uses[1]], [uses[2]]] {
            try write(
                model.parameters.safetensors().flatMap { tensor in
                    tensor.name == "model.shared.weight"
                        ? names.map { tensor.named($0) } : [tensor]
                })
            let loaded = try directory.loadModel(precision: .float32)
            #expect(logits(of: loaded, .float32) == logits(of: model, .float32), "\(names)")
        }
    }

    @Test func theConstantBiasMayBeMissing() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        try write(model.parameters.safetensors().filter { $0.name != "final_logits_bias" })
        let loaded = try directory.loadModel(precision: .float32)
        #expect(loaded.parameters["final_logits_bias"]?.values.allSatisfy { $0 == 0 } == true)
    }

    @Test func storedPositionsAreUsedAsTheyAreAndSavedAgain() throws {
        // Learned positions are what stored ones are, but for training.
        let learned = Transformer.random(.small { $0.positions = .learned })
        try directory.save(Transformer.random(), tokenizer: nil)
        try write(learned.parameters.safetensors())
        let loaded = try directory.loadModel(precision: .float32)
        #expect(logits(of: loaded, .float32) == logits(of: learned, .float32))
        let positions = loaded.parameters.entries.filter { $0.name.contains("embed_positions") }
        #expect(positions.count == 2 && positions.allSatisfy { !$0.isTrainable })
        try directory.save(loaded, tokenizer: nil)
        #expect(try directory.object()["model_type"] as? String == "marian")
        let again = try directory.loadModel(precision: .float32)
        #expect(logits(of: again, .float32) == logits(of: learned, .float32))
    }

    @Test func positionsOfOneSideAloneAreRefused() throws {
        let learned = Transformer.random(.small { $0.positions = .learned })
        try directory.save(Transformer.random(), tokenizer: nil)
        let missing = "model.decoder.embed_positions.weight"
        try write(learned.parameters.safetensors().filter { $0.name != missing })
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .float32)
        }
        #expect(error?.message.contains("missing: \(missing)") == true)
    }

    @Test func tablesThatAreSaidToBeOneButDifferAreKeptApart() throws {
        let untied = Transformer.random(
            .small {
                $0.embeddings.isShared = false
                $0.embeddings.tiesOutput = false
            })
        try directory.save(Transformer.random(), tokenizer: nil)
        try write(untied.parameters.safetensors())
        let loaded = try directory.loadModel(precision: .float32)
        #expect(logits(of: loaded, .float32) == logits(of: untied, .float32))
    }

    /// Which tables are one, when the file has another table for some uses: as `transformers`
    /// decides it, every other use has the first of the tables that is there.
    @Test(arguments: [
        (differing: ["model.decoder.embed_tokens.weight"], common: "model.shared.weight"),
        (["model.encoder.embed_tokens.weight"], "model.shared.weight"),
        (["model.encoder.embed_tokens.weight"], "lm_head.weight"),
        (["model.decoder.embed_tokens.weight"], "lm_head.weight"),
        (["model.encoder.embed_tokens.weight"], "model.decoder.embed_tokens.weight"),
        (["lm_head.weight"], "model.shared.weight"),
        (["lm_head.weight", "model.encoder.embed_tokens.weight"], "model.shared.weight"),
        (["lm_head.weight", "model.decoder.embed_tokens.weight"], "model.shared.weight"),
    ])
    func aTableThatDiffersIsForItsUseAlone(differing: [String], common: String) throws {
        let uses = [
            "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight",
            "lm_head.weight",
        ]
        let untied = Transformer.random(
            .small {
                $0.embeddings.isShared = false
                $0.embeddings.tiesOutput = false
            })
        // The model as it is meant: uses that do not differ have copies of one table.
        let kept = uses.filter { !differing.contains($0) }
        let first = try #require(untied.parameters[kept[0]])
        for name in kept.dropFirst() {
            let other = try #require(untied.parameters[name])
            for index in first.values.indices { other.values[index] = first.values[index] }
        }
        try directory.save(Transformer.random(), tokenizer: nil)
        // The file: the table that is common, and those that differ.
        try write(
            untied.parameters.safetensors().compactMap { tensor in
                guard kept.contains(tensor.name) else { return tensor }
                return tensor.name == kept[0] ? tensor.named(common) : nil
            })
        let loaded = try directory.loadModel(precision: .float32)
        #expect(logits(of: loaded, .float32) == logits(of: untied, .float32))
        try directory.save(loaded, tokenizer: nil)
        let again = try directory.loadModel(precision: .float32)
        #expect(logits(of: again, .float32) == logits(of: untied, .float32))
    }

    /// What `transformers` would draw at random is an error.
    @Test(arguments: [false, true])
    func aTableThatIsNowhereIsMissing(isTied: Bool) throws {
        let untied = Transformer.random(
            .small {
                $0.embeddings.isShared = false
                $0.embeddings.tiesOutput = isTied
            })
        try directory.save(untied, tokenizer: nil)
        let missing = isTied ? "model.encoder.embed_tokens.weight" : "lm_head.weight"
        try write(untied.parameters.safetensors().filter { $0.name != missing })
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .float32)
        }
        #expect(error?.message.contains("missing: \(missing)") == true)
    }

    @Test func weightsMayBeSpreadOverSeveralFiles() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let tensors = model.parameters.safetensors()
        var files: [String: String] = [:]
        for (number, part) in [tensors.prefix(7), tensors.dropFirst(7)].enumerated() {
            let name = "model-0000\(number + 1)-of-00002.safetensors"
            for tensor in part { files[tensor.name] = name }
            try SafetensorsWriter.write(Array(part), to: folder.file(name))
        }
        try FileManager.default.removeItem(at: folder.file("model.safetensors"))
        try JSONEncoder().encode(["weight_map": files])
            .write(to: folder.file("model.safetensors.index.json"))
        let loaded = try directory.loadModel(precision: .float32)
        #expect(logits(of: loaded, .float32) == logits(of: model, .float32))
    }

    @Test(
        arguments: [
            (#"{"bad_words_ids": [[3], [19], [4, 5]]}"#, [3, 19]), ("{}", []),
            (#"{"bad_words_ids": null}"#, []), (#"{"bad_words_ids": [[0], [2]]}"#, [2]),
            (nil, [7]),
        ] as [(String?, Set<Int32>)])
    func bannedTokensAreReadFromTheNewerFileAlone(_ file: String?, _ banned: Set<Int32>) throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try directory.changeConfiguration { $0["bad_words_ids"] = [[7]] }
        try FileManager.default.removeItem(at: folder.file("generation_config.json"))
        if let file { try folder.write(file.utf8, to: "generation_config.json") }
        #expect(try directory.loadModel(precision: .float32).suppressedTokens == banned)
    }

    private func write(_ tensors: [SafetensorsTensor]) throws {
        try SafetensorsWriter.write(tensors, to: folder.file("model.safetensors"))
    }
}

extension SafetensorsTensor {
    /// The same tensor under another name.
    func named(_ name: String) -> SafetensorsTensor {
        SafetensorsTensor(name: name, type: type, shape: shape, write: write)
    }
}
