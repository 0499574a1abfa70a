import Basics
import CSentencePiece
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

        /// Whether it is one of those that text is cut into, or was meant to be.
        var isOfText: Bool { self == .normal || self == .byte || self == .unused }
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

    /// What stands for a space in pieces.
    package static let spaceScalar: Unicode.Scalar = "\u{2581}"
    /// The same as a piece, or the beginning of one.
    package static let space = String(Character(spaceScalar))

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
    let unknownID: Int

    /// How text is normalised.
    private let normalizer: SentencePieceFile.Normalizer

    /// Where long texts are cut.
    let cuts: LazyCuts

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

    /// The pieces of a model file by their ids, in a tenth of the time that loading the model takes.
    ///
    /// - Throws: As ``load(_:)``, as far as that looks at the file itself.
    package static func pieces(inFile url: URL) throws -> [String] {
        let mapped = try MappedFile(url: url)
        return try file(mapped.bytes, name: mapped.path, keepsPieces: true).pieces
    }

    private init(_ model: OpaquePointer, _ file: SentencePieceFile) {
        self.model = model
        normalizer = file.normalizer
        cuts = LazyCuts(file)
        unknownID = Int(
            (0..<csp_piece_count(model)).first {
                csp_kind(model, $0) == csp_piece_unknown
            } ?? 0)
        pieceCount = Int(csp_piece_count(model))
        canSample = Self.canSample(model)
        longestPieceBytes = (0..<csp_piece_count(model)).reduce(1) {
            max($0, csp_piece(model, $1).count)
        }
    }

    deinit {
        csp_model_delete(model)
    }

    /// What the file itself says.
    private static func file(
        _ bytes: UnsafeRawBufferPointer, name: String, keepsPieces: Bool = false
    ) throws -> SentencePieceFile {
        do {
            return try SentencePieceFile(bytes, keepsPieces: keepsPieces)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(name) is not a whole SentencePiece model: \(problem.text). Name the .spm or "
                    + ".model file that spm_train wrote, or copy it again.", kind: .model)
        }
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, name: String
    ) throws -> (OpaquePointer, SentencePieceFile) {
        let file = try file(bytes, name: name)
        var model: OpaquePointer?
        if let reason = consumeText(csp_model_load(.init(bytes), &model)) {
            throw CalqueError(
                "\(name) cannot be used as a SentencePiece model (\(reason)). Copy it again, or "
                    + "train a new one.", kind: .model)
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

    /// Whether a text comes back as another one, kinds of spaces and their number apart, because the
    /// model normalises it: "½" as "1⁄2", say.
    public func changes(_ text: String) -> Bool { normalizer.table.changes(text) }
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

extension csp_view {
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(
            bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count: bytes.count)
    }

    var buffer: UnsafeRawBufferPointer { .init(start: bytes, count: count) }
}

extension String {
    /// Calls `body` with the string's UTF-8, which may hold NUL.
    func withView<Result>(_ body: (csp_view) -> Result) -> Result { self[...].withView(body) }
}

extension Substring {
    /// Calls `body` with the string's UTF-8, which may hold NUL.
    func withView<Result>(_ body: (csp_view) -> Result) -> Result {
        var copy = self
        return copy.withUTF8 { body(csp_view(UnsafeRawBufferPointer($0))) }
    }
}

/// The string in a text of the library's, which is deleted; nil for no text.
func consumeText(_ text: OpaquePointer?) -> String? {
    guard let text else { return nil }
    defer { csp_text_delete(text) }
    return String(decoding: csp_text_view(text).buffer, as: UTF8.self)
}
