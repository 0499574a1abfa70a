import Basics
import Foundation
package import Logging

/// Writes what a service logs to standard error: a line of text, or a JSON object a line.
package struct ServiceLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let form: ServiceConfiguration.Logging.Form
    private let write: @Sendable (String) -> Void

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
        let time = Date().ISO8601Format(.init(includingFractionalSeconds: true, timeZone: .gmt))
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
            return ([time, level, message] + words).joined(separator: " ")
                .replacing("\n", with: "\\n").replacing("\r", with: "\\r")
        }
    }
}
