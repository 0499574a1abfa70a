import Basics
import Conversion
import Models
import Tensors
import Text
import Translation

/// Translators of files in which every line is one sentence.
extension Translator {
    /// Loads models that translate line by line.
    ///
    /// - Parameters:
    ///   - folders: A model, or several that translate together.
    ///   - precision: The type of their products; nil for what suits them.
    ///   - workers: Threads.
    static func ofSentences(
        _ folders: [String], _ precision: Precision?, workers: Int
    ) throws -> Translator {
        var translator = try Translator(
            ensemble: folders.map { try ModelFolders.folder(at: $0.fileURL) }, workers: workers,
            precision: precision)
        translator.lines = .sentences
        return translator
    }

    /// The line, or nothing where it asks for a language that the model does not know: a word of text
    /// may look like that.
    func known(_ line: String) -> String {
        do {
            try tokenizer.source.checkLanguageToken(of: line, name: "")
            return line
        } catch {
            return ""
        }
    }
}
