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
        help: .value(
            "[pair=]folder",
            """
            A model to serve, again for each, such as models/de-en; en-pt=models/enpt where its \
            files do not say what it translates.
            """))
    var model: [String] = []

    @Option(help: .value("file", "Read settings from a YAML file, which options here override."))
    var config: String?

    @Option(help: .value("address", "Listen at this address.", default: "127.0.0.1"))
    var host: String?

    @Option(help: .value("port", "Listen at this port; 0 for any that is free.", default: 5000))
    var port: String?

    @Option(help: .value("n", "Threads for translation. (default: one per core)"))
    var workers: String?

    @Option(
        help: .value("type", "Number type of the products. (default: the fastest for each model)"))
    var type: String?

    @Option(help: .value("n", "The most characters of a text. (default: any)"))
    var charLimit: String?

    @Option(help: .value("n", "Requests a minute by one key or address. (default: any)"))
    var requestLimit: String?

    @Option(help: .value("file", "The file of API keys."))
    var apiKeys: String?

    @Flag(help: "Refuse requests without a key.")
    var requireKey = false

    @Option(
        help: .value("addresses", "A proxy whose X-Forwarded-For is believed; again for each."))
    var trustedProxy: [String] = []

    @Option(help: .value("file", "Serve HTTPS with this certificate, in PEM."))
    var tlsCertificate: String?

    @Option(help: .value("file", "The certificate's private key, in PEM."))
    var tlsKey: String?

    @Option(help: .value("key=value", "Set any other key; again for each."))
    var set: [String] = []

    @Flag(help: "List the keys, and end.")
    var keys = false

    func run() async throws {
        if keys { return try StandardOutput.write(ServiceKey.text) }
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
        try configuration.validate()
        return configuration
    }

    private func given() throws -> [(key: String, values: [String])] {
        let single = [
            ("host", host), ("port", port), ("workers", workers), ("type", type),
            ("char-limit", charLimit), ("request-limit", requestLimit), ("api-keys", apiKeys),
            ("tls-certificate", tlsCertificate), ("tls-key", tlsKey),
            ("require-key", requireKey ? "true" : nil),
        ].compactMap { key, value in value.map { (key: key, values: [$0]) } }
        let lists = [("model", model), ("trusted-proxy", trustedProxy)]
            .filter { !$0.1.isEmpty }.map { (key: $0.0, values: $0.1) }
        return single + lists + (try others())
    }

    private func others() throws -> [(key: String, values: [String])] {
        var values: [(key: String, values: [String])] = []
        for setting in try set.map(Assignment.init(parsing:)) {
            if let place = values.firstIndex(where: { $0.key == setting.key }) {
                values[place].values.append(setting.value)
            } else {
                values.append((setting.key, [setting.value]))
            }
        }
        return values
    }
}
