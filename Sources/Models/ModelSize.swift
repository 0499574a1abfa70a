/// Named sizes of all architectures.
public enum ModelSize: String, Sendable, CaseIterable {
    /// Width 128.
    case tiny
    /// Width 256.
    case small
    /// Width 512: of a Transformer, the paper's base model.
    case base
    /// Width 1024: of a Transformer, the paper's big model.
    case big

    /// The width d of rows and states.
    public var width: Int {
        switch self {
        case .tiny: 128
        case .small: 256
        case .base: 512
        case .big: 1024
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
        case .base: 2048
        case .big: 4096
        }
    }

    /// h.
    public var heads: Int {
        switch self {
        case .tiny, .small: 4
        case .base: 8
        case .big: 16
        }
    }

    /// N, of encoder and decoder each.
    public var layers: Int {
        switch self {
        case .tiny: 4
        case .small: 3
        case .base, .big: 6
        }
    }
}
