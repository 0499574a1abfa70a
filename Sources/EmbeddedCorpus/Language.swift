/// A language of the embedded corpus. The raw value is its two-letter code (ISO 639-1).
public enum Language: String, CaseIterable, Hashable, Sendable {
    /// English, in British spelling.
    case english = "en"
    /// French.
    case french = "fr"
    /// Spanish, as spoken in Spain.
    case spanish = "es"
}
