import Basics
import Foundation

extension ServiceConfiguration {
    /// Checks what no key can check by itself.
    ///
    /// - Throws: `CalqueError` with a sentence for everything that is wrong.
    package func validate() throws {
        let problems = [
            modelProblem, certificateProblem, keyProblem, tokenProblem, originProblem,
        ].compactMap(\.self)
        guard problems.isEmpty else {
            throw CalqueError(problems.joined(separator: "\n"), kind: .configuration)
        }
    }

    private var modelProblem: String? {
        guard !models.isEmpty else {
            return "There is no model to serve. Give the folder of at least one."
        }
        var seen: Set<LanguagePair> = []
        let twice = models.compactMap(\.pair).first { !seen.insert($0).inserted }
        return twice.map {
            "Two models are given for \($0). Leave one of them out."
        }
    }

    private var certificateProblem: String? {
        guard (network.certificate == nil) != (network.privateKey == nil) else { return nil }
        return "tls-certificate and tls-key belong together. Give both, or neither."
    }

    private var keyProblem: String? {
        guard access.requiresKey && access.keys == nil else { return nil }
        return "require-key needs api-keys, the file of the keys that are good."
    }

    private var tokenProblem: String? {
        guard features.metricsToken != nil && !features.hasMetrics else { return nil }
        return "metrics-token has no use while metrics are off. Leave one of them out."
    }

    private var originProblem: String? {
        let origin = network.allowedOrigins
        let isPlain = origin.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
        guard origin != "*", !isPlain || !origin.contains("://") else { return nil }
        return """
            allowed-origins is \"\(origin)\", which is no origin. Allowed is *, or one such as \
            https://example.org.
            """
    }
}
