import Foundation
package import NIOCore

/// An address of the internet protocol: four bytes, or sixteen.
package struct IPAddress: Sendable, Hashable {
    package let bytes: [UInt8]

    /// An address of its bytes. One of version 4 that is written as one of version 6 is one of 4.
    private init(normalizing bytes: [UInt8]) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        let isMapped = bytes.count == 16 && bytes.starts(with: mapped)
        self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1`, nothing else.
    package init?(parsing text: some StringProtocol) {
        var four = in_addr()
        var six = in6_addr()
        let text = String(text)
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(normalizing: withUnsafeBytes(of: four) { Array($0) })
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(normalizing: withUnsafeBytes(of: six) { Array($0) })
        } else {
            return nil
        }
    }

    /// That of one end of a connection; nil where that is no address of the internet.
    package init?(_ address: SocketAddress) {
        switch address {
        case .v4(let four):
            self.init(normalizing: withUnsafeBytes(of: four.address.sin_addr) { Array($0) })
        case .v6(let six):
            self.init(normalizing: withUnsafeBytes(of: six.address.sin6_addr) { Array($0) })
        case .unixDomainSocket: return nil
        }
    }

    /// What one client is counted by: the address, or the network of 64 bits that a client of version
    /// 6 commonly has all to itself.
    package var household: String {
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return "\(bytes.count == 4 ? 4 : 6)-\(String(number, radix: 16))"
    }
}

/// Addresses whose first bits are the same, as in `10.0.0.0/8`.
package struct AddressRange: Sendable, Equatable, CustomStringConvertible {
    package let address: IPAddress
    package let bits: Int
    /// As it was written.
    package let description: String

    /// Reads `10.0.0.0/8`, `fd00::/8`, or an address alone.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parsing: parts[0]) else {
            return nil
        }
        let width = address.bytes.count * 8
        guard let bits = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(bits) else {
            return nil
        }
        self.address = address
        self.bits = bits
        description = text
    }

    /// Whether an address is one of them.
    package func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return zip(address.bytes, other.bytes).enumerated().allSatisfy { index, pair in
            let kept = min(8, max(0, bits - 8 * index))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> kept)
            return pair.0 & mask == pair.1 & mask
        }
    }
}
