import Basics
import Models
public import Translation

extension Translator {
    /// A page of what the model does with a line.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    ///   - second: Another translation, for a contrast of both; nil for none.
    ///   - sections: What the page shows beside attention; nil for all that the model has, and the
    ///     contrast where there is another translation.
    ///   - beamSize: How many hypotheses the search of the section `beam` keeps; nil for as many as the
    ///     model's directory says. What became of `target` in it is told, too.
    /// - Throws: `CalqueError` when a side is empty or too long, the vocabulary lacks something of a
    ///   translation, or the model has no attention, or not what a section shows, with what it has.
    public func inspectionPage(
        of source: String, to target: String? = nil, second: String? = nil,
        sections: Set<InspectionPage.Section>? = nil, beamSize: Int? = nil
    ) async throws -> InspectionPage {
        let possible = InspectionPage.Section.allCases.filter {
            self.has($0) && ($0 != .contrast || second != nil)
        }
        let sections = try sections.map { try checked($0, against: possible) } ?? Set(possible)
        let pair = try await pair(of: source, to: target)
        var page = try await page(of: pair, withSteps: sections.contains(.steps))
        page.hasDictionary = sections.contains(.dictionary)
        if sections.contains(.beam) {
            var options = SearchOptions(for: model)
            options.beamSize = beamSize ?? options.beamSize
            page.add(beam: try await inspectBeam(of: source, options, reference: target))
        }
        if sections.contains(.layers) {
            page.add(layers: try await inspectLayers(of: pair))
        }
        if let second, sections.contains(.contrast) {
            let other = try await self.pair(of: source, to: second)
            page.add(contrast: try await inspectContrast(between: pair, and: other))
        }
        return page
    }

    /// Whether the model has what a section shows.
    private func has(_ section: InspectionPage.Section) -> Bool {
        switch section {
        case .steps, .layers: model is Transformer
        case .beam, .contrast, .dictionary: true
        }
    }

    /// The sections, if all of them are possible.
    private func checked(
        _ sections: Set<InspectionPage.Section>, against possible: [InspectionPage.Section]
    ) throws -> Set<InspectionPage.Section> {
        guard
            let missing = InspectionPage.Section.allCases.first(where: {
                sections.contains($0) && !possible.contains($0)
            })
        else { return sections }
        if missing == .contrast {
            throw CalqueError(
                "The section contrast compares two translations: give another one.",
                kind: .configuration)
        }
        let names = possible.map(\.rawValue).joined(separator: ", ")
        throw CalqueError(
            "A page of this model has no section \(missing.rawValue), which only a Transformer has: "
                + "beside attention there are \(names).", kind: .configuration)
    }

    /// A page of attention, and of what it is made of.
    private func page(of pair: EncodedPair, withSteps: Bool) async throws -> InspectionPage {
        guard withSteps else {
            return InspectionPage(attention: try await inspectAttention(of: pair))
        }
        let projections = try await inspectProjections(of: pair)
        var page = InspectionPage(attention: projections.attention)
        page.add(steps: projections)
        return page
    }
}
