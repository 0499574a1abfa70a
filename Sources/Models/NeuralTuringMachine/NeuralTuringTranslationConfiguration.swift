import Basics
import Layers
public import Text

/// Sizes and options of a ``NeuralTuringEncoderDecoder``.
public struct NeuralTuringTranslationConfiguration: StoredConfiguration, Equatable {
    /// The vocabularies and their tables.
    public var embeddings: EmbeddingConfiguration
    /// The width of the controllers, which are LSTMs (`d_model`).
    public var width = 256
    /// The width of the embeddings (`embedding_size`).
    public var embeddingWidth = 128
    /// N, the number of slots of the memory (`memory_slots`).
    public var slots = 64
    /// M, the length of a slot (`memory_slot_size`).
    public var slotWidth = 32
    /// Heads that read, in encoder and decoder each (`read_heads`).
    public var readHeads = 1
    /// Heads that write (`write_heads`).
    public var writeHeads = 1
    /// How many slots a head can move in a step, to either side (`shift_range`).
    public var shiftRange = 1
    /// Dropout of embeddings and of what the output is made of (`dropout`).
    public var dropout: Float = 0.1
    /// The longest sentence that is translated as one (`max_position_embeddings`); the architecture
    /// has no limit of its own.
    public var maximumLength = 512

    /// The defaults.
    public init(_ embeddings: EmbeddingConfiguration) {
        self.embeddings = embeddings
    }

    /// Sets the widths to those of a named size of the Transformer; embeddings are half as wide as
    /// the controllers.
    public mutating func apply(_ size: ModelSize) {
        setWidth(size.width)
    }

    /// Sets the width of the controllers; embeddings are half as wide.
    public mutating func setWidth(_ width: Int) {
        self.width = width
        embeddingWidth = max(1, width / 2)
    }

    /// The same model with controllers of another width; embeddings keep their proportion to it, and
    /// the memory stays as it is.
    public func scaled(toWidth width: Int) -> NeuralTuringTranslationConfiguration {
        var scaled = self
        scaled.width = width
        scaled.embeddingWidth = max(1, embeddingWidth * width / self.width)
        return scaled
    }

    /// The encoder's machine and the decoder's.
    var machine: NeuralTuringMachineConfiguration {
        var machine = NeuralTuringMachineConfiguration(inputWidth: embeddingWidth)
        machine.controller = .lstm
        machine.controllerWidth = width
        machine.slots = slots
        machine.slotWidth = slotWidth
        machine.readHeads = readHeads
        machine.writeHeads = writeHeads
        machine.shiftRange = shiftRange
        return machine
    }

    /// The Neural Turing Machines of these sizes.
    public func makeModel() -> any SequenceToSequenceModel { NeuralTuringEncoderDecoder(self) }

    /// Throws `CalqueError` when sizes do not fit each other.
    public func validate() throws {
        try embeddings.validate()
        try machine.validate()
    }

    /// Sizes and options, in words.
    public var properties: [(name: String, value: String)] {
        [
            ("architecture", "Neural Turing Machines as encoder and decoder"),
            ("width", "\(width), embeddings \(embeddingWidth)"),
            ("memory", "\(slots) slots of \(slotWidth), shifts up to \(shiftRange)"),
            ("heads", "\(writeHeads) writing, \(readHeads) reading"),
        ]
    }

    /// Of a token of either side: the controller, its heads, and finding, changing and reading
    /// slots; of a target token also the readout and the output layer.
    public func productOperations(of batch: Batch) -> Double {
        let memory = machine.memory
        let controller = 4 * width * (embeddingWidth + memory.readCount + width)
        let heads = width * memory.parameterCount
        let access = memory.contentCount * (memory.heads + 2 * writeHeads + readHeads)
        let readout = (width + memory.readCount + embeddingWidth) * embeddingWidth
        let output = embeddingWidth * embeddings.targetVocabularySize
        let (sources, targets) = (batch.source.tokenCount, batch.target.tokenCount)
        return 2
            * Double((sources + targets) * (controller + heads + access))
            + 2 * Double(targets * (readout + output))
    }
}

extension NeuralTuringTranslationConfiguration {
    private static let modelType = "calque_ntm"
    static let modelTypes = [modelType]

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        let widths = 1 << 16
        self.init(try EmbeddingConfiguration(reader))
        width = try reader.size("d_model", upTo: widths)
        embeddingWidth = try reader.size("embedding_size", upTo: widths)
        slots = try reader.size("memory_slots", upTo: widths)
        slotWidth = try reader.size("memory_slot_size", upTo: widths)
        readHeads = try reader.size("read_heads", upTo: widths)
        writeHeads = try reader.size("write_heads", upTo: widths)
        shiftRange = try reader.integer("shift_range", in: 0...widths) ?? 1
        dropout = try reader.probability("dropout") ?? 0.1
        maximumLength = try reader.maximumLength(otherwise: 512)
        try reader.naming { try validate() }
    }

    /// The content of `config.json`.
    public var jsonObject: [String: Any] {
        let object: [String: Any] = [
            "architectures": ["CalqueNeuralTuringMachine"], "model_type": Self.modelType,
            "is_encoder_decoder": true, "d_model": width, "embedding_size": embeddingWidth,
            "memory_slots": slots, "memory_slot_size": slotWidth, "read_heads": readHeads,
            "write_heads": writeHeads, "shift_range": shiftRange, "dropout": dropout.asDouble,
            "max_position_embeddings": maximumLength,
        ]
        return object.merging(embeddings.jsonObject) { own, _ in own }
    }
}
