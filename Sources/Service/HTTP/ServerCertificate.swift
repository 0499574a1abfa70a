import Basics
import Foundation
import NIOSSL

/// The certificate that a service shows, which can be replaced while it runs.
final class ServerCertificate: Sendable {
    private let certificate: URL
    private let privateKey: URL
    private let context: Locked<NIOSSLContext>

    /// - Throws: `CalqueError` when a file cannot be used.
    init(_ certificate: URL, _ privateKey: URL) throws {
        self.certificate = certificate
        self.privateKey = privateKey
        context = Locked(try Self.context(certificate, privateKey))
    }

    /// Reads the files again: connections from now on get what they hold.
    ///
    /// - Throws: `CalqueError` when a file cannot be used; then all stays as it was.
    func reload() throws {
        let read = try Self.context(certificate, privateKey)
        context.use { $0 = read }
    }

    /// What a connection begins with.
    func makeHandler() -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: context.use { $0 })
    }

    private static func context(_ certificate: URL, _ privateKey: URL) throws -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate.path)
            let key = try NIOSSLPrivateKey(file: privateKey.path, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw CalqueError(
                """
                The certificate \(certificate.path) with the key \(privateKey.path) cannot be \
                used: \(error). Give a certificate and its own private key, both in PEM.
                """, kind: .system)
        }
    }
}
