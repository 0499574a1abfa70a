/// Named sizes. Those called students are of the Transformer alone, the others of all architectures.
public enum ModelSize: String, Sendable, CaseIterable {
    /// Width 128.
    case tiny
    /// Width 256.
    case small
    /// Width 512: of a Transformer, the paper's base model.
    case base
    /// Width 1024: of a Transformer, the paper's big model.
    case big
    /// Width 256, 6 + 2 layers.
    case studentTiny = "student-tiny"
    /// Width 384, 6 + 4 layers.
    case studentBaseMemory = "student-base-memory"
    /// Width 512, 6 + 2 layers.
    case studentBase = "student-base"

    /// The width d of rows and states.
    public var width: Int {
        switch self {
        case .tiny: 128
        case .small, .studentTiny: 256
        case .studentBaseMemory: 384
        case .base, .studentBase: 512
        case .big: 1024
        }
    }

    /// Whether it is one of a Transformer whose decoder is shallow and recurrent, small and fast enough
    /// to run on people's own machines, which learns from the translations of a larger one: those of
    /// Firefox's and Bergamot's models.
    public var isStudent: Bool {
        switch self {
        case .tiny, .small, .base, .big: false
        case .studentTiny, .studentBaseMemory, .studentBase: true
        }
    }
}

/// The other sizes of a Transformer. `base` and `big` are the paper's (table 3), whose big has a dropout
/// of 0.3 besides: here dropout follows from the text.
extension ModelSize {
    /// The feed-forward network's inner width.
    public var innerWidth: Int {
        switch self {
        case .tiny: 256
        case .small: 1024
        case .studentTiny, .studentBaseMemory: 1536
        case .base, .studentBase: 2048
        case .big: 4096
        }
    }

    /// h.
    public var heads: Int {
        switch self {
        case .tiny, .small: 4
        case .base, .studentTiny, .studentBaseMemory, .studentBase: 8
        case .big: 16
        }
    }

    /// N of the encoder.
    public var encoderLayers: Int {
        switch self {
        case .tiny: 4
        case .small: 3
        case .base, .big, .studentTiny, .studentBaseMemory, .studentBase: 6
        }
    }

    /// N of the decoder.
    public var decoderLayers: Int {
        switch self {
        case .tiny: 4
        case .small: 3
        case .base, .big: 6
        case .studentTiny, .studentBase: 2
        case .studentBaseMemory: 4
        }
    }

    /// How a position of the decoder learns of those before it.
    public var decoder: DecoderKind { isStudent ? .ssru : .selfAttention }

    /// How positions reach the model. Those of students are Marian's, whose family then reads them.
    public var positions: PositionKind { isStudent ? .marian : .sinusoidal }
}
