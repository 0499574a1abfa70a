internal import CKernels
internal import COneDNN

/// The processor, as far as it decides which type of products is the fastest.
///
/// That it can multiply bfloat16 does not say that it does so quickly. What decides is what the
/// processor is, and not a measurement, so that one machine always computes in one precision and gives
/// one output. `calque benchmark operations` measures all types and tells when the rule is wrong.
public struct Processor: Sendable, Equatable {
    /// Who designed it.
    public enum Maker: Sendable, Equatable {
        /// Advanced Micro Devices.
        case amd
        /// Intel.
        case intel
        /// Anyone else, or the processor does not say.
        case other
    }

    /// How it multiplies bfloat16, as far as oneDNN uses it.
    public enum BFloat16: String, Sendable, CaseIterable {
        /// Not at all: by way of float32.
        case none = "no bfloat16 of its own"
        /// AVX-512's instructions for dot products of bfloat16.
        case avx512 = "AVX512-BF16"
        /// Tiles: Intel's AMX.
        case amx = "AMX"
        /// Arm's instructions, for which oneDNN has code in this build.
        case arm = "Arm's BF16"
    }

    /// As sold; empty where the processor does not say.
    public let name: String
    /// Who designed it.
    public let maker: Maker
    /// How it multiplies bfloat16.
    public let bfloat16: BFloat16

    /// A processor with these properties.
    public init(name: String, maker: Maker, bfloat16: BFloat16) {
        self.name = name
        self.maker = maker
        self.bfloat16 = bfloat16
    }

    /// The one that this program runs on.
    public static let current = Processor()

    /// The version of oneDNN, which multiplies: "2.6.3".
    public static var productLibraryVersion: String {
        var text = [CChar](repeating: 0, count: 32)
        onednn_version(&text, Int32(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The fastest type of products at equal quality.
    ///
    /// AMD's processors with AVX512-BF16 (Zen 4 and later) multiply bfloat16 at twice the rate of
    /// float32. Intel's with AMX and Arm's are taken to be faster in it, too, which has not been
    /// measured; Intel's with AVX512-BF16 alone (Cooper Lake, and later ones whose tiles a virtual
    /// machine hides) run it at 0.6 of float32. All others multiply float32.
    public var fastestPrecision: Precision {
        switch bfloat16 {
        case .none: .float32
        case .avx512: maker == .amd ? .bfloat16 : .float32
        case .amx, .arm: .bfloat16
        }
    }

    /// The name and what it has: "AMD EPYC 9V74 80-Core Processor with AVX512-BF16".
    public var description: String {
        (name.isEmpty ? "a processor" : name) + " with " + bfloat16.rawValue
    }
}

extension Processor {
    private init() {
        var processor = ck_processor()
        ck_processor_read(&processor)
        let maker: Maker =
            switch Self.text(of: processor.maker) {
            case "AuthenticAMD": .amd
            case "GenuineIntel": .intel
            default: .other
            }
        let bfloat16: BFloat16 =
            if onednn_uses_amx_bfloat16() {
                .amx
            } else if onednn_uses_avx512_bfloat16() {
                .avx512
            } else if processor.multiplies_bfloat16_on_arm, Precision.bfloat16.isOptimized {
                .arm
            } else {
                .none
            }
        self.init(name: Self.text(of: processor.name), maker: maker, bfloat16: bfloat16)
    }

    /// The text in an array of C characters, which Swift sees as a tuple.
    private static func text<Characters>(of characters: Characters) -> String {
        let text = withUnsafeBytes(of: characters) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return text.split(separator: " ").joined(separator: " ")
    }
}
