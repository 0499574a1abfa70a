import Figures
public import Layers
import Pages
public import Text
public import Translation

/// What a model does with a sentence, as one HTML page to look at, to point at and to read by ear.
///
/// The page is one file, works without a network, and asks nothing of any other place. It shows the
/// sentence and its translation, every attention by site, layer and head as a matrix and as lines between
/// words, all heads at a glance, and an example in three dimensions to change by hand. What is seen can be
/// saved as SVG.
public struct InspectionPage: Sendable {
    /// What the model looks at.
    public var attention: InspectedAttention
    /// What the page calls the model; empty for nothing said.
    public var model: String
    /// The attention that is shown first; nil for that between decoder and encoder, or the first one there
    /// is.
    public var site: AttentionSite?
    /// The layer and head that are shown first.
    public var selection: AttentionSelection
    /// The links between words that are known to be right, which are outlined in the attention between
    /// decoder and encoder; nil where none are known.
    public var reference: Alignment?
    private var sections: [String: any Encodable & Sendable] = [:]

    /// A page of the parts that are always there.
    public init(
        attention: InspectedAttention, model: String = "", site: AttentionSite? = nil,
        selection: AttentionSelection = .init(), reference: Alignment? = nil
    ) {
        self.attention = attention
        self.model = model
        self.site = site
        self.selection = selection
        self.reference = reference
    }

    /// Gives the page a further section, which shows a value.
    ///
    /// - Parameters:
    ///   - section: Which one.
    ///   - value: What it shows, as its script reads it.
    public mutating func add(_ section: Section, _ value: some Encodable & Sendable) {
        sections[section.rawValue] = value
    }

    /// The page.
    ///
    /// - Throws: `CalqueError` when what is to be shown first is not there, with what there is.
    public func html() throws -> String {
        let opening = try opening()
        let heads = attention.layers.map(\.heads.count).max() ?? 0
        let contents = Contents(
            model: model, attention: AttentionData(attention),
            decoderKeys: attention.keys(of: .decoder), opening: opening, reference: reference, sections: sections.mapValues(AnyEncodable.init),
            looks: FigureLooks(seriesCount: heads))
        return SelfContainedPage(
            title: title, style: InspectionPageResources.style,
            script: InspectionPageResources.script, data: try PageData.json(of: contents)
        ).html
    }

    /// The words of the sentence, and the model's name.
    private var title: String {
        let sentence = attention.source.words.map(\.text).filter { $0 != InspectedText.end }
            .joined(separator: " ")
        return model.isEmpty ? sentence : "\(sentence) – \(model)"
    }

    private func opening() throws -> Opening {
        let sites = attention.sites
        let site =
            site ?? (sites.contains(.encoderDecoder) ? .encoderDecoder : sites.first)
            ?? .encoderDecoder
        let layer = try attention.layer(selection.layer, at: site)
        if let head = selection.head { _ = try layer.weights(ofHead: head) }
        return Opening(site: site, layer: layer.layer, head: selection.head)
    }
}

extension InspectionPage {
    /// A section that a page may have beside attention. Each is drawn by the function of the same name in
    /// the page's script.
    public enum Section: String, Sendable, CaseIterable {
        /// One attention step by step.
        case steps
        /// The hypotheses of a beam.
        case beam
        /// What each layer would say, and what each sublayer adds.
        case layers
        /// Two translations of one sentence.
        case contrast
    }

    /// What is shown first.
    private struct Opening: Encodable {
        let site: AttentionSite
        let layer: Int
        let head: Int?
    }

    /// All that is in the page as data.
    private struct Contents: Encodable {
        let model: String
        let attention: AttentionData
        let decoderKeys: InspectedText
        let opening: Opening
        let reference: Alignment?
        let sections: [String: AnyEncodable]
        let looks: FigureLooks
    }

    private struct AnyEncodable: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
