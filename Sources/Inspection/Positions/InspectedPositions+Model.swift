import Basics
public import Layers
import Models
public import Translation

extension Translator {
    /// The positions that a half of the model adds to its embeddings.
    ///
    /// - Parameters:
    ///   - stack: The encoder or the decoder.
    ///   - count: How many, from position 0; nil for the first 128, or as many as there are.
    /// - Throws: `CalqueError` when the model has no positions, or not so many.
    public func inspectPositions(
        of stack: AttentionRecord.Stack = .encoder, count: Int? = nil
    ) async throws -> InspectedPositions {
        let positions = try singleModel(for: "positions").positions(of: stack)
        guard let positions else {
            throw CalqueError(
                "The model has no positions: it knows the order of tokens because it reads one "
                    + "after the other.", kind: .configuration)
        }
        let count = count ?? min(128, positions.count)
        let most = min(positions.count, InspectedPositions.mostPositions)
        guard (1...max(1, most)).contains(count) else {
            throw CalqueError(
                "\(count) positions of the \(stack.rawValue) cannot be shown: ask for 1 to "
                    + "\(most.grouped).", kind: .configuration)
        }
        return try await onWorker { _ in
            try InspectedPositions(positions, of: stack, count: count)
        }
    }
}

extension InspectedPositions {
    /// The first positions of a model.
    init(
        _ positions: PositionalEncoding, of stack: AttentionRecord.Stack, count: Int
    ) throws {
        let width = positions.width
        // More positions say more about the wavelengths of a table.
        let known = positions.vectors(length: positions.kind == .learned ? count : max(count, 512))
        let vectors = Array(known.prefix(count * width))
        guard vectors.allSatisfy(\.isFinite) else {
            throw CalqueError(
                "The table of positions of the \(stack.rawValue) has numbers that are NaN or "
                    + "infinite: the model is damaged.", kind: .model)
        }
        let spacing: SinusoidSpacing? =
            switch positions.kind {
            case .computed, .stored: .of(known, width: width)
            case .learned: nil
            }
        self.init(
            kind: positions.kind, stack: stack, vectors: vectors, width: width, spacing: spacing)
    }
}
