import Basics

/// What a SentencePiece model file says, as far as the library does not tell or check it.
///
/// The file is a protocol buffer of the pieces (field 1, once for each), the settings of the trainer
/// (2), the normaliser (3) and the denormaliser (5), and tests of its own (4). A file that is cut off
/// between two fields is still a valid buffer, and the library would take it for a model with fewer
/// pieces and no normaliser; so all of the first three are looked for here. The library also trusts
/// tables and scores, which are checked here.
struct SentencePieceFile: Sendable {
    /// The kind of a model, by its number in the file.
    enum Kind: UInt64 {
        case unigram = 1, bpe, word, char
    }

    /// How text is normalised before it is cut.
    struct Normalizer: Sendable {
        /// What stands for which characters.
        var table: NormalizationTable
        /// Whether a space is put before the text.
        var addsSpaceBefore = true
        /// Whether spaces at both ends go, and those in a row become one.
        var removesExtraSpaces = true
        /// Whether spaces are written as U+2581.
        var escapesSpaces = true
    }

    private(set) var kind = Kind.unigram
    /// Whether the space that belongs to a word comes after it.
    private(set) var spacesFollowWords = false
    private(set) var normalizer: Normalizer
    /// Pieces that are cut out of text first and are never normalised.
    private(set) var userDefinedSymbols: [[UInt8]] = []

    /// The pieces in the order of their ids, where they were asked for.
    private(set) var pieces: [String] = []

    /// - Parameters:
    ///   - bytes: The file.
    ///   - keepsPieces: Whether the pieces are wanted.
    /// - Throws: `FileProblem` when the file is not whole, or damaged in a way that the library would
    ///   not survive.
    init(_ bytes: UnsafeRawBufferPointer, keepsPieces: Bool = false) throws {
        var fields: Set<UInt64> = []
        normalizer = Normalizer(table: try NormalizationTable(.init(start: nil, count: 0)))
        do {
            var pieceCount = 0
            var file = ProtocolBuffer(bytes)
            while let (field, value) = try file.next() {
                guard case .bytes(let content) = value else { throw ProtocolBuffer.Malformed() }
                fields.insert(field)
                switch field {
                case 1:
                    try readPiece(content, number: pieceCount, keeping: keepsPieces)
                    pieceCount += 1
                case 2: try readTrainer(content)
                case 3: try Self.readNormalizer(content, &normalizer)
                case 5:
                    var denormalizer = normalizer
                    try Self.readNormalizer(content, &denormalizer)
                default: break
                }
            }
        } catch is ProtocolBuffer.Malformed {
            throw Self.notWhole
        }
        guard fields.isSuperset(of: [1, 2, 3]) else { throw Self.notWhole }
    }

    private static var notWhole: FileProblem {
        FileProblem("it is another kind of file, or was cut off")
    }

    /// Fields of a piece: its text (1), score (2) and kind (3).
    private mutating func readPiece(
        _ bytes: UnsafeRawBufferPointer, number: Int, keeping: Bool
    ) throws {
        var text = UnsafeRawBufferPointer(start: nil, count: 0)
        var isUserDefined = false
        var fields = ProtocolBuffer(bytes)
        while let field = try fields.next() {
            switch field {
            case (1, .bytes(let bytes)): text = bytes
            case (2, .fixed32(let bits)):
                // Sums over a line have to stay numbers, too.
                guard abs(Float(bitPattern: bits)) < 1e30 else {
                    throw FileProblem("the score of its piece \(number) is no usable number")
                }
            case (3, .number(let kind)): isUserDefined = kind == 4
            default: break
            }
        }
        guard !text.isEmpty, let piece = String(validating: text, as: UTF8.self) else {
            throw FileProblem("its piece \(number) is empty or not UTF-8")
        }
        if keeping { pieces.append(piece) }
        if isUserDefined { userDefinedSymbols.append(Array(text)) }
    }

    /// Fields of the trainer's settings: the kind of model (3), where spaces belong (24).
    private mutating func readTrainer(_ bytes: UnsafeRawBufferPointer) throws {
        var trainer = ProtocolBuffer(bytes)
        while let field = try trainer.next() {
            switch field {
            case (3, .number(let number)): kind = Kind(rawValue: number) ?? kind
            case (24, .number(let number)): spacesFollowWords = number != 0
            default: break
            }
        }
    }

    /// Fields of a normaliser: its table (2) and how it treats spaces (3, 4 and 5).
    private static func readNormalizer(
        _ bytes: UnsafeRawBufferPointer, _ normalizer: inout Normalizer
    ) throws {
        var settings = ProtocolBuffer(bytes)
        while let field = try settings.next() {
            switch field {
            case (2, .bytes(let table)): normalizer.table = try NormalizationTable(table)
            case (3, .number(let number)): normalizer.addsSpaceBefore = number != 0
            case (4, .number(let number)): normalizer.removesExtraSpaces = number != 0
            case (5, .number(let number)): normalizer.escapesSpaces = number != 0
            default: break
            }
        }
    }
}
