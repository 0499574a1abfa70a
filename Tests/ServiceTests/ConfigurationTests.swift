import Basics
import Foundation
import Service
import TestSupport
import Testing

@Suite struct ServiceConfigurationTests {
    private static func read(_ lines: [String]) throws -> ServiceConfiguration {
        let folder = try TemporaryFolder()
        var configuration = ServiceConfiguration()
        try configuration.apply(contentsOf: try folder.write(lines: lines, to: "serve.yaml"))
        return configuration
    }

    @Test func readsValuesAndLists() throws {
        let configuration = try Self.read([
            "model: [en-pt=models/a, models/b]", "port: 8080", "char-limit: 500",
            "batch-limit: 0", "trusted-proxy: 127.0.0.1", "disable-web-ui: true",
            "metrics: false", "log-form: json", "type: int8", "glossary: en-pt=terms.tsv",
        ])
        #expect(configuration.models.map(\.pair) == [LanguagePair(parsing: "en-pt"), nil])
        #expect(configuration.models.last?.folder.path.hasSuffix("/models/b") == true)
        #expect(configuration.glossaries.map(\.pair) == [LanguagePair(parsing: "en-pt")])
        #expect(configuration.glossaries[0].file.lastPathComponent == "terms.tsv")
        #expect(configuration.network.port == 8080 && configuration.limits.characters == 500)
        #expect(configuration.limits.batch == nil)
        #expect(configuration.network.trustedProxies.map(\.description) == ["127.0.0.1"])
        #expect(!configuration.features.hasPage && !configuration.features.hasMetrics)
        #expect(configuration.logging.form == .json && configuration.precision == .int8)
        try configuration.validate()
    }

    @Test func saysEverythingThatIsWrongAtOnce() throws {
        let error = #expect(throws: CalqueError.self) {
            try Self.read([
                "prot: 1", "char-limit: x", "host: [a, b]", "log-level: {a: b}", "glossary: a.tsv",
            ])
        }
        let message = try #require(error?.message)
        for sentence in [
            "\"prot\" is no key of a service. Its name may be \"port\".",
            "char-limit cannot be \"x\". Allowed is a whole number from 1, or 0 for no limit.",
            "host cannot be \"a\", \"b\". Allowed is a text.",
            "glossary cannot be \"a.tsv\".",
            "\"log-level\" has neither a value nor a list of values.",
        ] {
            #expect(message.contains(sentence), "\(message)")
        }
    }

    @Test func whatContradictsIsSaidAtOnce() throws {
        var configuration = ServiceConfiguration()
        configuration.network.certificate = URL(fileURLWithPath: "/c")
        configuration.access.requiresKey = true
        configuration.features.hasMetrics = false
        configuration.features.metricsToken = "x"
        configuration.network.allowedOrigins = "example.org"
        let error = #expect(throws: CalqueError.self) { try configuration.validate() }
        #expect(error?.message.split(separator: "\n").count == 5)
    }

    @Test(arguments: [
        ("en-pt", "en", "pt"), ("en-pt-BR", "en", "pt-BR"), ("zh-Hans-en", "zh-Hans", "en"),
        ("pt-BR-zh-Hans", "pt-BR", "zh-Hans"),
    ])
    func pairsAreRead(text: String, source: String, target: String) {
        #expect(LanguagePair(parsing: text) == LanguagePair(source: source, target: target))
    }

    @Test func whatIsNoPairIsPartOfAFolder() throws {
        let model = try #require(ServedModel(parsing: "x=y/z"))
        #expect(model.pair == nil && model.folder.path.hasSuffix("x=y/z"))
        #expect(ServedModel(parsing: "") == nil && ServedModel(parsing: "en-pt=") == nil)
    }

    @Test func everyKeyIsNamedOnceAndCanBeSetToItsDefault() throws {
        let names = ServiceKey.all.map(\.name)
        #expect(Set(names).count == names.count)
        for key in ServiceKey.all where Int(key.standard) != nil || Bool(key.standard) != nil {
            var configuration = ServiceConfiguration()
            try configuration.set(key.name, to: [key.standard])
        }
    }

    /// After a change that is meant: `CALQUE_RECORD_HELP=1 swift test -c release --filter ServiceTests`.
    @Test func theDocumentationHasTheTable() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/Serving.md").standardizedFileURL
        var page = try String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["CALQUE_RECORD_HELP"] != nil {
            let parts = page.components(separatedBy: "<!-- keys -->\n")
            try #require(parts.count == 3)
            page = [parts[0], "\n" + ServiceKey.page + "\n", parts[2]]
                .joined(separator: "<!-- keys -->\n")
            try Data(page.utf8).write(to: file)
        }
        #expect(page.contains(ServiceKey.page))
    }
}
