/// A Transformer with one thing taken out or exchanged: the keys of a recipe that are other than those of
/// the whole model.
public struct Ablation: Sendable, Hashable, Codable {
    /// What it is called.
    public let name: String
    /// The keys of a recipe that differ, and their values.
    public let settings: [String: String]

    /// An ablation of its settings.
    public init(_ name: String, _ settings: [String: String]) {
        self.name = name
        self.settings = settings
    }

    /// The whole model, which all others are compared with.
    public static let whole = Ablation("whole", [:])

    /// Every box of the paper's figure 1 that can be taken out, and every trick of its sections 3 and
    /// 5, in the paper's order.
    public static let standard = [
        // Section 3.1.
        Ablation("no-residual", ["without": "residual"]),
        Ablation("no-norm", ["without": "norm"]),
        Ablation("pre-norm", ["norm": "pre"]),
        // Section 3.2.
        Ablation("no-scaling", ["without": "scaling"]),
        Ablation("no-projections", ["without": "projections"]),
        Ablation("one-head", ["heads": "1"]),
        Ablation("eight-heads", ["heads": "8"]),
        Ablation("no-head-start", ["without": "head-start"]),
        Ablation("no-encoder-decoder-attention", ["without": "encoder-decoder-attention"]),
        Ablation("no-encoder-self-attention", ["without": "encoder-self-attention"]),
        Ablation("no-decoder-self-attention", ["without": "decoder-self-attention"]),
        Ablation("no-mask", ["without": "mask"]),
        // Sections 3.3 to 3.5.
        Ablation("no-feed-forward", ["without": "feed-forward"]),
        Ablation("no-embedding-scaling", ["without": "embedding-scaling"]),
        Ablation("no-positions", ["without": "positions"]),
        Ablation("learned-positions", ["positions": "learned"]),
        // Sections 5.3, 5.4 and 6.1.
        Ablation("no-warm-up", ["warm-up": "0"]),
        Ablation("no-dropout", ["dropout": "0"]),
        Ablation("no-label-smoothing", ["label-smoothing": "0"]),
        Ablation("no-averaging", ["average-decay": "0"]),
    ]
}
