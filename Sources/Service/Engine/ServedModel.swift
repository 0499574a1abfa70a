package import Foundation

/// A model that a service translates with.
package struct ServedModel: Sendable, Equatable {
    /// The languages that it goes from and into; nil for those that its files name.
    package let pair: LanguagePair?
    /// Where it is.
    package let folder: URL

    /// A model in a folder.
    package init(pair: LanguagePair?, folder: URL) {
        self.pair = pair
        self.folder = folder
    }

    /// Reads `en-pt=folder`, or `folder` alone.
    package init?(parsing text: String) {
        var path = text[...]
        var pair: LanguagePair?
        if let equals = text.firstIndex(of: "="),
            let named = LanguagePair(parsing: String(text[..<equals]))
        {
            pair = named
            path = text[text.index(after: equals)...]
        }
        guard !path.isEmpty else { return nil }
        self.init(pair: pair, folder: URL(fileURLWithPath: String(path), isDirectory: true))
    }
}

/// Two languages, from one into the other.
package struct LanguagePair: Sendable, Hashable, CustomStringConvertible {
    /// What is translated from, as in `en`.
    package let source: String
    /// What is translated into, as in `pt-BR`.
    package let target: String

    /// A pair of codes.
    package init(source: String, target: String) {
        self.source = source
        self.target = target
    }

    /// Reads `en-pt`; `en-pt-BR` and `zh-Hans-en` too, for a second part of a code has a capital.
    package init?(parsing text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...4).contains(parts.count),
            parts.allSatisfy({ part in
                (2...8).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isLetter }
            })
        else { return nil }
        let hasLongSource = parts.count > 2 && parts[1].contains { $0.isUppercase }
        let sourceCount = hasLongSource ? 2 : 1
        guard parts.count - sourceCount <= 2 else { return nil }
        source = parts.prefix(sourceCount).joined(separator: "-")
        target = parts.dropFirst(sourceCount).joined(separator: "-")
    }

    /// As it is read: `en-pt`.
    package var description: String { "\(source)-\(target)" }
}
