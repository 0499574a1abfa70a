public import Basics

/// One language's text to token ids and back: a SentencePiece model, and the vocabulary that
/// numbers its pieces.
///
/// Ids are those that `transformers`' MarianTokenizer gives, with these exceptions. Text never
/// yields the ids of `</s>`, `<unk>` and `<pad>` by spelling them out, so that nobody can end a
/// sentence from within. A language token has no white space in it, but may have some before it; in
/// a vocabulary without language tokens `>>…<<` is text. And punctuation is left as it
/// is, where MarianTokenizer passes it through sacremoses if that package happens to be installed.
public struct SubwordTokenizer: Sendable {
    /// Cuts text into pieces.
    public let model: SentencePieceModel
    /// Numbers the pieces.
    public let vocabulary: Vocabulary

    /// The vocabulary's id of each piece of the model; nil for the unknown piece, for
    /// which the text has something that the vocabulary may have a piece for.
    let vocabularyIDs: [Int32?]

    /// The pieces that spell text.
    package let textPieces: TextPieces

    /// The tokenizer of a model and its vocabulary.
    ///
    /// - Parameters:
    ///   - model: Cuts text into pieces.
    ///   - vocabulary: Numbers the pieces.
    ///   - name: What errors call the model, such as a path.
    /// - Throws: `CalqueError` when the vocabulary lacks more than half of the model's pieces,
    ///   which therefore do not belong together. (It may lack some: Marian leaves out what its
    ///   training text did not contain.)
    public init(
        model: SentencePieceModel, vocabulary: Vocabulary, name: String = "The SentencePiece model"
    ) throws {
        self.model = model
        self.vocabulary = vocabulary
        var (missing, textPieceCount) = ([String](), 0)
        vocabularyIDs = (0..<model.pieceCount).map { id in
            let kind = model.kind(id)
            guard kind != .unknown else { return nil }
            let piece = model.piece(id)
            let known = vocabulary.id(of: piece)
            if kind.isOfText {
                textPieceCount += 1
                if known == nil { missing.append(piece) }
            }
            return known.flatMap { vocabulary.isSpecial($0) ? nil : $0 } ?? vocabulary.unknownID
        }
        textPieces = TextPieces(
            model, tokens: vocabularyIDs.map { $0 == vocabulary.unknownID ? nil : $0 })
        guard missing.count * 2 <= textPieceCount else {
            let examples = missing.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
            throw CalqueError(
                "\(name) does not belong to the vocabulary, which lacks \(missing.count) of its "
                    + "\(textPieceCount) pieces, such as \(examples). Use the .spm and vocab.json "
                    + "files of one and the same model.", kind: .model)
        }
    }

    /// The token ids of a text, the end token's last.
    ///
    /// A text may begin with a language token, such as `>>fra<<`: the language to translate into,
    /// in models that know several.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - sampling: How to draw the segmentation; nil for the best one.
    public func encode(
        _ text: String, sampling: SentencePieceModel.Sampling? = nil
    ) -> [Int32] {
        var ids: [Int32] = []
        let parted = parted(text)
        if let token = parted.languageToken { ids.append(vocabulary.textID(of: String(token))) }
        forEachToken(of: parted.rest, sampling: sampling) { id, _ in ids.append(id) }
        ids.append(vocabulary.endID)
        return ids
    }

    /// Hands the tokens of a text, which begins with no language token, to `body`: the id of each, and
    /// the bytes of the text that it stands for.
    func forEachToken(
        of text: Substring, sampling: SentencePieceModel.Sampling?,
        _ body: (_ id: Int32, _ range: Range<Int>) -> Void
    ) {
        model.forEachPiece(of: text, sampling: sampling) { id, bytes, range in
            let token =
                vocabularyIDs[id] ?? vocabulary.textID(of: String(decoding: bytes, as: UTF8.self))
            body(token, range)
        }
    }

    /// The pieces of a text, a language token before them; without the end token.
    public func pieces(of text: String) -> [String] {
        let parted = parted(text)
        return (parted.languageToken.map { [String($0)] } ?? [])
            + model.pieces(of: String(parted.rest))
    }

    /// The piece of every id, special ones included; the unknown piece for an id that has none.
    public func pieces(ofIDs ids: some Sequence<Int32>) -> [String] {
        ids.map { vocabulary.piece(of: $0) ?? Vocabulary.unknownPiece }
    }

    /// The text of token ids. Special tokens, and ids that the vocabulary does not have, leave
    /// nothing.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        let pieces = ids.compactMap { vocabulary.isSpecial($0) ? nil : vocabulary.piece(of: $0) }
        let text = model.text(ofPieces: pieces).withSpacesOfPieces
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isPythonWhitespace }),
            let last = scalars.lastIndex(where: { !$0.isPythonWhitespace })
        else { return "" }
        let end = scalars.index(after: last)
        return first == scalars.startIndex && end == scalars.endIndex
            ? text : String(scalars[first..<end])
    }

    /// Throws where a text begins with a language token that the vocabulary lacks, as long as it has
    /// any: the model would translate into whatever language it likes.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - name: What errors call the text, such as `Line 3`.
    public func checkLanguageToken(
        of text: String, name: @autoclosure () -> String
    ) throws(CalqueError) {
        guard let token = parted(text).languageToken, vocabulary.id(of: String(token)) == nil
        else { return }
        throw CalqueError(
            "\(name()) asks for the language \(token), and the model knows "
                + "\(vocabulary.languageTokens.joined(separator: " ")). Begin it with one of these.",
            kind: .input)
    }

    /// Whether a piece spells text: no mark, and no byte of a character.
    package func isText(_ piece: String) -> Bool { model.kind(model.id(of: piece)) == .normal }
}

extension Vocabulary {
    /// The id of a piece that comes from text: never a special one but the unknown piece's.
    func textID(of piece: String) -> Int32 {
        guard let id = id(of: piece), !isSpecial(id) else { return unknownID }
        return id
    }
}

extension String {
    /// The text with spaces for the sign that stands for them in pieces.
    fileprivate var withSpacesOfPieces: String {
        let sign = Array(SentencePieceModel.space.utf8)
        var text = self
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { written in
                var (place, count) = (0, 0)
                while place < bytes.count {
                    if bytes[place] == sign[0], bytes[place...].starts(with: sign) {
                        written[count] = UInt8(ascii: " ")
                        place += sign.count
                    } else {
                        written[count] = bytes[place]
                        place += 1
                    }
                    count += 1
                }
                return count
            }
        }
    }
}
