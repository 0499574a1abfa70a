import Basics
public import Foundation

/// The numbering of the pieces that a model knows: `vocab.json`, as Marian writes it.
///
/// Pieces are told apart by their bytes. Swift's strings are not: "é" as one scalar and as two are
/// equal, yet may be two pieces.
public struct Vocabulary: Sendable, Equatable {
    /// The piece that ends a sentence.
    public static let endPiece = "</s>"
    /// The piece that stands for pieces which are not in the vocabulary.
    public static let unknownPiece = "<unk>"
    /// The piece that pads sentences to a common length; Marian models also start decoding with it.
    public static let paddingPiece = "<pad>"

    /// The pieces in the order of their ids; nil where an id has no piece.
    private let pieces: [String?]
    private let ids: [ExactString: Int32]

    /// The id of the end piece.
    public let endID: Int32
    /// The id of the unknown piece.
    public let unknownID: Int32
    /// The id of the padding piece.
    public let paddingID: Int32

    /// The pieces that choose a target language, such as `>>fra<<`, in the order of their ids.
    public let languageTokens: [String]

    /// The number of ids: one more than the largest id.
    public var count: Int { pieces.count }

    /// One more than the largest id that is not the padding's: text has none from there on.
    package var textCount: Int {
        let last = pieces.indices.last { pieces[$0] != nil && $0 != Int(paddingID) }
        return last.map { $0 + 1 } ?? 0
    }

    /// The vocabulary of pieces with their ids.
    ///
    /// - Parameters:
    ///   - entries: Pieces and ids, in any order.
    ///   - name: What errors call the vocabulary, such as a path.
    /// - Throws: `CalqueError` when a piece or an id is there twice, an id is out of range, or one
    ///   of the three special pieces is missing.
    public init(_ entries: some Collection<(piece: String, id: Int32)>, name: String) throws {
        pieces = try Self.piecesByID(entries, name: name)
        var ids: [ExactString: Int32] = [:]
        ids.reserveCapacity(entries.count)
        for (piece, id) in entries {
            if let other = ids.updateValue(id, forKey: ExactString(piece)) {
                throw CalqueError(
                    "\(name) gives the piece \"\(piece)\" the ids \(other) and \(id). Remove one "
                        + "of them.", kind: .model)
            }
        }
        func special(_ piece: String) throws -> Int32 {
            guard let id = ids[ExactString(piece)] else {
                throw CalqueError(
                    "\(name) lacks the piece \(piece). A Marian vocabulary has \(Self.endPiece), "
                        + "\(Self.unknownPiece) and \(Self.paddingPiece): use the vocab.json that "
                        + "belongs to the model.", kind: .model)
            }
            return id
        }
        endID = try special(Self.endPiece)
        unknownID = try special(Self.unknownPiece)
        paddingID = try special(Self.paddingPiece)
        self.ids = ids
        languageTokens = pieces.compactMap { $0 }.filter {
            $0.utf8.starts(with: ">>".utf8) && $0.utf8.suffix(2).elementsEqual("<<".utf8)
        }
    }

    /// The most ids that so many pieces may have. A valid vocabulary has hardly any gaps; the limit
    /// keeps a wrong id from filling the memory.
    package static func maximumCount(pieces: Int) -> Int { 2 * pieces + 1024 }

    private static func piecesByID(
        _ entries: some Collection<(piece: String, id: Int32)>, name: String
    ) throws -> [String?] {
        let limit = maximumCount(pieces: entries.count)
        let count = entries.reduce(0) { max($0, Int($1.id) + 1) }
        guard count <= limit, entries.allSatisfy({ $0.id >= 0 }) else {
            throw CalqueError(
                "\(name) gives \(entries.count) pieces ids from \(entries.map(\.id).min() ?? 0) to "
                    + "\(count - 1). Ids count from 0 without gaps: number the pieces anew.",
                kind: .model)
        }
        var pieces = [String?](repeating: nil, count: count)
        for (piece, id) in entries {
            if let other = pieces[Int(id)] {
                throw CalqueError(
                    "\(name) gives the id \(id) to both \"\(other)\" and \"\(piece)\". Number the "
                        + "pieces anew.", kind: .model)
            }
            pieces[Int(id)] = piece
        }
        return pieces
    }

