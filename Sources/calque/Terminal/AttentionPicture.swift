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

extension HeatMap {
    /// Writes the picture as a file.
    func writeSVG(to url: URL) throws { try PictureFile.write(svg(), to: url) }

    /// Prints the picture.
    func printInTerminal() throws {
        try StandardOutput.write(
            terminal(width: StandardOutput.width, colors: StandardOutput.colors))
    }
}
