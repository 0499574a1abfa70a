import Tensors

public import Text

/// Sizes and options of a model, from which it is made: what `config.json` says of it.
public protocol ModelConfiguration: Sendable {
    /// The vocabularies and their tables.
    var embeddings: EmbeddingConfiguration { get set }
    /// The width d of the model's rows, or states, which some learning rates depend on.
    var width: Int { get }
    /// The longest sentence, in tokens of either side.
    var maximumLength: Int { get set }
    /// Dropout of embeddings and of what goes from layer to layer.
    var dropout: Float { get set }
    /// What the model is, in words: a property and its value a line.
    var properties: [(name: String, value: String)] { get }

    /// Throws `CalqueError` when sizes and options do not fit each other.
    func validate() throws

    /// Changes the width, and what the architecture derives from it unless told otherwise.
    mutating func setWidth(_ width: Int)

    /// The same model of another width; all other widths keep their proportion to it.
    func scaled(toWidth width: Int) -> Self

    /// The content of `config.json`.
    var jsonObject: [String: Any] { get }

    /// The floating-point operations of the matrix products of a forward pass with a tape or
    /// without, a multiplication and an addition counting as two. The backward pass has twice as
    /// many: a gradient needs the same product once for each factor.
    func productOperations(of batch: Batch) -> Double

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    func makeModel() -> any SequenceToSequenceModel
}

extension ModelConfiguration {
    /// A model with random weights.
    public func makeModel(seed: UInt64) -> any SequenceToSequenceModel {
        let model = makeModel()
        model.parameters.initialize(seed: seed)
        return model
    }
}

/// A configuration that `config.json` can hold.
protocol StoredConfiguration: ModelConfiguration {
    /// The values of `model_type` that it goes by.
    static var modelTypes: [String] { get }

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws

    /// Takes over what the weights say, and `config.json` leaves open or says wrongly.
    mutating func adapt(to weights: SafetensorsCollection) throws
}

extension StoredConfiguration {
    mutating func adapt(to weights: SafetensorsCollection) throws {
        try embeddings.adapt(to: weights)
    }
}
