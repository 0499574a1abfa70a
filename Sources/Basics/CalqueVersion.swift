/// Which Calque this is.
public enum CalqueVersion {
    /// The number of the version, as in `0.1.0` (https://semver.org).
    public static let number = "0.1.0"
}
