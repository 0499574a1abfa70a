import CalqueKit
import Foundation

extension AttentionMap {
    /// The map as a figure, the marks of spaces left out of its words.
    var picture: HeatMap {
        let space = SentencePieceModel.space
        func words(_ pieces: [String]) -> [String] {
            pieces.map { $0 == space ? $0 : $0.replacing(space, with: "") }
        }
        return .attention(
            title: "Attention", target: words(targetPieces), source: words(sourcePieces),
            weights: weights.flatMap { $0 })
    }
}

extension LoadedModel {
    /// The attention while a line is translated, or while the model is given the translation.
    ///
    /// - Parameters:
    ///   - target: Token ids of the translation, end token last; nil for what greedy search finds.
    ///   - selection: The decoder layer and its head.
    func attention(
        _ source: String, to target: [Int32]? = nil, _ selection: AttentionSelection = .init()
    ) throws -> AttentionMap {
        let encoded = tokenizer.encodeSource(source)
        let found = try target ?? translation(of: encoded)
        return try AttentionReader(model, tokenizer, on: pool)
            .attention(of: EncodedPair(source: encoded, target: found), selection)
    }

    private func translation(of source: [Int32]) throws -> [Int32] {
        let results = try translator.translate(encoded: [source], .greedy)
        return results[0][0].tokens + [model.specialTokens.end]
    }
}

extension HeatMap {
    /// Writes the picture as a file.
    func writeSVG(to url: URL) throws { try SVGFile.write(svg(), to: url) }

    /// Prints the picture.
    func printInTerminal() throws {
        try StandardOutput.write(
            terminal(width: StandardOutput.width, colors: StandardOutput.colors))
    }
}
