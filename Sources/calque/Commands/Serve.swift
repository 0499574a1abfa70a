import ArgumentParser
import CalqueKit
import Foundation
import Service

/// `calque serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Translate for programs, over HTTP.",
        discussion: """
            Answers as LibreTranslate does, so that programs made for that work unchanged. Its \
            address is printed when it is ready. SIGTERM and Ctrl-C end it in order, SIGHUP makes \
            it read models, keys and certificate again. `calque serve --keys` lists everything \
            that can be set in serve.yaml or with --set.
            """)

    @Option(
        help: .serviceKey("model", "[pair=]folder"))
    var model: [String] = []

    @Option(help: .value("file", "Read settings from a YAML file, which options here override."))
    var config: String?

    @Option(help: .serviceKey("host", "address"))
    var host: String?

    @Option(help: .serviceKey("port", "port"))
    var port: String?

    @Option(help: .serviceKey("workers", "n"))
    var workers: String?

    @OptionGroup var binding: Binding

    @Option(help: .serviceKey("type", "type"))
    var type: String?

    @Option(help: .serviceKey("char-limit", "n"))
    var charLimit: String?

    @Option(help: .serviceKey("request-limit", "n"))
    var requestLimit: String?

    @Option(help: .serviceKey("api-keys", "file"))
    var apiKeys: String?

    @Flag(help: .serviceKey("require-key", ""))
    var requireKey = false

    @Option(help: .serviceKey("trusted-proxy", "addresses"))
    var trustedProxy: [String] = []

    @Option(help: .serviceKey("tls-certificate", "file"))
    var tlsCertificate: String?

    @Option(help: .serviceKey("tls-key", "file"))
    var tlsKey: String?

    @Option(help: .value("key=value", "Set any other key; again for each."))
    var set: [String] = []

    @Flag(help: "List the keys, and end.")
    var keys = false

    func run() async throws {
        if keys { return try StandardOutput.write(ServiceKey.text(width: 80)) }
        let configuration = try settings()
        try await TranslationService.run(configuration) { address in
            // Whoever started the service may have stopped reading: that ends nothing.
            try? StandardOutput.writeLine(address)
        }
    }

    /// What the file says, and over it the options.
    private func settings() throws -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        if let config { try configuration.apply(contentsOf: config.fileURL) }
        var problems: [String] = []
        for (key, values) in try given() {
            do {
                try configuration.set(key, to: values)
            } catch {
                problems.append(error.message)
            }
        }
        guard problems.isEmpty else {
            throw CalqueError(problems.joined(separator: "\n"), kind: .configuration)
        }
        return configuration
    }

    /// The keys that were given, each with its values.
    private func given() throws -> [(key: String, values: [String])] {
        let single = [
            ("host", host), ("port", port), ("workers", workers), ("type", type),
            ("char-limit", charLimit), ("request-limit", requestLimit), ("api-keys", apiKeys),
            ("tls-certificate", tlsCertificate), ("tls-key", tlsKey),
            ("require-key", requireKey ? "true" : nil),
        ].compactMap { key, value in value.map { (key, $0) } }
        let lists = model.map { ("model", $0) } + trustedProxy.map { ("trusted-proxy", $0) }
        let others = try set.map(Assignment.init(parsing:)).map { ($0.key, $0.value) }
        var given: [(key: String, values: [String])] = []
        for (key, value) in single + lists + others {
            if let place = given.firstIndex(where: { $0.key == key }) {
                given[place].values.append(value)
            } else {
                given.append((key, [value]))
            }
        }
        return given
    }
}

extension ArgumentHelp {
    /// What the table of a service's keys says.
    fileprivate static func serviceKey(_ name: String, _ unit: String) -> ArgumentHelp {
        guard let key = try? ServiceKey.named(name) else {
            preconditionFailure("an option for \(name), which is no key")
        }
        let text = key.isList ? "\(key.meaning) Again for each." : key.meaning
        return .value(unit, text, default: key.standard == "none" ? nil : key.standard)
    }
}
