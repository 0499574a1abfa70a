/// Counts the bytes of all bodies that are held at a time: each may be large, and connections are many.
final class ByteAccount: Sendable {
    private let limit: Int
    private let held = Locked(0)

    /// - Parameter limit: The most bytes.
    init(limit: Int) { self.limit = limit }

    /// Room for eight of the largest bodies, and no less than 256 MiB.
    static func limit(_ limits: ServiceConfiguration.Limits) -> Int {
        max(256 << 20, 8 * max(limits.body, limits.document))
    }

    /// What a request holds; nothing yet.
    func share() -> Share { Share(self) }

    /// What a request holds, until the last who holds the share lets go of it.
    final class Share: Sendable {
        private let account: ByteAccount
        private let count = Locked(0)

        fileprivate init(_ account: ByteAccount) { self.account = account }

        deinit {
            let count = count.use { $0 }
            account.held.use { $0 -= count }
        }

        /// Counts further bytes.
        ///
        /// - Throws: ``ServiceProblem`` when there is no room for them.
        func take(_ bytes: Int) throws(ServiceProblem) {
            let fits = account.held.use { held in
                guard held + bytes <= account.limit else { return false }
                held += bytes
                return true
            }
            guard fits else { throw .noRoom }
            count.use { $0 += bytes }
        }
    }
}

extension ServiceProblem {
    fileprivate static let noRoom = ServiceProblem(
        .serviceUnavailable, "The server has too much to hold. Try again later.", retryAfter: 5
    ).closing()
}
