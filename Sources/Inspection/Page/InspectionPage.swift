import Basics
import Figures
public import Layers
import Pages
public import Text
public import Translation

/// What a model does with a sentence, as one HTML page to look at, to point at and to read by ear.
///
/// The page is one file, works without a network, and asks nothing of any other place. It shows the
/// sentence and its translation, every attention by site, layer and head as a matrix and as lines between
/// words, and all heads at a glance. Beside that it has the sections that are added, and an example in
/// three dimensions to change by hand. What is seen can be saved as SVG.
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
    /// Whether the page has the worked example, the fuzzy dictionary, which is the same on every page.
    public var hasDictionary = true
    private var values: [Section: any Encodable & Sendable] = [:]

    /// A page of attention and the worked example.
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

    /// The sections that the page has beside attention, in their order.
    public var sections: [Section] {
        Section.allCases.filter {
            $0 == .dictionary ? hasDictionary : values.keys.contains($0)
        }
    }

    /// The page.
    ///
    /// - Throws: `CalqueError` when what is to be shown first, or a word that the reference links, is not
    ///   there, with what there is.
    public func html() throws -> String {
        let opening = try opening()
        try checkReference()
        let heads = attention.layers.map(\.heads.count).max() ?? 0
        let contents = Contents(
            model: model, attention: AttentionData(attention),
            decoderKeys: attention.keys(of: .decoder), opening: opening, reference: reference,
            sections: encodableSections,
            looks: FigureLooks(seriesCount: max(heads, Self.leastSeries)))
        return SelfContainedPage(
            title: title, style: InspectionPageResources.style,
            script: InspectionPageResources.script, data: try PageData.json(of: contents)
        ).html
    }

    /// The pictures of sections have as many colours, whatever the number of heads.
    private static let leastSeries = 4

    private var encodableSections: [String: AnyEncodable] {
        let named = sections.map { ($0.rawValue, AnyEncodable(value: values[$0] ?? true)) }
        return Dictionary(uniqueKeysWithValues: named)
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

    private func checkReference() throws {
        let counts = (attention.source.words.count, attention.target.words.count)
        guard
            let link = reference?.links.first(where: {
                $0.source >= counts.0 || $0.target >= counts.1
            })
        else { return }
        throw CalqueError(
            "The alignment links words \(link.source) and \(link.target), from 0: with its end, the "
                + "source has \(counts.0) words, and the translation \(counts.1).", kind: .input)
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
        /// The worked example in three dimensions.
        case dictionary
    }

    /// Shows every attention of the sentence step by step.
    ///
    /// - Parameter projections: Of the same sentence and translation as the page's attention.
    public mutating func add(steps projections: InspectedProjections) {
        precondition(
            projections.attention.source == attention.source
                && projections.attention.target == attention.target,
            "InspectionPage.add(steps:): of another pair than the page's attention")
        values[.steps] = StepsData(projections)
    }

    /// Shows how search comes to translations of the sentence.
    public mutating func add(beam: InspectedBeam) { values[.beam] = BeamData(beam) }

    /// Shows what each layer would say, and what each sublayer adds.
    ///
    /// - Parameter layers: Of the same sentence and translation as the page's attention.
    public mutating func add(layers: InspectedLayers) {
        precondition(
            layers.target == attention.target,
            "InspectionPage.add(layers:): of another translation than the page's attention")
        values[.layers] = LayersData(layers)
    }

    /// Shows which source words speak for which of two translations.
    ///
    /// - Parameter contrast: Of the same sentence as the page's attention.
    public mutating func add(contrast: InspectedContrast) {
        precondition(
            contrast.source == attention.source,
            "InspectionPage.add(contrast:): of another source than the page's attention")
        values[.contrast] = ContrastData(contrast)
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
