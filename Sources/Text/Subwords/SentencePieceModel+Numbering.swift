package import Foundation

extension SentencePieceModel {
    /// A model file that cuts text as this one does and numbers its pieces as told: programs of
    /// Marian's family have no other vocabulary than such a file.
    ///
    /// `</s>` ends sentences there, `<unk>` is what is unknown, and nothing begins sentences or fills them
    /// up. Pieces that this model does not cut text into are switched off; those of its pieces that are
    /// not named are left out.
    ///
    /// - Parameter pieces: Every piece once, in the order of its number, `</s>` and `<unk>` among them.
    package func serialized(numbering pieces: [String]) throws -> Data {
        let content = serialized
        return try content.withUnsafeBytes { bytes in
            var known: [ExactString: Data] = [:]
            var rest = ProtocolBufferWriter()
            var trainer = Data()
            var file = ProtocolBuffer(bytes)
            while let (field, value) = try file.next() {
                guard case .bytes(let part) = value else { throw ProtocolBuffer.Malformed() }
                switch field {
                case PieceField.piece:
                    if let text = try textPiece(part) { known[text] = Data(part) }
                case PieceField.trainer: trainer = Data(part)
                default: rest.write(field, Data(part))
                }
            }
            var output = ProtocolBufferWriter()
            for piece in pieces {
                output.write(
                    PieceField.piece, known[ExactString(piece)] ?? Self.message(of: piece))
            }
            output.write(PieceField.trainer, trainer + Self.settings(pieceCount: pieces.count))
            return output.content + rest.content
        }
    }

    /// The fields of a model file, and of a piece in it.
    private enum PieceField {
        static let (piece, trainer): (UInt64, UInt64) = (1, 2)
        static let (text, score, kind): (UInt64, UInt64, UInt64) = (1, 2, 3)
    }

    /// The numbers of the kinds of pieces.
    private enum KindNumber {
        static let (normal, unknown, control): (UInt64, UInt64, UInt64) = (1, 2, 3)
        static let unused: UInt64 = 5
    }

    /// The text of a piece that text is cut into; nil for a piece of another kind.
    private func textPiece(_ bytes: UnsafeRawBufferPointer) throws -> ExactString? {
        var (text, kind) = ("", KindNumber.normal)
        var piece = ProtocolBuffer(bytes)
        while let field = try piece.next() {
            switch field {
            case (PieceField.text, .bytes(let bytes)): text = String(decoding: bytes, as: UTF8.self)
            case (PieceField.kind, .number(let number)): kind = number
            default: break
            }
        }
        return [KindNumber.unknown, KindNumber.control].contains(kind) ? nil : ExactString(text)
    }

    /// A piece that is special, or that no text is cut into.
    private static func message(of piece: String) -> Data {
        let kind =
            switch piece {
            case Vocabulary.endPiece: KindNumber.control
            case Vocabulary.unknownPiece: KindNumber.unknown
            default: KindNumber.unused
            }
        var message = ProtocolBufferWriter()
        message.write(PieceField.text, Data(piece.utf8))
        // The last that BPE would join, which looks at pieces that are switched off, too.
        message.write(PieceField.score, kind == KindNumber.unused ? -1e9 : Float(0))
        message.write(PieceField.kind, kind)
        return message.content
    }

    /// Settings of the trainer that tell of the numbering: the vocabulary's size (4), `<unk>` (40, 45),
    /// what begins (41) and ends (42, 47) sentences, and what fills up (43). Of a field that is there
    /// twice, the last counts.
    private static func settings(pieceCount: Int) -> Data {
        let none = UInt64(bitPattern: -1)
        let (end, unknown) = (Vocabulary.endPiece, Vocabulary.unknownPiece)
        var settings = ProtocolBufferWriter()
        settings.write(4, UInt64(pieceCount))
        settings.write(40, UInt64(1))
        settings.write(41, none)
        settings.write(42, UInt64(0))
        settings.write(43, none)
        settings.write(45, Data(unknown.utf8))
        settings.write(47, Data(end.utf8))
        return settings.content
    }
}

/// Writes the fields of a protocol buffer one after the other.
private struct ProtocolBufferWriter {
    private(set) var content = Data()

    mutating func write(_ field: UInt64, _ bytes: Data) {
        append(field << 3 | 2)
        append(UInt64(bytes.count))
        content.append(bytes)
    }

    mutating func write(_ field: UInt64, _ number: UInt64) {
        append(field << 3)
        append(number)
    }

    mutating func write(_ field: UInt64, _ number: Float) {
        append(field << 3 | 5)
        withUnsafeBytes(of: number.bitPattern.littleEndian) { content.append(contentsOf: $0) }
    }

    /// A number in groups of seven bits, as ``ProtocolBuffer`` reads it.
    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            content.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        content.append(UInt8(rest))
    }
}
