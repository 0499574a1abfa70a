import CSentencePiece
import Basics
public import Foundation

/// A SentencePiece model: cuts text into subwords and joins them again (Kudo & Richardson 2018).
///
/// A model numbers its pieces itself. Marian numbers them anew in a ``Vocabulary``, so the ids here
/// are a matter between the model and whoever builds a table from one numbering to the other.
///
/// Any number of threads may use one model at the same time: nothing of it changes after loading,
/// and a drawn segmentation follows from its own seed, not from the draws before it.
public final class SentencePieceModel: Sendable {
    /// What a piece is to the model.
    public enum PieceKind: Sendable {
        /// A piece that text is cut into.
        case normal
        /// What stands for text that has no piece, `<unk>`.
        case unknown
        /// A mark that no text yields, such as `</s>`.
        case control
        /// A byte of a character that has no piece, such as `<0xE2>`.
        case byte
        /// A piece that is switched off.
        case unused
    }

    /// A way to draw a segmentation instead of taking the best one.
    ///
    /// For BPE it is BPE-dropout (Provilkov et al. 2020, "BPE-Dropout: Simple and Effective Subword
    /// Regularization"), for unigram models subword regularisation over all segmentations (Kudo
    /// 2018, "Subword Regularization").
    public struct Sampling: Equatable, Sendable {
        /// BPE: the probability of leaving out a merge. Unigram: the exponent of a segmentation's
        /// probability; the smaller, the more even the choice.
        public var alpha: Float
        /// Text, model and seed determine the segmentation.
        public var seed: UInt32

        /// A draw of its parts.
        public init(alpha: Float, seed: UInt32) {
            self.alpha = alpha
            self.seed = seed
        }
    }

    /// What stands for a space in pieces, U+2581.
    static let space = "\u{2581}"

    /// Never written to after `init`; the library's const functions may run side by side.
    nonisolated(unsafe) let model: OpaquePointer

    /// The number of pieces, of all kinds.
    public let pieceCount: Int

    /// Whether segmentations can be drawn: so for BPE and unigram models, not for words and
    /// characters.
    public let canSample: Bool

    /// The bytes of the longest piece.
    let longestPieceBytes: Int

    /// The id of what stands for text without a piece.
    private let unknownID: Int32

    /// How text is normalised.
    private let normalizer: SentencePieceFile.Normalizer

    /// Where long texts are cut.
    private let cuts: LazyCuts

    /// The model in the content of a model file.
    ///
    /// - Parameters:
    ///   - serialized: The content.
    ///   - name: What errors call it, such as a path.
    /// - Throws: `CalqueError` when it is no model, or not all of one.
    public convenience init(serialized: Data, name: String = "The model") throws {
        let (model, file) = try serialized.withUnsafeBytes { try Self.parse($0, name: name) }
        self.init(model, file)
    }

    /// Loads a model file.
    ///
    /// - Throws: `CalqueError` naming the file when it cannot be read, is no SentencePiece model,
    ///   or is cut off.
    public static func load(_ url: URL) throws -> SentencePieceModel {
        let mapped = try MappedFile(url: url)
        let (model, file) = try parse(mapped.bytes, name: mapped.path)
        return SentencePieceModel(model, file)
    }

    private init(_ model: OpaquePointer, _ file: SentencePieceFile) {
        self.model = model
        normalizer = file.normalizer
        cuts = LazyCuts(file)
        unknownID =
            (0..<csp_piece_count(model)).first {
                csp_kind(model, $0) == csp_piece_unknown
            } ?? 0
        pieceCount = Int(csp_piece_count(model))
        canSample = Self.canSample(model)
        longestPieceBytes = (0..<csp_piece_count(model)).reduce(1) {
            max($0, csp_piece(model, $1).count)
        }
    }

    deinit {
        csp_model_delete(model)
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, name: String
    ) throws -> (OpaquePointer, SentencePieceFile) {
        let file: SentencePieceFile
        do {
            file = try SentencePieceFile(bytes)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(name) is not a whole SentencePiece model: \(problem.text). Name the .spm or "
                    + ".model file that spm_train wrote, or copy it again.")
        }
        var model: OpaquePointer?
        if let reason = consumeText(csp_model_load(.init(bytes), &model)) {
            throw CalqueError(
                "\(name) cannot be used as a SentencePiece model (\(reason)). Copy it again, or "
                    + "train a new one.")
        }
        guard let model else { preconditionFailure("SentencePiece gave neither model nor reason") }
        return (model, file)
    }

    private static func canSample(_ model: OpaquePointer) -> Bool {
        var pieces: UnsafePointer<csp_pieces>?
        var sampling = csp_sampling(alpha: 0, seed: 0)
        let reason = consumeText(
            csp_encode(model, csp_view(bytes: nil, count: 0), &sampling, &pieces))
        csp_pieces_delete(pieces)
        return reason == nil
    }

    /// The content of a model file.
    public var serialized: Data {
        guard let text = csp_model_serialize(model) else { return Data() }
        defer { csp_text_delete(text) }
        return Data(csp_text_view(text).buffer)
    }
}

// MARK: Pieces

extension SentencePieceModel {
    /// The piece with an id of the model.
    public func piece(_ id: Int) -> String {
        String(decoding: csp_piece(model, checked(id)).buffer, as: UTF8.self)
    }

    /// What the piece with an id of the model is.
    public func kind(_ id: Int) -> PieceKind {
        switch csp_kind(model, checked(id)) {
        case csp_piece_unknown: .unknown
        case csp_piece_control: .control
        case csp_piece_byte: .byte
        case csp_piece_unused: .unused
        default: .normal
        }
    }

    /// The score of the piece with an id of the model: its log-probability in a unigram model, the
    /// negated rank of its merge in BPE.
    public func score(_ id: Int) -> Float {
        csp_score(model, checked(id))
    }

