import CCalque
import CalqueKit

/// Reads texts that C hands in.
///
/// - Parameter name: What errors call one, such as "Line".
/// - Throws: `CalqueError` that names the first one that is not UTF-8.
func strings(
    _ texts: UnsafePointer<calque_text>?, count: Int, name: String
) throws -> [String] {
    try UnsafeBufferPointer(start: texts, count: count).enumerated().map { place, text in
        let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.count)
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw CalqueError(
                "\(name) \(place + 1) is not UTF-8. Convert the text to UTF-8.", kind: .input)
        }
        return string
    }
}

/// Reads pairs of lines and translations.
///
/// - Throws: As `strings(_:count:name:)` does.
func pairs(
    _ sources: UnsafePointer<calque_text>?, _ targets: UnsafePointer<calque_text>?, count: Int
) throws -> [(source: String, target: String)] {
    let sources = try strings(sources, count: count, name: "Source")
    let targets = try strings(targets, count: count, name: "Target")
    return zip(sources, targets).map { (source: $0, target: $1) }
}

/// Reads options: keys and values by turns, ended by NULL.
///
/// - Throws: `CalqueError` when a key has no value, there is no such option, or its value is wrong.
func searchOptions(
    _ words: UnsafePointer<UnsafePointer<CChar>?>?, defaults: SearchOptions
) throws -> SearchOptions {
    guard let words else { return defaults }
    var values: [String: String] = [:]
    var place = 0
    while let key = words[place] {
        guard let value = words[place + 1] else {
            throw CalqueError(
                "The option \"\(String(cString: key))\" has no value. Give keys and values by "
                    + "turns.", kind: .configuration)
        }
        values[String(cString: key)] = String(cString: value)
        place += 2
    }
    return try SearchOptions(values, defaults: defaults)
}
