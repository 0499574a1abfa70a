import Basics
import Foundation
import Text

/// Which models lead from which language into which, directly or by a language in between.
struct LanguageRoutes: Sendable {
    /// A model on the way.
    struct Step: Sendable, Hashable {
        let folder: URL
        let languageToken: String?
        let pair: LanguagePair
    }

    /// The way from a language into another: one step, or two.
    struct Path: Sendable, Hashable {
        let steps: [Step]

        /// The language in between, if there is one.
        var via: String? { steps.count > 1 ? steps[0].pair.target : nil }
    }

    /// The folders of all models, in order.
    let folders: [URL]
    private let steps: [LanguagePair: Step]
    /// All languages with their targets; those that are only translated into are their own.
    let languages: [ServedLanguage]
    private let paths: [LanguagePair: Path]

    /// Finds out where models lead.
    ///
    /// - Throws: `CalqueError` when a folder cannot be read, nobody knows its languages, or two lead
    ///   the same way.
    init(_ models: [ServedModel]) throws {
        var steps: [LanguagePair: Step] = [:]
        for model in models {
            for route in try FolderLanguages.routes(of: model) {
                if let other = steps[route.pair] {
                    throw CalqueError(
                        """
                        \(other.folder.path) and \(model.folder.path) both translate \
                        \(route.pair). Leave one of them out.
                        """, kind: .configuration)
                }
                steps[route.pair] = Step(
                    folder: model.folder, languageToken: route.languageToken, pair: route.pair)
            }
        }
        self.steps = steps
        var seen: Set<URL> = []
        folders = models.map(\.folder).filter { seen.insert($0).inserted }
        paths = Self.paths(steps)
        languages = Self.languages(paths)
    }

    /// The way from a language into another; nil where there is none.
    func path(from source: String, to target: String) -> Path? {
        paths[LanguagePair(source: source, target: target)]
    }

    /// The language of a code, in whatever form the code is; nil where there is no such language.
    func served(_ code: String) -> String? { languages.served(code)?.code }

    /// The codes of the languages that are translated from.
    var sources: [String] { languages.filter(\.isTranslated).map(\.code) }

    /// The pairs that a folder's model serves.
    func pairs(of folder: URL) -> [LanguagePair] {
        steps.values.filter { $0.folder == folder }.map(\.pair)
            .sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    }

    private static func paths(_ steps: [LanguagePair: Step]) -> [LanguagePair: Path] {
        var paths = steps.mapValues { Path(steps: [$0]) }
        // English first: most models know it best.
        let between = Set(steps.keys.map(\.target))
            .sorted { ($0 == "en" ? 0 : 1, $0) < ($1 == "en" ? 0 : 1, $1) }
        for middle in between {
            for first in steps.values where first.pair.target == middle {
                for second in steps.values where second.pair.source == middle {
                    let pair = LanguagePair(
                        source: first.pair.source, target: second.pair.target)
                    guard pair.source != pair.target, paths[pair] == nil else { continue }
                    paths[pair] = Path(steps: [first, second])
                }
            }
        }
        return paths
    }

    private static func languages(_ paths: [LanguagePair: Path]) -> [ServedLanguage] {
        Set(paths.keys.flatMap { [$0.source, $0.target] }).map { source in
            let others = paths.filter { $0.key.source == source }.map { pair, path in
                ServedLanguage.Target(code: pair.target, via: path.via)
            }
            // A language is its own target, as LibreTranslate has it.
            return ServedLanguage(
                code: source, name: LanguageCode.englishName(of: source),
                targets: (others + [.init(code: source)]).sorted { $0.code < $1.code })
        }
        .sorted { ($0.code == "en" ? 0 : 1, $0.name) < ($1.code == "en" ? 0 : 1, $1.name) }
    }
}
