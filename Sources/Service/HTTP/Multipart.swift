import Foundation

/// A form in parts, some of which may be files: `multipart/form-data` (RFC 7578).
package enum Multipart {
    /// A field of a form.
    package struct Part: Equatable {
        package let name: String
        /// What the file was called at the client's; nil for a field that is no file.
        package let fileName: String?
        package let content: ArraySlice<UInt8>

        /// What it says, where it is no file.
        package var text: String { String(decoding: content, as: UTF8.self) }
    }

    /// The most parts of a form.
    package static let partLimit = 100
    /// The most bytes before a part's content.
    package static let headerLimit = 8 << 10
    /// The most bytes of a boundary (RFC 2046, section 5.1.1).
    private static let boundaryLimit = 70

    /// The parts of a body.
    ///
    /// - Parameters:
    ///   - body: The body, all of it.
    ///   - boundary: What stands between parts, as Content-Type says.
    /// - Throws: ``ServiceProblem`` when it is not formed as it should be.
    package static func parts(of body: [UInt8], boundary: String) throws(ServiceProblem) -> [Part] {
        let isShort = (1...boundaryLimit).contains(boundary.utf8.count)
        let isPlain = boundary.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard isShort && isPlain else { throw malformed }
        let delimiter = Array("--\(boundary)".utf8)
        // A preamble before the first boundary is for people whose programs know no parts.
        guard var rest = afterFirst(delimiter, in: body[...]) else { throw malformed }
        var parts: [Part] = []
        let separator = [13, 10] + delimiter
        while true {
            if rest.starts(with: "--".utf8) { return parts }
            // White space may stand behind a boundary.
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            guard rest.starts(with: [13, 10]) else { throw malformed }
            guard parts.count < partLimit else {
                throw ServiceProblem(.contentTooLarge, "The form has more than \(partLimit) parts.")
            }
            // The line break before a boundary is the boundary's, also where a part has no headers.
            let header = try header(&rest)
            guard let end = range(of: separator, in: rest) else { throw malformed }
            if let part = part(header, rest[..<end.lowerBound]) { parts.append(part) }
            rest = rest[end.upperBound...]
        }
    }

    private static let malformed = ServiceProblem.notUnderstood

    private static func afterFirst(
        _ delimiter: [UInt8], in body: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        if body.starts(with: delimiter) { return body.dropFirst(delimiter.count) }
        return range(of: [13, 10] + delimiter, in: body).map { body[$0.upperBound...] }
    }

    /// The lines before a part's content, which is what is left.
    private static func header(
        _ rest: inout ArraySlice<UInt8>
    ) throws(ServiceProblem) -> [(name: String, value: String)] {
        let window = rest.prefix(headerLimit)
        guard let end = range(of: [13, 10, 13, 10], in: window) else {
            guard rest.count <= headerLimit else {
                throw ServiceProblem(
                    .contentTooLarge,
                    "A part of the form has more than \(headerLimit) bytes of headers.")
            }
            throw malformed
        }
        let lines = String(decoding: window[..<end.lowerBound], as: UTF8.self)
        rest = rest[end.upperBound...]
        return lines.split(separator: "\r\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].lowercased(), String(parts[1].drop { $0 == " " || $0 == "\t" }))
        }
    }

    private static func part(
        _ header: [(name: String, value: String)], _ content: ArraySlice<UInt8>
    ) -> Part? {
        guard let disposition = header.first(where: { $0.name == "content-disposition" }) else {
            return nil
        }
        let value = HeaderValue(parsing: disposition.value)
        guard value.value == "form-data", let name = value.parameters["name"] else { return nil }
        let fileName =
            value.parameters["filename*"].flatMap(extended) ?? value.parameters["filename"]
        return Part(name: name, fileName: fileName, content: content)
    }

    /// A value as older clients write names that are not ASCII: `UTF-8''%C3%A9.txt` (RFC 5987).
    private static func extended(_ value: String) -> String? {
        let parts = value.split(
            separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return parts[2].removingPercentEncoding
    }

    /// Where bytes stand first. What is looked for begins with a carriage return, which is rare in a
    /// body.
    private static func range(
        of pattern: [UInt8], in bytes: ArraySlice<UInt8>
    ) -> Range<Int>? {
        bytes.withUnsafeBufferPointer { buffer -> Range<Int>? in
            guard let base = buffer.baseAddress else { return nil }
            var start = 0
            while start + pattern.count <= buffer.count {
                guard
                    let next = memchr(
                        base + start, Int32(pattern[0]), buffer.count - pattern.count - start + 1)
                else { return nil }
                start = UnsafeRawPointer(next) - UnsafeRawPointer(base)
                if memcmp(next, pattern, pattern.count) == 0 {
                    let lower = bytes.startIndex + start
                    return lower..<lower + pattern.count
                }
                start += 1
            }
            return nil
        }
    }
}
