import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing

struct GenerationSettingsTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(), tokenizer: nil)
    }

    private func write(_ text: String) throws {
        try folder.write(text.utf8, to: "generation_config.json")
    }

    private func load() throws -> any SequenceToSequenceModel {
        try directory.loadModel(precision: .float32)
    }

    @Test func everySettingIsRead() throws {
        try write(
            #"""
            {"bad_words_ids": [[19], [4, 5], [3], [6, 7, 8]], "num_beams": 6, "length_penalty": 1.5,
             "early_stopping": "never", "repetition_penalty": 1.25, "no_repeat_ngram_size": 3,
             "max_length": 40}
            """#)
        let settings = try load().generation
        #expect(settings.suppressedTokens == [3, 19])
        #expect(settings.suppressedSequences == [[4, 5], [6, 7, 8]])
        #expect(settings.beamSize == 6 && settings.lengthPenalty == 1.5)
        #expect(settings.earlyStopping == .never && settings.repetitionPenalty == 1.25)
        #expect(settings.noRepeatNGramSize == 3 && settings.maximumLength == 40)
    }

    @Test func whatTheFileDoesNotSayIsNotThere() throws {
        try write(#"{"no_repeat_ngram_size": 0, "num_beams": null, "early_stopping": false}"#)
        let settings = try load().generation
        #expect(settings.suppressedTokens.isEmpty && settings.suppressedSequences.isEmpty)
        #expect(settings.beamSize == nil && settings.lengthPenalty == nil)
        #expect(settings.noRepeatNGramSize == nil && settings.earlyStopping == .no)
    }

    @Test func aModelIsWrittenWithEverythingThatItsFileSaid() throws {
        try write(
            #"""
            {"bad_words_ids": [[19], [4, 5]], "num_beams": 6, "length_penalty": 0.1,
             "max_length": 40, "renormalize_logits": true, "new_setting": {"of": [1, "x"]}}
            """#)
        let copy = ModelDirectory(folder.file("copy"))
        try copy.save(load(), tokenizer: nil, type: .bfloat16)
        let written = try copy.object("generation_config.json")
        #expect(written["bad_words_ids"] as? [[Int]] == [[19], [4, 5]])
        #expect(written["num_beams"] as? Int == 6 && written["max_length"] as? Int == 40)
        #expect(written["length_penalty"] as? Double == 0.1)
        #expect(written["renormalize_logits"] as? Bool == true)
        #expect((written["new_setting"] as? [String: [Any]])?["of"]?.count == 2)
        // What `transformers` cannot do without is added, and nothing else.
        #expect(written["decoder_start_token_id"] as? Int == 19)
        #expect(written["eos_token_id"] as? Int == 0 && written["forced_eos_token_id"] == nil)
        #expect(try copy.loadModel(precision: .float32).generation.beamSize == 6)
    }

    @Test func theSettingsOfOlderDirectoriesGetAFileOfTheirOwn() throws {
        try directory.changeConfiguration {
            $0.merge(["num_beams": 4, "max_length": 50, "bad_words_ids": [[7]]]) { $1 }
        }
        try FileManager.default.removeItem(at: folder.file("generation_config.json"))
        let copy = ModelDirectory(folder.file("copy"))
        try copy.save(load(), tokenizer: nil)
        let written = try copy.object("generation_config.json")
        #expect(written["num_beams"] as? Int == 4 && written["max_length"] as? Int == 50)
        #expect(written["bad_words_ids"] as? [[Int]] == [[7]])
        #expect(written["d_model"] == nil && written["vocab_size"] == nil)
    }

    @Test func howItIsSearchedIsWrittenForANewModel() throws {
        var model = Transformer.random(.small())
        model.generation.beamSize = 2
        model.generation.lengthPenalty = 0.5
        try directory.save(model, tokenizer: nil)
        let written = try directory.object("generation_config.json")
        #expect(written["num_beams"] as? Int == 2)
        #expect(written["length_penalty"] as? Double == 0.5)
        let loaded = try directory.loadModel(precision: .float32).generation
        #expect(loaded.beamSize == 2 && loaded.lengthPenalty == 0.5)
    }

    @Test func whatWasChangedSinceItWasReadIsWritten() throws {
        try write(#"{"num_beams": 6, "length_penalty": 0.1, "new_setting": 3}"#)
        var model = try load()
        model.generation.beamSize = 1
        model.generation.lengthPenalty = 2
        let copy = ModelDirectory(folder.file("copy"))
        try copy.save(model, tokenizer: nil)
        let written = try copy.object("generation_config.json")
        #expect(written["num_beams"] as? Int == 1 && written["length_penalty"] as? Double == 2)
        #expect(written["new_setting"] as? Int == 3)
    }

    @Test func theHeadThatAlignsIsKept() throws {
        var model = Transformer.random(.small())
        model.generation.alignmentHead = AlignmentHead(layer: 1, head: 0)
        try directory.save(model, tokenizer: nil)
        let written = try directory.object("generation_config.json")
        #expect(written["alignment_heads"] as? [[Int]] == [[1, 0]])
        #expect(try load().generation.alignmentHead == AlignmentHead(layer: 1, head: 0))
        // Whoever writes it again keeps it.
        let copy = ModelDirectory(folder.file("copy"))
        try copy.save(load(), tokenizer: nil, type: .bfloat16)
        #expect(
            try copy.loadModel(precision: .float32).generation.alignmentHead
                == AlignmentHead(layer: 1, head: 0))
    }

    @Test(arguments: ["{}", #"{"alignment_heads": []}"#, #"{"alignment_heads": [[0, 1], [1, 0]]}"#])
    func manyHeadsAreNone(text: String) throws {
        try write(text)
        #expect(try load().generation.alignmentHead == nil)
    }

    /// `transformers` refuses an empty list.
    @Test(arguments: ["{}", #"{"bad_words_ids": []}"#, #"{"bad_words_ids": [[0]]}"#])
    func nothingSuppressedIsNoList(text: String) throws {
        try write(text)
        let copy = ModelDirectory(folder.file("copy"))
        try copy.save(load(), tokenizer: nil)
        let written = try folder.text("copy/generation_config.json")
        #expect(!written.contains("bad_words_ids"), "\(written)")
    }

    @Test(arguments: [
        (#"{"bad_words_ids": [[20]]}"#, "bad_words_ids", "from 0 to 19"),
        (#"{"bad_words_ids": [[-1]]}"#, "bad_words_ids", "from 0 to 19"),
        (#"{"bad_words_ids": [[1.5]]}"#, "bad_words_ids", "list of lists"),
        (#"{"bad_words_ids": [[true]]}"#, "bad_words_ids", "list of lists"),
        (#"{"bad_words_ids": [[]]}"#, "bad_words_ids", "list of lists"),
        (#"{"bad_words_ids": 3}"#, "bad_words_ids", "list of lists"),
        (#"{"alignment_heads": [[1]]}"#, "alignment_heads", "list of pairs"),
        (#"{"alignment_heads": [[-1, 0]]}"#, "alignment_heads", "list of pairs"),
        (#"{"alignment_heads": [1, 0]}"#, "alignment_heads", "list of pairs"),
        (#"{"num_beams": 0}"#, "num_beams", "from 1 to 1000"),
        (#"{"num_beams": 4611686018427387904}"#, "num_beams", "from 1 to 1000"),
        (#"{"num_beams": 1001}"#, "num_beams", "from 1 to 1000"),
        (#"{"num_beams": "4"}"#, "num_beams", "a whole number"),
        (#"{"length_penalty": 1e308}"#, "length_penalty", "from -2.0 to 10.0"),
        (#"{"length_penalty": true}"#, "length_penalty", "a number"),
        (#"{"repetition_penalty": 0}"#, "repetition_penalty", "a number from"),
        (#"{"repetition_penalty": 0.009}"#, "repetition_penalty", "from 0.01 to 100.0"),
        (#"{"repetition_penalty": 101}"#, "repetition_penalty", "from 0.01 to 100.0"),
        (#"{"early_stopping": "maybe"}"#, "early_stopping", "never"),
        (#"{"no_repeat_ngram_size": -1}"#, "no_repeat_ngram_size", "from 0"),
        (#"{"max_length": 0}"#, "max_length", "from 1"),
        (#"{"decoder_start_token_id": 20}"#, "decoder_start_token_id", "from 0 to 19"),
        (#"{"eos_token_id": [5, 6]}"#, "eos_token_id", "a list that has 0 in it"),
        ("[]", "generation_config.json", "not a JSON object"),
    ])
    func whatCannotBeIsSaid(text: String, names: String, allowed: String) throws {
        try write(text)
        let error = #expect(throws: CalqueError.self) { try load() }
        let message = try #require(error).message
        #expect(message.contains("generation_config.json") && message.contains(names))
        #expect(message.contains(allowed), "\(message)")
    }

    @Test func translationsBeginAndEndAsTheFileSays() throws {
        try write(#"{"decoder_start_token_id": 3, "eos_token_id": 2, "bad_words_ids": [[2], [0]]}"#)
        let model = try load()
        #expect(model.specialTokens.start == 3 && model.specialTokens.end == 2)
        #expect(model.suppressedTokens == [0])
        try write(#"{"eos_token_id": [5, 0]}"#)
        #expect(try load().specialTokens.end == 0)
    }
}
