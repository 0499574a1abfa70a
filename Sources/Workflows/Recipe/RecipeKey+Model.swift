import Layers
import Models
import Tensors

extension RecipeKey {
    private static let ofSize = "the size's"
    private static let plainTransformer = TransformerConfiguration(.ofAnyVocabulary)
    private static let plainRecurrent = RecurrentConfiguration(.ofAnyVocabulary)
    private static let plainMachine = NeuralTuringTranslationConfiguration(.ofAnyVocabulary)

    static let model = [
        RecipeKey(
            "from", optional: \.model.base, .path, unit: "folder", fixed: true, in: .model,
            "The model directory that training starts from."),
        RecipeKey(
            "architecture", \.model.architecture, .word, unit: "kind", fixed: true, in: .model,
            """
            The Transformer; rnn, gru or lstm without attention; GRUs with additive attention; or \
            Neural Turing Machines.
            """),
        RecipeKey(
            "size", optional: \.model.size, .word, unit: "size",
            standard: """
                tiny, small or base, by text and time; small for other architectures
                """,
            fixed: true, in: .model,
            "Named size; base and big are the paper's, students small and fast."),
        RecipeKey(
            "width", optional: \.model.width, .whole(from: 1, to: 1 << 16), unit: "d",
            standard: ofSize, fixed: true, in: .model,
            "Width d of the row of every token, or of a recurrent state."),
        RecipeKey(
            "maximum-length", \.model.maximumLength, .whole(from: 2, to: 1 << 24), unit: "tokens",
            fixed: true, in: .model, "The most tokens of a sentence, end token included."),
        RecipeKey(
            "dropout", optional: \.model.dropout, .share, unit: "p",
            standard: "0.1 to 0.3, higher the more often the text is seen", in: .model,
            "Dropout of embeddings and of what goes from layer to layer."),
        RecipeKey(
            "separate-embeddings", \.model.separatesEmbeddings, .truth, fixed: true, in: .model,
            "Whether source and target have an embedding each instead of one for both."),
        RecipeKey(
            "untied-output", \.model.untiesOutput, .truth, fixed: true, in: .model,
            """
            Whether the output layer has weights of its own instead of the target embedding; \
            separates all embeddings.
            """),
    ]

    static let transformer = [
        RecipeKey(
            "inner-width", optional: \.model.transformer.innerWidth, .whole(from: 1, to: 1 << 20),
            unit: "d", standard: ofSize, fixed: true, in: .transformer,
            "Inner width of the feed-forward networks."),
        RecipeKey(
            "heads", optional: \.model.transformer.heads, .whole(from: 1, to: 1 << 16), unit: "h",
            standard: ofSize, fixed: true, in: .transformer,
            "Attention heads; they divide the width."),
        RecipeKey(
            "encoder-layers", optional: \.model.transformer.encoderLayers,
            .whole(from: 1, to: 1 << 10), unit: "n", standard: ofSize, fixed: true,
            in: .transformer, "Layers of the encoder."),
        RecipeKey(
            "decoder-layers", optional: \.model.transformer.decoderLayers,
            .whole(from: 1, to: 1 << 10), unit: "n", standard: ofSize, fixed: true,
            in: .transformer, "Layers of the decoder."),
        RecipeKey(
            "activation", optional: \.model.transformer.activation, .word, unit: "function",
            standard: plainTransformer.activation.rawValue, fixed: true, in: .transformer,
            "Non-linearity of the feed-forward networks."),
        RecipeKey(
            "norm", optional: \.model.transformer.norm, .word, unit: "place",
            standard: plainTransformer.normPlacement.rawValue, fixed: true, in: .transformer,
            "Layer norm after the sublayers, as in the paper, or before them."),
        RecipeKey(
            "positions", optional: \.model.transformer.positions, .word, unit: "kind",
            standard: ofSize, fixed: true, in: .transformer,
            """
            Positions computed, as in the paper or with the wavelengths of Marian, as in students, or \
            learned.
            """),
        RecipeKey(
            "decoder", optional: \.model.transformer.decoder, .word, unit: "kind",
            standard: ofSize, fixed: true, in: .transformer,
            """
            How the decoder knows what it has said: by masked self-attention, as in the paper, or by \
            simpler simple recurrent units, as in small fast models.
            """),
        RecipeKey(
            "attention-dropout", optional: \.model.transformer.attentionDropout, .share, unit: "p",
            standard: "0", in: .transformer, "Dropout of attention weights."),
        RecipeKey(
            "activation-dropout", optional: \.model.transformer.activationDropout, .share,
            unit: "p", standard: "0", in: .transformer,
            "Dropout inside the feed-forward networks."),
    ]

    static let study = [
        RecipeKey(
            "without", optional: \.model.transformer.study, .parts, unit: "parts", fixed: true,
            in: .study,
            "Parts that are taken out of the Transformer, to study what they are there for.")
    ]

    static let recurrent = [
        RecipeKey(
            "layers", optional: \.model.recurrent.layers, .whole(from: 1, to: 1 << 10), unit: "n",
            standard: "\(plainRecurrent.layers)", fixed: true, in: .recurrent,
            "Layers of the encoder, and as many of the decoder."),
        RecipeKey(
            "embedding-width", optional: \.model.recurrent.embeddingWidth,
            .whole(from: 1, to: 1 << 16), unit: "d", standard: "half the width", fixed: true,
            in: .recurrent, "Width of the embeddings."),
        RecipeKey(
            "reading", optional: \.model.recurrent.reading, .word, unit: "order",
            standard: "both with additive-attention, else reversed", fixed: true, in: .recurrent,
            """
            In which order the encoder reads the source; with both, a second encoder reads it from \
            its end.
            """),
        RecipeKey(
            "attention", optional: \.model.recurrent.attention, .word, unit: "kind",
            standard: "additive with additive-attention, else none", fixed: true, in: .recurrent,
            """
            How the decoder scores the source's tokens: with a layer of its own (additive), or by \
            products, directly or through a matrix (dot, general).
            """),
        RecipeKey(
            "attention-width", optional: \.model.recurrent.attentionWidth,
            .whole(from: 1, to: 1 << 16), unit: "d", standard: "the width", fixed: true,
            in: .recurrent, "Inner width of additive attention."),
    ]

    static let machine = [
        RecipeKey(
            "slots", optional: \.model.machine.slots, .whole(from: 1, to: 1 << 16), unit: "n",
            standard: "\(plainMachine.slots)", fixed: true, in: .machine, "Slots of the memory."),
        RecipeKey(
            "slot-width", optional: \.model.machine.slotWidth, .whole(from: 1, to: 1 << 16),
            unit: "n", standard: "\(plainMachine.slotWidth)", fixed: true, in: .machine,
            "Numbers in a slot."),
        RecipeKey(
            "read-heads", optional: \.model.machine.readHeads, .whole(from: 1, to: 1 << 16),
            unit: "n", standard: "\(plainMachine.readHeads)", fixed: true, in: .machine,
            "Heads that read, in the encoder and in the decoder."),
        RecipeKey(
            "write-heads", optional: \.model.machine.writeHeads, .whole(from: 1, to: 1 << 16),
            unit: "n", standard: "\(plainMachine.writeHeads)", fixed: true, in: .machine,
            "Heads that write, in the encoder and in the decoder."),
        RecipeKey(
            "shift-range", optional: \.model.machine.shiftRange, .whole(from: 0, to: 1 << 16),
            unit: "n", standard: "\(plainMachine.shiftRange)", fixed: true, in: .machine,
            "How many slots a head can move in a step, to either side."),
    ]
}
