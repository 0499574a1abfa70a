import Basics
import Foundation
package import Logging

/// Writes what a service logs to standard error: a line of text, or a JSON object a line.
package struct ServiceLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let form: ServiceConfiguration.Logging.Form
    private let write: @Sendable (String) -> Void
    private let clock = Locked(LogClock())

    /// - Parameter write: Takes every line.
    package init(
        _ configuration: ServiceConfiguration.Logging,
        write: @escaping @Sendable (String) -> Void = { line in
            // A full disk or a closed pipe is no reason to end.
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
        }
    ) {
        logLevel = configuration.level
        form = configuration.form
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .map { ($0.key == "hb.request.id" ? "request" : $0.key, "\($0.value)") }
            .sorted { $0.0 < $1.0 }
        let time = clock.use { $0.time(of: Date()) }
        write(Self.line(form, time, "\(event.level)", "\(event.message)", all) + "\n")
    }

    /// A line without its end.
    private static func line(
        _ form: ServiceConfiguration.Logging.Form, _ time: String, _ level: String,
        _ message: String, _ metadata: [(String, String)]
    ) -> String {
        switch form {
        case .json:
            let members = [("time", time), ("level", level), ("message", message)] + metadata
            return JSONValue.object(members.map { ($0.0, .string($0.1)) }).text
        case .text:
            // What comes from outside cannot begin a line of its own.
            let words = metadata.map { "\($0.0)=\($0.1)" }
            let line = ([time, level, message] + words).joined(separator: " ")
            guard line.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return line }
            return line.replacing("\n", with: "\\n").replacing("\r", with: "\\r")
        }
    }
}

/// Writes times: most of one in a line is that of the line before.
private struct LogClock {
    private var second = Int.min
    private var date = ""

    /// `2026-05-04T03:02:01.234Z`.
    mutating func time(of now: Date) -> String {
        let milliseconds = Int((now.timeIntervalSince1970 * 1000).rounded(.down))
        let (second, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        if second != self.second {
            let style = Date.ISO8601FormatStyle(timeZone: .gmt)
            date = String(Date(timeIntervalSince1970: Double(second)).formatted(style).dropLast())
            self.second = second
        }
        return "\(date).\(String(rest + 1000).dropFirst())Z"
    }
}
