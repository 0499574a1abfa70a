import Basics
import Foundation
import Models
import Text

/// From which language into which a model goes.
struct ModelRoute: Sendable, Hashable {
    let pair: LanguagePair
    /// What a line has to begin with to go there, such as `>>fra<<`; nil for nothing.
    let languageToken: String?
}

/// What the files of a folder say of its model's languages.
///
/// Tokenizer settings have a name for each language, or pairs of them; the files of Firefox's models have both in their
/// names (`model.enpt.intgemm.alphas.bin`); models of several target languages have a token for each.
enum FolderLanguages {
    /// Where a model goes.
    ///
    /// - Parameter model: The model, with its languages if somebody gave them.
    /// - Throws: `CalqueError` that names the folder and what to write, when nobody knows.
    static func routes(of model: ServedModel) throws -> [ModelRoute] {
        let folder = model.folder
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw CalqueError(
                "\(folder.path) is not a folder that can be read. Check the path.", kind: .system)
        }
        guard names.contains(ModelDirectory.configurationName) else {
            return try [firefoxRoute(of: model, names)]
        }
        return try directoryRoutes(of: model)
    }

    private static func firefoxRoute(of model: ServedModel, _ names: [String]) throws -> ModelRoute
    {
        guard names.contains(where: { $0.hasSuffix(".bin") || $0.hasSuffix(".npz") }) else {
            throw CalqueError(
                """
                \(model.folder.path) has no model: neither \(ModelDirectory.configurationName) nor \
                model.*.bin. Give the folder that has the model's files.
                """, kind: .model)
        }
        let pair =
            model.pair
            ?? names.sorted().lazy.flatMap { $0.split(separator: ".") }.compactMap(pair).first
        guard let pair else { throw unknown(model.folder) }
        return ModelRoute(pair: canonical(pair), languageToken: nil)
    }

    /// The languages in a part of a file's name, such as `enpt`; nil where it is something else.
    private static func pair(_ part: Substring) -> LanguagePair? {
        guard part.count == 4, part.allSatisfy({ $0.isASCII && $0.isLowercase }) else { return nil }
        let codes = [part.prefix(2), part.suffix(2)].map(String.init)
        // Words such as "spms" are no pair.
        let areKnown = codes.allSatisfy { LanguageCode.englishName(of: $0) != $0 }
        return areKnown ? LanguagePair(source: codes[0], target: codes[1]) : nil
    }

    private static func directoryRoutes(of model: ServedModel) throws -> [ModelRoute] {
        let tokenizer = try ModelDirectory(model.folder).loadTokenizer()
        let settings = tokenizer.settings
        let tokens = tokenizer.source.vocabulary.languageTokens
        let source = model.pair?.source ?? settings.sourceLanguage
        guard !tokens.isEmpty else {
            let pairs = settings.languagePairs.compactMap(LanguagePair.init(parsing:))
            if model.pair == nil, !pairs.isEmpty {
                return pairs.map { ModelRoute(pair: canonical($0), languageToken: nil) }
            }
            guard let source, let target = model.pair?.target ?? settings.targetLanguage else {
                throw unknown(model.folder)
            }
            let pair = LanguagePair(source: source, target: target)
            return [ModelRoute(pair: canonical(pair), languageToken: nil)]
        }
        guard let source else { throw unknown(model.folder) }
        let routes = tokens.map { token in
            let pair = LanguagePair(source: source, target: String(token.dropFirst(2).dropLast(2)))
            return ModelRoute(pair: canonical(pair), languageToken: token)
        }
        guard let wanted = model.pair.map(canonical) else { return routes }
        let route = routes.first { $0.pair == wanted }
        guard let route else {
            throw CalqueError(
                """
                \(model.folder.path) does not translate into \(wanted.target): its vocabulary has \
                \(tokens.joined(separator: " ")). Give one of these, or the folder alone for all.
                """, kind: .configuration)
        }
        return [route]
    }

    private static func canonical(_ pair: LanguagePair) -> LanguagePair {
        LanguagePair(
            source: LanguageCode.canonical(pair.source),
            target: LanguageCode.canonical(pair.target))
    }

    private static func unknown(_ folder: URL) -> CalqueError {
        CalqueError(
            """
            \(folder.path): its files do not say from which language into which the model \
            translates. Write them before the folder: en-pt=\(folder.path)
            """, kind: .configuration)
    }
}