    /// The vocabulary that source and target share: the end piece, the unknown piece, the models'
    /// pieces in their order, `languageTokens` and, as in Marian, the padding piece.
    ///
    /// - Parameters:
    ///   - models: The models whose pieces to number; one that several have is there once.
    ///   - languageTokens: Pieces such as `>>fra<<`, which begin a source sentence to choose the
    ///     target language.
    public init(models: [SentencePieceModel], languageTokens: [String] = []) throws {
        let own = Self.ownPieces(of: models, languageTokens)
        try self.init(numbering: [Self.endPiece, Self.unknownPiece] + own + [Self.paddingPiece])
    }

    /// The vocabulary of one side where the other has another one: the end piece, the unknown piece,
    /// the padding piece, the model's pieces and `languageTokens`.
    ///
    /// Models have one id for the padding of both sides, so that it comes before the pieces, whose
    /// number may differ.
    public init(ofSide model: SentencePieceModel, languageTokens: [String] = []) throws {
        let own = Self.ownPieces(of: [model], languageTokens)
        try self.init(numbering: [Self.endPiece, Self.unknownPiece, Self.paddingPiece] + own)
    }

    private init(numbering pieces: [String]) throws {
        try self.init(
            pieces.enumerated().map { (piece: $0.element, id: Int32($0.offset)) },
            name: "The vocabulary")
    }

    /// Pieces that are not special, each once.
    private static func ownPieces(
        of models: [SentencePieceModel], _ languageTokens: [String]
    ) -> [String] {
        var seen = Set([endPiece, unknownPiece, paddingPiece].map(ExactString.init))
        return (models.flatMap(\.textPieces) + languageTokens).filter {
            seen.insert(ExactString($0)).inserted
        }
    }

    /// The id of a piece; nil if it is not in the vocabulary.
    public func id(of piece: String) -> Int32? { ids[ExactString(piece)] }

    /// The piece with an id; nil if there is none.
    public func piece(of id: Int32) -> String? {
        id >= 0 && Int(id) < pieces.count ? pieces[Int(id)] : nil
    }

    /// Whether an id is that of the end, the unknown or the padding piece.
    public func isSpecial(_ id: Int32) -> Bool {
        id == endID || id == unknownID || id == paddingID
    }
}

extension Vocabulary {
    /// Reads a vocabulary file, a JSON object of pieces and ids.
    ///
    /// - Throws: `CalqueError` naming the file and what is wrong with it.
    public static func load(_ url: URL) throws -> Vocabulary {
        try Vocabulary(entries(in: url), name: url.path)
    }

    /// The pieces and their ids in a JSON file, in its order.
    ///
    /// - Throws: `CalqueError` naming the file and what is wrong with it.
    package static func entries(in url: URL) throws -> [(piece: String, id: Int32)] {
        let file = try MappedFile(url: url)
        var entries: [(piece: String, id: Int32)] = []
        do {
            var scanner = JSONScanner(file.bytes)
            try scanner.object { scanner, piece in
                let number = try scanner.naturalNumber()
                guard let id = Int32(exactly: number) else {
                    throw FileProblem("the id \(number) is too large")
                }
                entries.append((piece, id))
            }
            try scanner.expectEnd()
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(file.path): \(problem.text). A vocabulary file is a JSON object of pieces and "
                    + "ids, such as {\"</s>\": 0, \"<unk>\": 1, …}: use the vocab.json that "
                    + "belongs to the model.", kind: .model)
        }
        return entries
    }

    /// Writes the vocabulary as a JSON object, one piece a line in the order of the ids.
    ///
    /// - Throws: `CalqueError` when the file cannot be written.
    public func save(to url: URL) throws {
        let lines = pieces.enumerated().compactMap { id, piece in
            piece.map { "  \($0.asJSON): \(id)" }
        }
        try AtomicFile.write(Data("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8), to: url)
    }
}

extension SentencePieceModel {
    /// The pieces that text is cut into, in the order of the model's ids.
    var textPieces: [String] {
        (0..<pieceCount).lazy
            .filter { self.kind($0).isOfText }
            .map { self.piece($0) }
    }
}

/// A string that equals another one only if it has the same bytes.
struct ExactString: Hashable, Sendable {
    let string: String

    init(_ string: String) {
        self.string = string
    }

    static func == (left: ExactString, right: ExactString) -> Bool {
        let (left, right) = (left.string.utf8, right.string.utf8)
        let areEqual = left.withContiguousStorageIfAvailable { left in
            right.withContiguousStorageIfAvailable { right in
                guard left.count == right.count else { return false }
                guard let one = left.baseAddress, let two = right.baseAddress else { return true }
                return memcmp(one, two, left.count) == 0
            }
        }
        return areEqual.flatMap { $0 } ?? left.elementsEqual(right)
    }

    func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