    /// The model's id of a piece; that of the unknown piece if there is no such piece.
    public func id(of piece: String) -> Int {
        piece.withView { Int(csp_piece_id(model, $0)) }
    }

    private func checked(_ id: Int) -> Int32 {
        precondition(id >= 0 && id < pieceCount, "piece \(id) of a model with \(pieceCount) pieces")
        return Int32(id)
    }
}

// MARK: Cutting and joining

extension SentencePieceModel {
    /// Cuts a text into pieces, normalising it first as the model says.
    ///
    /// - Parameters:
    ///   - text: The text. A run of characters that have no piece becomes one piece that is the run
    ///     itself, unless the model falls back to bytes.
    ///   - sampling: How to draw the segmentation; nil for the best one.
    /// - Precondition: The model can sample if sampling is asked for (``canSample``).
    public func pieces(of text: String, sampling: Sampling? = nil) -> [String] {
        var pieces: [String] = []
        forEachPiece(of: text, sampling: sampling) { _, bytes in
            pieces.append(String(decoding: bytes, as: UTF8.self))
        }
        return pieces
    }

    /// Whether a text comes back as another one, kinds of spaces and their number apart, because the
    /// model normalises it: "½" as "1⁄2", say.
    public func changes(_ text: String) -> Bool { normalizer.table.changes(text) }

    /// The pieces of a text that is cut in parts of so many bytes, for tests.
    package func pieces(of text: String, partBytes: ClosedRange<Int>) -> [String] {
        var pieces: [String] = []
        forEachPiece(of: text, sampling: nil, partBytes: partBytes) { _, bytes in
            pieces.append(String(decoding: bytes, as: UTF8.self))
        }
        return pieces
    }

    /// Hands the pieces of a text to `body`: the model's id and the bytes of each.
    ///
    /// - Parameter partBytes: The bytes of the parts that a long text is cut in.
    func forEachPiece(
        of text: String, sampling: Sampling?, partBytes: ClosedRange<Int> = TextCuts.partBytes,
        _ body: (_ id: Int, _ bytes: UnsafeRawBufferPointer) -> Void
    ) {
        precondition(sampling == nil || canSample, "sampling with a model of words or characters")
        text.withView { view in
            guard view.count > partBytes.lowerBound else {
                return forEachPiece(ofPart: view, sampling, body)
            }
            // As the library joins unknown pieces that follow each other in what it is given.
            var unknown: [UInt8] = []
            func handOverUnknown() {
                if !unknown.isEmpty { unknown.withUnsafeBytes { body(Int(unknownID), $0) } }
                unknown.removeAll()
            }
            let parts = cuts.cuts(of: self).parts(of: view.buffer, partBytes)
            for (number, part) in parts.enumerated() {
                var draw = sampling
                draw?.seed &+= UInt32(truncatingIfNeeded: number)
                var isForeign = part.hasForeignSpace
                let bytes = UnsafeRawBufferPointer(rebasing: view.buffer[part.bytes])
                forEachPiece(ofPart: csp_view(bytes), draw) { id, bytes in
                    defer { isForeign = false }
                    if isForeign { return }
                    if id == unknownID {
                        unknown += bytes
                    } else {
                        handOverUnknown()
                        body(id, bytes)
                    }
                }
            }
            handOverUnknown()
        }
    }

    private func forEachPiece(
        ofPart part: csp_view, _ sampling: Sampling?,
        _ body: (_ id: Int, _ bytes: UnsafeRawBufferPointer) -> Void
    ) {
        var pieces: UnsafePointer<csp_pieces>?
        let reason: OpaquePointer?
        if let sampling {
            var draw = csp_sampling(alpha: sampling.alpha, seed: sampling.seed)
            reason = csp_encode(model, part, &draw, &pieces)
        } else {
            reason = csp_encode(model, part, nil, &pieces)
        }
        // The library cannot cut every text with every model: then all of it is unknown.
        guard let found = pieces?.pointee else {
            csp_text_delete(reason)
            return body(Int(unknownID), part.buffer)
        }
        defer { csp_pieces_delete(pieces) }
        let bytes = UnsafeRawBufferPointer(
            start: found.bytes, count: found.count == 0 ? 0 : found.ends[found.count - 1])
        var start = 0
        for index in 0..<found.count {
            let end = found.ends[index]
            body(Int(found.ids[index]), .init(rebasing: bytes[start..<end]))
            start = end
        }
    }

    /// Joins pieces to a text.
    ///
    /// Pieces that the model does not have are taken as they are; control pieces leave nothing.
    public func text(ofPieces pieces: some Collection<String>) -> String {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for piece in pieces {
            bytes.append(contentsOf: piece.utf8)
            ends.append(bytes.count)
        }
        var text: OpaquePointer?
        let reason = bytes.withUnsafeBytes { bytes in
            var start = 0
            let views = ends.map { end in
                defer { start = end }
                return csp_view(.init(rebasing: bytes[start..<end]))
            }
            return csp_decode(model, views, views.count, &text)
        }
        guard let joined = consumeText(text) else {
            preconditionFailure("SentencePiece: \(consumeText(reason) ?? "no text")")
        }
        return joined
    }
}

/// The cuts of a model, which take a while to find out and are not wanted before a text is long.
private final class LazyCuts: @unchecked Sendable {  // `found` is used under the lock alone
    private let file: SentencePieceFile
    private let lock = NSLock()
    private var found: TextCuts?

    init(_ file: SentencePieceFile) {
        self.file = file
    }

    func cuts(of model: SentencePieceModel) -> TextCuts {
        lock.withLock {
            let cuts = found ?? TextCuts(file, pieces: model.textPieces)
            found = cuts
            return cuts
        }
    }
}
