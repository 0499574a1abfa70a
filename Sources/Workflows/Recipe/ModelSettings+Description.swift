import Layers
public import Models

extension Architecture {
    /// That of a model that there is.
    init(of configuration: any ModelConfiguration) {
        switch configuration {
        case let own as RecurrentConfiguration:
            switch (own.cell, own.attention) {
            case (.gru, .additive): self = .additiveAttention
            case (.rnn, _): self = .rnn
            case (.gru, _): self = .gru
            case (.lstm, _): self = .lstm
            }
        case is NeuralTuringTranslationConfiguration: self = .ntm
        default: self = .transformer
        }
    }
}

extension TrainingRecipe.ModelSettings {
    /// The settings that make a model like one that there is: what `TrainingRecipe.configuration(_:)`
    /// is the way back of.
    public init(describing configuration: any ModelConfiguration, _ architecture: Architecture) {
        self.init()
        self.architecture = architecture
        width = configuration.width
        maximumLength = configuration.maximumLength
        dropout = configuration.dropout
        switch configuration {
        case let own as TransformerConfiguration: transformer = .init(describing: own)
        case let own as RecurrentConfiguration: recurrent = .init(describing: own)
        case let own as NeuralTuringTranslationConfiguration: machine = .init(describing: own)
        default: break
        }
    }
}

extension TrainingRecipe.TransformerSettings {
    fileprivate init(describing configuration: TransformerConfiguration) {
        innerWidth = configuration.encoderInnerWidth
        heads = configuration.encoderHeads
        encoderLayers = configuration.encoderLayers
        decoderLayers = configuration.decoderLayers
        activation = configuration.activation
        norm = configuration.normPlacement
        positions = configuration.positions
        // Nil is what it was before there was a choice: comparisons that were begun then go on.
        decoder = configuration.decoder == .selfAttention ? nil : configuration.decoder
        attentionDropout = configuration.attentionDropout
        activationDropout = configuration.activationDropout
        study = configuration.study.isWhole ? nil : configuration.study
    }
}

extension TrainingRecipe.RecurrentSettings {
    fileprivate init(describing configuration: RecurrentConfiguration) {
        layers = configuration.layers
        embeddingWidth = configuration.embeddingWidth
        reading = configuration.reading
        attention = Attention(configuration.attention)
        if configuration.attention == .additive { attentionWidth = configuration.attentionWidth }
    }
}

extension TrainingRecipe.MachineSettings {
    fileprivate init(describing configuration: NeuralTuringTranslationConfiguration) {
        slots = configuration.slots
        slotWidth = configuration.slotWidth
        readHeads = configuration.readHeads
        writeHeads = configuration.writeHeads
        shiftRange = configuration.shiftRange
    }
}
