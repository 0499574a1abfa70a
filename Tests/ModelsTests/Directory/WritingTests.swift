import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// Where a model may be written, and in which types.
struct WritingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func directory(_ name: String) -> ModelDirectory {
        ModelDirectory(folder.file(name))
    }

    private func names(_ directory: ModelDirectory) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: directory.url.path))
    }

    @Test func aFolderIsMadeWithThoseAboveIt() throws {
        let deep = directory("a/b/model")
        try deep.write(Transformer.random(), tokenizer: nil)
        #expect(
            try names(deep) == ["config.json", "generation_config.json", "model.safetensors"])
    }

    @Test func aModelIsReplacedOnlyWhenItIsAskedFor() throws {
        let (old, new) = (Transformer.random(seed: 1), Transformer.random(seed: 2))
        let place = directory("model")
        try place.write(old, tokenizer: nil)
        let error = #expect(throws: CalqueError.self) { try place.write(new, tokenizer: nil) }
        #expect(error?.message.contains(place.url.path) == true)
        #expect(error?.remedy == .otherNameOrReplace && error?.kind == .system)
        let name = "model.shared.weight"
        func first() throws -> Float? {
            try place.loadModel(precision: .float32).parameters[name]?.values.first
        }
        #expect(try first() == old.parameters[name]?.values.first)
        try place.write(new, tokenizer: nil, isReplacing: true)
        #expect(try first() == new.parameters[name]?.values.first)
    }

    @Test(arguments: [
        (["config.json", "model.safetensors", "log.jsonl"], "log.jsonl"),
        (["config.json", "model.safetensors", "checkpoints/update-1/config.json"], "checkpoints"),
        (["thesis.tex"], "thesis.tex"), (["vocab.json"], "no config.json"),
    ])
    func whatIsNotAModelAloneIsNotReplaced(files: [String], named: String) throws {
        let place = directory("folder")
        for name in files { try folder.write("mine".utf8, to: "folder/\(name)") }
        let message = try message {
            try place.write(Transformer.random(), tokenizer: nil, isReplacing: true)
        }
        #expect(message.contains(place.url.path) && message.contains(named), "\(message)")
        for name in files { #expect(try folder.text("folder/\(name)") == "mine") }
    }

    @Test func aFileIsNoFolder() throws {
        let place = directory("file")
        try folder.write("mine".utf8, to: "file")
        let message = try message {
            try place.write(Transformer.random(), tokenizer: nil, isReplacing: true)
        }
        #expect(message.contains("no folder"))
    }

    /// 65,504 is the largest number of float16, and 3.39e38 that of bfloat16.
    @Test(arguments: [
        (WeightType.float16, Float(65_505)), (.float16, -1e6), (.float16, .infinity),
        (.bfloat16, 0x1.FF8p127), (.bfloat16, -.infinity),
    ])
    func numbersThatATypeDoesNotHaveAreNamed(type: WeightType, number: Float) throws {
        let model = Transformer.random()
        let name = "model.encoder.layers.1.fc1.weight"
        try #require(model.parameters[name]).values[5] = number
        let place = directory("model")
        let message = try message { try place.write(model, tokenizer: nil, type: type) }
        #expect(message.contains(type.rawValue) && message.contains(name), "\(message)")
        #expect(!FileManager.default.fileExists(atPath: place.url.path))
    }

    @Test(arguments: [(WeightType.float16, Float(65_504)), (.bfloat16, 0x1.FEp127)])
    func theLargestNumberOfATypeIsKept(type: WeightType, number: Float) throws {
        let model = Transformer.random()
        let name = "model.encoder.layers.1.fc1.weight"
        try #require(model.parameters[name]).values[5] = -number
        let place = directory("model")
        try place.write(model, tokenizer: nil, type: type)
        let loaded = try place.loadModel(precision: .float32)
        #expect(loaded.parameters[name]?.values[5] == -number)
    }
}
