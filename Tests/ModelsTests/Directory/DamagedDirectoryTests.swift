import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing

/// A change of `config.json` that makes it wrong, and what the error has to say.
struct WrongConfiguration: Sendable, CustomTestStringConvertible {
    let key: String
    /// As JSON; `nil` leaves the key out.
    let value: String?
    let says: [String]

    init(_ key: String, _ value: String?, says: String...) {
        self.key = key
        self.value = value
        self.says = says
    }

    var testDescription: String { "\(key): \(value ?? "missing")" }

    static let all = [
        WrongConfiguration("model_type", #""bert""#, says: "bert", "marian", "calque_transformer"),
        WrongConfiguration("model_type", nil),
        WrongConfiguration("model_type", "7", says: "7", "a string"),
        WrongConfiguration("d_model", nil),
        WrongConfiguration("d_model", #""wide""#, says: "wide", "a whole number"),
        WrongConfiguration("d_model", "true", says: "a whole number"),
        WrongConfiguration("d_model", "16.5", says: "16.5", "a whole number"),
        WrongConfiguration("d_model", "0", says: "0", "from 1"),
        WrongConfiguration("encoder_layers", "-1", says: "-1", "from 1"),
        WrongConfiguration("d_model", "70000", says: "70000", "65536"),
        WrongConfiguration("dropout", "1", says: "1", "from 0"),
        WrongConfiguration("dropout", "-0.5", says: "-0.5", "from 0"),
        WrongConfiguration("scale_embedding", "1", says: "1", "true or false"),
        WrongConfiguration("activation_function", #""mish""#, says: "mish", "relu", "swish"),
        WrongConfiguration("encoder_attention_heads", "3", says: "3", "d_model", "16"),
        WrongConfiguration("decoder_attention_heads", "5", says: "5", "d_model", "16"),
        WrongConfiguration("decoder_vocab_size", "21", says: "21", "vocab_size", "20"),
        WrongConfiguration("eos_token_id", "20", says: "20", "0 to 19"),
        WrongConfiguration("decoder_start_token_id", "-1", says: "-1"),
        WrongConfiguration("pad_token_id", "20", says: "20", "0 to 19"),
        WrongConfiguration("pad_token_id", nil),
        WrongConfiguration("pad_token_id", "1.5", says: "a whole number"),
        WrongConfiguration("decoder_start_token_id", "20", says: "20", "0 to 19"),
        WrongConfiguration("max_position_embeddings", "0", says: "from 3"),
        WrongConfiguration("max_position_embeddings", "1", says: "from 3"),
        WrongConfiguration("max_position_embeddings", "2", says: "from 3"),
        WrongConfiguration("max_position_embeddings", "2147483648", says: "16777216"),
        WrongConfiguration("d_model", "4611686018427387904", says: "65536"),
        WrongConfiguration("d_model", "1e308", says: "65536"),
        WrongConfiguration("encoder_layers", "1000000", says: "1000000", "1024"),
        WrongConfiguration("encoder_attention_heads", "0", says: "from 1"),
        WrongConfiguration("encoder_ffn_dim", "-1", says: "from 1"),
        WrongConfiguration("vocab_size", "0", says: "from 1"),
        WrongConfiguration("vocab_size", "2147483648", says: "16777216"),
        WrongConfiguration("attention_dropout", "1e308", says: "from 0"),
        WrongConfiguration("d_model", #"{"a": ["\u001B[31m"]}"#, says: "a whole number"),
    ]
}

struct DamagedDirectoryTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
    }

    private var configuration: URL { folder.file("config.json") }
    private var weights: URL { folder.file("model.safetensors") }

    /// The message of the error that loading throws.
    private func loadingError() throws -> String {
        try message { _ = try directory.loadModel(precision: .float32) }
    }

    @Test func aFolderThatIsMissingIsNamed() throws {
        let missing = ModelDirectory(folder.file("nowhere"))
        let message = try message { _ = try missing.loadModel(precision: .float32) }
        #expect(message.contains(missing.url.path) && message.contains("config.json"))
    }

    @Test func aFolderOfOtherThingsIsNamed() throws {
        try folder.write("hello".utf8, to: "readme.txt")
        let message = try loadingError()
        #expect(message.contains(folder.url.path) && message.contains("config.json"))
    }

    @Test(arguments: ["", "{", "[1, 2]", "\u{0}"])
    func aConfigurationThatIsNoObjectIsNamed(text: String) throws {
        try folder.write(text.utf8, to: "config.json")
        let message = try loadingError()
        #expect(message.contains(configuration.path), "\(message)")
    }

    /// What is made of JSON takes more memory than its text.
    @Test func aConfigurationOfAMegabyteIsRefused() throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try (Data(contentsOf: configuration) + Data(repeating: 0x20, count: 1 << 20))
            .write(to: configuration)
        let message = try loadingError()
        #expect(message.contains(configuration.path) && message.contains("1048576"), "\(message)")
    }

    /// Nesting that would exhaust the stack of a reader that calls itself.
    @Test(arguments: ["config.json", "generation_config.json", "tokenizer_config.json"])
    func deepNestingIsRefused(name: String) throws {
        try directory.save(Transformer.random(), tokenizer: try .made(of: ["a", "b", "c"]))
        let depth = 100_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let file = try folder.write("{\"a\": \(text)}".utf8, to: name)
        let error = #expect(throws: CalqueError.self) {
            _ = try directory.loadModel(precision: .float32)
            _ = try directory.loadTokenizer()
        }
        #expect(error?.message.contains(file.path) == true)
    }

