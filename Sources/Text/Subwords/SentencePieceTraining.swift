import CSentencePiece
import Basics
import Foundation

extension SentencePieceModel {
    /// Trains a model.
    ///
    /// The same sentences and options give the same model. The sentences are held in memory while
    /// it is trained. Those over 4192 bytes are left out, as `spm_train` does.
    ///
    /// - Parameters:
    ///   - options: What to train.
    ///   - nextSentence: Hands out one sentence after another, and nil at the end. What it throws,
    ///     this throws.
    /// - Throws: `CalqueError` when an option is out of its range, when there is no text, or when
    ///   the characters alone outnumber the vocabulary.
    public static func train(
        _ options: SentencePieceTrainerOptions = .init(), nextSentence: () throws -> String?
    ) throws -> SentencePieceModel {
        try options.validate()
        return try withoutActuallyEscaping(nextSentence) { nextSentence in
            let sentences = options.withAdditionalCharacters(
                after: try textFirst(nextSentence, options: options))
            let serialized = try run(options.settings, options, sentences)
            return try SentencePieceModel(serialized: serialized)
        }
    }

    /// Trains a model on the given sentences: see ``train(_:nextSentence:)``.
    public static func train(
        _ options: SentencePieceTrainerOptions = .init(), on sentences: some Sequence<String>
    ) throws -> SentencePieceModel {
        var iterator = sentences.makeIterator()
        return try train(options) { iterator.next() }
    }

    /// The sentences from the first on that has text in it.
    ///
    /// The library ends the process when its unigram trainer is left without a character, which
    /// only normalising reveals. Its trainer of characters does not; so it looks first.
    private static func textFirst(
        _ nextSentence: @escaping () throws -> String?, options: SentencePieceTrainerOptions
    ) throws -> () throws -> String? {
        var probe = options
        probe.type = .char
        var flaws: [String: Int] = [:]
        while let sentence = try nextSentence() {
            if let flaw = SentencePieceTrainerOptions.flaw(of: sentence) {
                flaws[flaw, default: 0] += 1
                continue
            }
            var probed = [sentence].makeIterator()
            let serialized = try run(probe.settings, options) { probed.next() }
            guard try SentencePieceModel(serialized: serialized).hasCharacters else {
                flaws["without text", default: 0] += 1
                continue
            }
            var first: String? = sentence
            return {
                if let taken = first {
                    first = nil
                    return taken
                }
                return try nextAccepted(nextSentence)
            }
        }
        let reasons = flaws.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        throw CalqueError(
            "There is no text to train a SentencePiece model on"
                + (reasons.isEmpty
                    ? "." : ": the sentences are \(reasons.joined(separator: ", ")).")
                + " Check the training files.", kind: .input)
    }

    /// The next sentence that the trainer looks at.
    private static func nextAccepted(_ nextSentence: () throws -> String?) throws -> String? {
        while let sentence = try nextSentence() {
            if SentencePieceTrainerOptions.flaw(of: sentence) == nil { return sentence }
        }
        return nil
    }

    private var hasCharacters: Bool {
        (0..<pieceCount).contains { kind($0) == .normal && piece($0) != Self.space }
    }

    /// The content of the trained model's file.
    private static func run(
        _ settings: [String: String], _ options: SentencePieceTrainerOptions,
        _ nextSentence: @escaping () throws -> String?
    ) throws -> Data {
        let feed = SentenceFeed(nextSentence)
        let strings = settings.map { (strdup($0.key), strdup($0.value)) }
        defer {
            for (name, value) in strings {
                free(name)
                free(value)
            }
        }
        let arguments = strings.map { csp_setting(name: $0.0, value: $0.1) }
        var text: OpaquePointer?
        let reason = consumeText(
            csp_train(
                arguments, arguments.count, SentenceFeed.next,
                Unmanaged.passUnretained(feed).toOpaque(), &text))
        if let error = feed.error { throw error }
        guard let text else {
            let reason = reason ?? "no reason given"
            let advice =
                reason.contains("required_chars")
                ? "The characters alone take more pieces than that: choose a larger vocabulary, or a "
                    + "lower character coverage with bytes for the rare ones."
                : "Train on more text, or choose another vocabulary size."
            throw CalqueError(
                "SentencePiece could not train a \(options.type.rawValue) model of "
                    + "\(options.vocabularySize) pieces (\(reason)). \(advice)",
                kind: .configuration)
        }
        defer { csp_text_delete(text) }
        return Data(csp_text_view(text).buffer)
    }
}

extension SentencePieceTrainerOptions {
    /// Sentences, and one of the additional characters after them, each a word. (The library ends the
    /// process where characters that are required of it are not in the text.)
    fileprivate func withAdditionalCharacters(
        after nextSentence: @escaping () throws -> String?
    ) -> () throws -> String? {
        var last: String? =
            additionalCharacters.isEmpty
            ? nil : additionalCharacters.map(String.init).joined(separator: " ")
        return {
            if let sentence = try nextSentence() { return sentence }
            defer { last = nil }
            return last
        }
    }
}

/// Hands sentences through to the library, and keeps the error that ends them early.
private final class SentenceFeed {
    private let nextSentence: () throws -> String?
    private(set) var error: (any Error)?

    init(_ nextSentence: @escaping () throws -> String?) {
        self.nextSentence = nextSentence
    }

    static let next: csp_next_sentence = { context, text in
        guard let context else { return false }
        return Unmanaged<SentenceFeed>.fromOpaque(context).takeUnretainedValue().next(into: text)
    }

    private func next(into text: OpaquePointer?) -> Bool {
        do {
            guard error == nil, let sentence = try nextSentence() else { return false }
            sentence.withView { csp_text_set(text, $0) }
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
