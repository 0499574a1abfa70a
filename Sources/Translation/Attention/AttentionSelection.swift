/// Which of a decoder's attentions to the source. Where neither layer nor head is named, it is the head
/// by which the model's words are aligned (`TranslationModel/alignmentHead`), in a model that has one.
public struct AttentionSelection: Sendable, Hashable, Codable {
    /// The layer, from 0; nil for the last.
    public var layer: Int?
    /// The head, from 0; nil for the mean of all.
    public var head: Int?

    /// A selection of its parts.
    public init(layer: Int? = nil, head: Int? = nil) {
        self.layer = layer
        self.head = head
    }
}