    /// A terminal obeys what is written to it.
    @Test func whatAFileSaysIsShownShortAndWithoutControlCharacters() throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try directory.changeConfiguration {
            $0["model_type"] = "\u{1B}[31m" + String(repeating: "x", count: 10_000)
        }
        let message = try loadingError()
        #expect(message.count < 1000 && !message.contains("\u{1B}"), "\(message)")
    }

    @Test(arguments: WrongConfiguration.all)
    func aWrongValueIsNamedWithItsFileItsKeyAndWhatIsAllowed(wrong: WrongConfiguration) throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try directory.changeConfiguration {
            $0[wrong.key] = try wrong.value.map {
                try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
            }
        }
        let message = try loadingError()
        for part in [configuration.path, wrong.key] + wrong.says {
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test func missingWeightsAreNamed() throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try FileManager.default.removeItem(at: weights)
        let message = try loadingError()
        #expect(message.contains(folder.url.path) && message.contains("model.safetensors"))
    }

    @Test func weightsOfAnotherKindComeWithTheCommandThatConvertsThem() throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try FileManager.default.moveItem(
            at: weights, to: folder.file("pytorch_model.bin"))
        let message = try loadingError()
        #expect(message.contains("pytorch_model.bin") && !message.contains("\n"), "\(message)")
        #expect(message.hasSuffix("save_pretrained(sys.argv[1])\" '\(folder.url.path)'"))
    }

    /// The weights take a few kilobytes; what is asked for would not fit into any memory.
    @Test(arguments: [
        ["d_model": 65_536], ["encoder_ffn_dim": 1_000_000], ["decoder_layers": 1000],
        ["vocab_size": 10_000_000, "decoder_vocab_size": 10_000_000],
        ["d_model": 65_536, "max_position_embeddings": 16_000_000],
    ])
    func sizesThatTheWeightsDoNotHaveTakeNoMemory(sizes: [String: Int]) throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try directory.changeConfiguration { object in
            for (key, size) in sizes { object[key] = size }
        }
        #expect(try loadingError().contains("do not fit"))
    }

    @Test(arguments: [0, 7, 100, 5000])
    func weightsCutOffAreRefused(byteCount: Int) throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        try Data(contentsOf: weights).prefix(byteCount).write(to: weights)
        let message = try loadingError()
        #expect(message.contains(weights.path), "\(message)")
    }

    @Test func allTensorsThatDoNotFitAreListed() throws {
        try directory.save(Transformer.random(), tokenizer: nil)
        let other = Transformer.random(
            .small {
                $0.encoderLayers = 1
                $0.decoderLayers = 3
                $0.decoderInnerWidth = 25
            })
        try SafetensorsWriter.write(other.parameters.safetensors(), to: weights)
        let message = try loadingError()
        for part in [
            folder.url.path, "model.encoder.layers.1.fc1.weight",
            "model.encoder.layers.1.self_attn.q_proj.bias", "model.decoder.layers.2.fc2.bias",
            "model.decoder.layers.0.fc1.weight has shape [25, 16]", "[24, 16]",
        ] {
            #expect(message.contains(part), "\(message)")
        }
    }
}
