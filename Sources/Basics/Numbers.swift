import Foundation

extension Double {
    /// With this many digits after the point.
    package func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

    /// With this many digits that count, in whichever form is shorter.
    package func significant(_ digits: Int) -> String { String(format: "%.\(digits)g", self) }

    /// As `950`, `12.3k`, `4.56M`, `7.8G`.
    package var abbreviated: String {
        for (unit, name) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where self >= unit {
            let value = self / unit
            return value.fixed(value >= 100 ? 0 : value >= 10 ? 1 : 2) + name
        }
        return fixed(0)
    }

    /// Seconds as `0:07`, `12:34` or `1:02:03`.
    package var clock: String {
        let whole = Int(min(rounded(.up), 1e9))
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
            : String(format: "%d:%02d", minutes, whole % 60)
    }
}

extension Int {
    /// With thousands set apart, such as `12,345`.
    package var grouped: String {
        var digits = String(magnitude)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return (self < 0 ? "-" : "") + digits
    }
}

extension Float {
    /// The Double that is written as this number is: 0.1, not 0.10000000149.
    public var asDouble: Double { Double(description) ?? Double(self) }
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
