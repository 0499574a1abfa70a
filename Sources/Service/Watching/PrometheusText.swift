/// How names, labels and numbers are written in Prometheus's text form, version 0.0.4.
enum PrometheusText {
    /// What Content-Type says of it.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// A name of letters, digits and underscores.
    static func name(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        let name = String(plain)
        return name.first.map { $0.isNumber } ?? true ? "_\(name)" : name
    }

    /// Labels in order of their names, without braces.
    static func labels(_ labels: [(String, String)]) -> String {
        labels.map { (name($0.0), $0.1) }.sorted { $0.0 < $1.0 }
            .map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
    }

    /// A number, whole ones without a point.
    static func number(_ value: Double) -> String {
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        guard let whole = Int(exactly: value) else {
            return "\(value)".replacing("nan", with: "NaN")
        }
        return "\(whole)"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
