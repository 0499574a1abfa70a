import Basics
import Layers
public import Models

/// The model that a recipe describes.
extension TrainingRecipe {
    /// The configuration of a model with random weights.
    ///
    /// - Parameter embeddings: What follows from the vocabulary.
    /// - Throws: `CalqueError` when sizes do not fit each other, or a key is of another architecture.
    public func configuration(
        _ embeddings: EmbeddingConfiguration
    ) throws -> any ModelConfiguration {
        try requireArchitecture()
        var embeddings = embeddings
        embeddings.tiesOutput = !model.untiesOutput
        embeddings.isShared =
            embeddings.isShared && !model.separatesEmbeddings && !model.untiesOutput
        var configuration = model.architecture.configuration(model.size ?? .small, embeddings)
        if let width = model.width { configuration.setWidth(width) }
        configuration.maximumLength = model.maximumLength
        if let dropout = model.dropout { configuration.dropout = dropout }
        switch configuration {
        case var transformer as TransformerConfiguration:
            model.transformer.apply(to: &transformer)
            configuration = transformer
        case var recurrent as RecurrentConfiguration:
            try model.recurrent.apply(to: &recurrent)
            configuration = recurrent
        case var machine as NeuralTuringTranslationConfiguration:
            model.machine.apply(to: &machine)
            configuration = machine
        default: break
        }
        try configuration.validate()
        return configuration
    }

    /// Throws where a key has a value that only models of another architecture have.
    func requireArchitecture() throws {
        if let size = model.size, size.isStudent, model.architecture != .transformer {
            throw CalqueError(
                """
                size \(size.rawValue) is one of the Transformer, and architecture is \
                \(model.architecture.rawValue). Choose another size, or another architecture.
                """, kind: .configuration)
        }
        let own: Set<RecipeKey.Section> =
            switch model.architecture {
            case .transformer: [.transformer, .study]
            case .rnn, .gru, .lstm, .additiveAttention: [.recurrent]
            case .ntm: [.machine]
            }
        let others = Set<RecipeKey.Section>([.transformer, .study, .recurrent, .machine])
            .subtracting(own)
        let foreign = RecipeKey.all.first { key in
            others.contains(key.section) && key.read(self) != nil
        }
        guard let foreign else { return }
        throw CalqueError(
            """
            \(foreign.name) is a key of \(foreign.section.owner), and architecture is \
            \(model.architecture.rawValue). Leave it out, or choose another architecture.
            """, kind: .configuration)
    }
}

extension RecipeKey.Section {
    /// Whose keys they are, in a sentence.
    fileprivate var owner: String {
        switch self {
        case .transformer, .study: "the Transformer"
        case .recurrent: "recurrent models"
        default: rawValue
        }
    }
}

extension TrainingRecipe.TransformerSettings {
    fileprivate func apply(to configuration: inout TransformerConfiguration) {
        if let innerWidth {
            configuration.encoderInnerWidth = innerWidth
            configuration.decoderInnerWidth = innerWidth
        }
        if let heads {
            configuration.encoderHeads = heads
            configuration.decoderHeads = heads
        }
        if let encoderLayers { configuration.encoderLayers = encoderLayers }
        if let decoderLayers { configuration.decoderLayers = decoderLayers }
        if let activation { configuration.activation = activation }
        if let norm { configuration.normPlacement = norm }
        if let positions { configuration.positions = positions }
        if let decoder { configuration.decoder = decoder }
        if let study { configuration.study = study }
        applyDropout(to: &configuration)
    }

    /// What does not change the weights that there are.
    func applyDropout(to configuration: inout TransformerConfiguration) {
        if let attentionDropout { configuration.attentionDropout = attentionDropout }
        if let activationDropout { configuration.activationDropout = activationDropout }
    }
}

extension TrainingRecipe.RecurrentSettings {
    fileprivate func apply(to configuration: inout RecurrentConfiguration) throws {
        if let embeddingWidth { configuration.embeddingWidth = embeddingWidth }
        if let attentionWidth { configuration.attentionWidth = attentionWidth }
        if let layers { configuration.layers = layers }
        if let reading { configuration.reading = reading }
        if let attention { configuration.attention = attention.score }
        guard attentionWidth == nil || configuration.attention == .additive else {
            throw CalqueError(
                "attention-width is the inner width of additive attention. Leave it out, or set "
                    + "attention to additive.", kind: .configuration)
        }
    }
}

extension TrainingRecipe.MachineSettings {
    fileprivate func apply(to configuration: inout NeuralTuringTranslationConfiguration) {
        if let slots { configuration.slots = slots }
        if let slotWidth { configuration.slotWidth = slotWidth }
        if let readHeads { configuration.readHeads = readHeads }
        if let writeHeads { configuration.writeHeads = writeHeads }
        if let shiftRange { configuration.shiftRange = shiftRange }
    }
}
