/// The value of a header with parameters: `form-data; name="file"; filename="a.txt"`.
struct HeaderValue: Equatable {
    /// What stands before the first semicolon, in lower case.
    let value: String
    /// The parameters; of two with one name the first counts.
    let parameters: [String: String]

    /// Reads one. What is not formed as it should be is left out.
    init(parsing text: String) {
        var scanner = text.unicodeScalars[...]
        value = Self.token(&scanner, until: ";").lowercased()
        var parameters: [String: String] = [:]
        while scanner.popFirst() != nil {
            let name = Self.token(&scanner, until: "=;").lowercased()
            guard scanner.first == "=" else { continue }
            scanner.removeFirst()
            let value = Self.parameter(&scanner)
            if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
        }
        self.parameters = parameters
    }

    private static func token(
        _ scanner: inout Substring.UnicodeScalarView, until ends: String
    ) -> String {
        let part = scanner.prefix { !ends.unicodeScalars.contains($0) }
        scanner = scanner[part.endIndex...]
        return trimmed(String(part))
    }

    private static func parameter(_ scanner: inout Substring.UnicodeScalarView) -> String {
        scanner = scanner.drop { $0 == " " || $0 == "\t" }
        guard scanner.first == "\"" else { return token(&scanner, until: ";") }
        scanner.removeFirst()
        var value = String.UnicodeScalarView()
        while let scalar = scanner.popFirst(), scalar != "\"" {
            // Browsers escape a quote so; of other backslashes, as of Windows paths, they mean each.
            if scalar == "\\", let next = scanner.first, next == "\"" || next == "\\" {
                value.append(next)
                scanner.removeFirst()
            } else {
                value.append(scalar)
            }
        }
        scanner = scanner.drop { $0 != ";" }
        return String(value)
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        let start = text.unicodeScalars.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...last])
    }
}
